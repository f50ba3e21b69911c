"""Average pooling of windows of 2x2 that do not overlap: see :mod:`sutja.nn.layers.average_pooling`.

As in :mod:`sutja.nn.layers.max_pooling_jit`, the four entries of a window meet in registers.
"""

from __future__ import annotations

from typing import Any

from numba import njit

__all__ = ["pool", "spread"]


@njit(nogil=True, cache=True)
def pool(x: Any, y: Any) -> None:
    """The mean of each window of ``x`` (n, h, w, c) into ``y`` (n, h', w', c)."""
    n, down, across, channels = y.shape
    quarter = x.dtype.type(0.25)
    for picture in range(n):
        for r in range(down):
            for q in range(across):
                a, b = x[picture, 2 * r, 2 * q], x[picture, 2 * r, 2 * q + 1]
                c, d = x[picture, 2 * r + 1, 2 * q], x[picture, 2 * r + 1, 2 * q + 1]
                mean = y[picture, r, q]
                for i in range(channels):
                    mean[i] = (a[i] + b[i] + c[i] + d[i]) * quarter


@njit(nogil=True, cache=True)
def spread(dy: Any, dx: Any) -> None:
    """A quarter of each of ``dy`` to the four entries of its window, into ``dx``."""
    n, down, across, channels = dy.shape
    quarter = dy.dtype.type(0.25)
    for picture in range(n):
        for r in range(down):
            for q in range(across):
                mean = dy[picture, r, q]
                for entry in range(4):
                    slope = dx[picture, 2 * r + entry // 2, 2 * q + entry % 2]
                    for i in range(channels):
                        slope[i] = mean[i] * quarter
