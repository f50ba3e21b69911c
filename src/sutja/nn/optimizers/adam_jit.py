"""Adam's rule in one pass over memory: see :mod:`sutja.nn.optimizers.adam`."""

from __future__ import annotations

import math
from typing import Any

from numba import njit

__all__ = ["adam_step"]


@njit(nogil=True, cache=True, error_model="numpy")
def adam_step(theta: Any, g: Any, m: Any, v: Any, rate: Any, new_1: Any, new_2: Any, epsilon: Any) -> None:
    """One step with the gradient ``g``; ``new_1`` is 1 - beta_1, ``new_2`` 1 - beta_2, all of one float type."""
    for i in range(len(theta)):
        m[i] = mean = m[i] + (g[i] - m[i]) * new_1
        v[i] = square = v[i] + (g[i] * g[i] - v[i]) * new_2
        theta[i] -= mean / (math.sqrt(square) + epsilon) * rate
