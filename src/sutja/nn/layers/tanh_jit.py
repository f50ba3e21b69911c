"""tanh and the sigmoid for compiled loops, s(x) = 1/2 + 1/2 tanh(x / 2): see :mod:`sutja.nn.layers.lstm_jit`.

The tanh of a math library is computed for one number at a time. This one is made of multiplications and divisions
alone, which a compiler turns into vectors: with y = x / 4, Lambert's continued fraction to its seventh term,

    tanh y ~ y (135135 + 17325 y^2 + 378 y^4 + y^6) / (135135 + 62370 y^2 + 3150 y^4 + 28 y^6),

exact to float32 for |y| < 9/4, and twice tanh 2y = 2 tanh y / (1 + tanh^2 y). Beyond |x| = 9, tanh is 1 in float32.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

__all__ = ["sigmoid", "tanh"]


@njit(inline="always", nogil=True, cache=True, error_model="numpy", fastmath={"contract"})
def tanh(x: Any) -> Any:
    """tanh x of one float32."""
    if x > np.float32(9):  # not min and max: what is no number is to remain none
        x = np.float32(9)
    if x < np.float32(-9):
        x = np.float32(-9)
    y = x * np.float32(0.25)
    s = y * y
    above = np.float32(135135) + s * (np.float32(17325) + s * (np.float32(378) + s))
    below = np.float32(135135) + s * (np.float32(62370) + s * (np.float32(3150) + s * np.float32(28)))
    t = y * above / below
    t = np.float32(2) * t / (np.float32(1) + t * t)
    return np.float32(2) * t / (np.float32(1) + t * t)


@njit(inline="always", nogil=True, cache=True, error_model="numpy", fastmath={"contract"})
def sigmoid(x: Any) -> Any:
    """1 / (1 + e^-x) of one float32."""
    return np.float32(0.5) + np.float32(0.5) * tanh(np.float32(0.5) * x)
