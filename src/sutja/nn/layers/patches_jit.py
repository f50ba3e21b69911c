"""Putting patches back in one pass over memory: see :mod:`sutja.nn.layers.patches`.

NumPy goes through all patches once for each entry of the window, in jumps of a whole window. Compiled, each window is
read as it lies, and the part of the picture that it meets stays in the nearest cache.
"""

from __future__ import annotations

from typing import Any

from numba import njit

__all__ = ["add_patches"]


@njit(nogil=True, cache=True)
def add_patches(rows: Any, pictures: Any, size: Any, out: Any, strides: Any, dilation: Any) -> None:
    """Add each of ``rows`` (n h' w', kh kw c) to its window of ``pictures`` (n, h, w, c); both lie in one piece."""
    n, h, w, c = pictures.shape
    runs, run = (size[1], c) if dilation[1] > 1 else (1, size[1] * c)  # a row of the window is one run, if undilated
    numbers, patches = pictures.reshape(-1), rows.reshape(-1)
    here = 0
    for picture in range(n):
        for r in range(out[0]):
            for q in range(out[1]):
                for i in range(size[0]):
                    line = (picture * h + r * strides[0] + i * dilation[0]) * w + q * strides[1]
                    for j in range(runs):
                        start = (line + j * dilation[1]) * c
                        target, part = numbers[start : start + run], patches[here : here + run]
                        for k in range(run):
                            target[k] += part[k]
                        here += run
