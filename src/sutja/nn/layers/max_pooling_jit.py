"""Max pooling of windows of 2x2 that do not overlap: see :mod:`sutja.nn.layers.max_pooling`.

NumPy must go through the pictures once for each entry of the window. Compiled, the four entries of a window meet in
registers, so each picture is read once.
"""

from __future__ import annotations

from typing import Any

from numba import njit

__all__ = ["pool", "spread"]


@njit(inline="always")
def _larger(a: Any, b: Any) -> Any:
    return a if (a > b) | (a != a) else b


@njit(nogil=True, cache=True)
def pool(x: Any, y: Any) -> None:
    """The largest of each window of ``x`` (n, h, w, c) into ``y`` (n, h', w', c); NaN counts as the largest."""
    n, down, across, channels = y.shape
    for picture in range(n):
        for r in range(down):
            for q in range(across):
                a, b = x[picture, 2 * r, 2 * q], x[picture, 2 * r, 2 * q + 1]
                c, d = x[picture, 2 * r + 1, 2 * q], x[picture, 2 * r + 1, 2 * q + 1]
                largest = y[picture, r, q]
                for i in range(channels):
                    largest[i] = _larger(_larger(a[i], b[i]), _larger(c[i], d[i]))


@njit(nogil=True, cache=True)
def spread(dy: Any, x: Any, y: Any, dx: Any) -> None:
    """Each of ``dy`` to the first entry of its window that is the largest, 0 to the others, into ``dx``.

    One loop an entry: compilers use vectors only where they can see, with a few comparisons of addresses, that no two
    of the arrays overlap, and one loop over all nine is too much for them.
    """
    n, down, across, channels = y.shape
    zero = dy.dtype.type(0)
    for picture in range(n):
        for r in range(down):
            for q in range(across):
                slope, largest = dy[picture, r, q], y[picture, r, q]
                a, b, c = x[picture, 2 * r, 2 * q], x[picture, 2 * r, 2 * q + 1], x[picture, 2 * r + 1, 2 * q]
                da, db = dx[picture, 2 * r, 2 * q], dx[picture, 2 * r, 2 * q + 1]
                dc, dd = dx[picture, 2 * r + 1, 2 * q], dx[picture, 2 * r + 1, 2 * q + 1]
                for i in range(channels):
                    da[i] = slope[i] if a[i] == largest[i] else zero
                for i in range(channels):
                    db[i] = slope[i] if (b[i] == largest[i]) & (a[i] != largest[i]) else zero
                for i in range(channels):
                    earlier = (a[i] == largest[i]) | (b[i] == largest[i])
                    dc[i] = slope[i] if (c[i] == largest[i]) & (not earlier) else zero
                for i in range(channels):  # what has found no place yet
                    earlier = (a[i] == largest[i]) | (b[i] == largest[i]) | (c[i] == largest[i])
                    dd[i] = zero if earlier else slope[i]
