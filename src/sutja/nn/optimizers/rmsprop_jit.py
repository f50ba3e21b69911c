"""RMSprop's rule in one pass over memory: see :mod:`sutja.nn.optimizers.rmsprop`."""

from __future__ import annotations

import math
from typing import Any

from numba import njit

__all__ = ["rmsprop_step"]

NOTHING = 1e-30  # smaller squares count as 0: see adam_jit.py


@njit(nogil=True, cache=True, error_model="numpy")
def rmsprop_step(theta: Any, g: Any, v: Any, rate: Any, rho: Any, new: Any, epsilon: Any) -> None:
    """One step without momentum with the gradient ``g``; ``new`` is 1 - rho, all of one float type."""
    zero, nothing = theta.dtype.type(0), theta.dtype.type(NOTHING)
    for i in range(len(theta)):
        square = v[i] * rho + g[i] * g[i] * new
        v[i] = square = square if square > nothing else zero
        theta[i] -= rate * g[i] / math.sqrt(square + epsilon)
