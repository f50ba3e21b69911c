"""RMSprop's rule in one pass over memory: see :mod:`sutja.nn.optimizers.rmsprop`."""

from __future__ import annotations

import math
from typing import Any

from numba import njit

__all__ = ["rmsprop_step"]


@njit(nogil=True, cache=True, error_model="numpy")
def rmsprop_step(theta: Any, g: Any, v: Any, rate: Any, rho: Any, new: Any, epsilon: Any) -> None:
    """One step without momentum with the gradient ``g``; ``new`` is 1 - rho, all of one float type."""
    for i in range(len(theta)):
        v[i] = square = v[i] * rho + g[i] * g[i] * new
        theta[i] -= rate * g[i] / math.sqrt(square + epsilon)
