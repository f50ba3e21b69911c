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

    Three entries take, in turn, what is theirs; the last one, where the rest is kept meanwhile, has what remains.
    """
    n, down, across, _channels = y.shape
    for picture in range(n):
        for r in range(down):
            for q in range(across):
                rest = dx[picture, 2 * r + 1, 2 * q + 1]
                rest[:] = dy[picture, r, q]
                for i in range(2):
                    for j in range(2 - i):
                        row, column = 2 * r + i, 2 * q + j
                        _take(x[picture, row, column], y[picture, r, q], rest, dx[picture, row, column])


@njit
def _take(entry: Any, largest: Any, rest: Any, slope: Any) -> None:
    """What of ``rest`` belongs to ``entry`` goes over to ``slope``."""
    zero = rest.dtype.type(0)
    for c in range(len(rest)):
        here, remaining = entry[c] == largest[c], rest[c]
        slope[c] = remaining if here else zero
        rest[c] = zero if here else remaining
