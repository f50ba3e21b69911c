"""Vectors brought to length 1, and the gradient through that.

    u = x / |x|        dx = (du - u (u . du)) / |x|

Making x longer does not move u, so the part of du along u has no effect on x. Vectors shorter than the small constant
of divisions, 1e-7, are divided by that instead.
"""

from __future__ import annotations

import numpy as np

from sutja.nn import config
from sutja.nn.typing import Array

__all__ = ["unit_length", "unit_length_gradient"]


def unit_length(x: Array, axis: int) -> tuple[Array, Array]:
    """(u, 1 / |x|) for the vectors that lie along ``axis``; the lengths keep that axis, as 1."""
    length = np.sqrt(np.sum(x * x, axis=axis, keepdims=True))
    inverse: Array = 1 / np.maximum(length, np.asarray(config.epsilon(), x.dtype))
    return x * inverse, inverse


def unit_length_gradient(du: Array, u: Array, inverse: Array, axis: int) -> Array:
    """dx from du, with what :func:`unit_length` returned."""
    dx: Array = (du - u * np.sum(u * du, axis=axis, keepdims=True)) * inverse
    return dx
