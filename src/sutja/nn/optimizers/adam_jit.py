"""Adam's rule in one pass over memory: see :mod:`sutja.nn.optimizers.adam`.

A weight whose gradient has become 0 for good, behind a unit that is never on, has an m that shrinks to nothing: after
some hundred steps to numbers under 1e-38, with which processors are ten times as slow. Long before that m moves no
weight any more, so it is taken as 0 there.
"""

from __future__ import annotations

import math
from typing import Any

from numba import njit

__all__ = ["adam_step"]

NOTHING = 1e-30


@njit(nogil=True, cache=True, error_model="numpy")
def adam_step(theta: Any, g: Any, m: Any, v: Any, rate: Any, new_1: Any, new_2: Any, epsilon: Any) -> None:
    """One step with the gradient ``g``; ``new_1`` is 1 - beta_1, ``new_2`` 1 - beta_2, all of one float type."""
    zero, nothing = theta.dtype.type(0), theta.dtype.type(NOTHING)
    for i in range(len(theta)):
        mean = m[i] + (g[i] - m[i]) * new_1
        square = v[i] + (g[i] * g[i] - v[i]) * new_2
        m[i] = mean = mean if abs(mean) > nothing else zero
        v[i] = square = square if square > nothing else zero
        theta[i] -= mean / (math.sqrt(square) + epsilon) * rate
