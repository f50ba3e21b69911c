"""AveragePooling2D: each window becomes the mean of its numbers: how much of the feature is here?

    y[r, c] = mean over i, j of x[r s + i, c s + j]

At a padded border the mean runs over the pixels that exist. :class:`AveragePooling1D` does the same along a sequence.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.pooling import Pooling, suits_compiled
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array

__all__ = ["AveragePooling1D", "AveragePooling2D"]


class AveragePooling(Pooling):
    """Base of the two, which differ in their ``rank``."""

    def pool(self, x: Array, windows: Windows, call: Call) -> Array:
        """The sum of the window's entries over their number."""
        padded = windows.pad_input(x, 0, call)
        first, *others = windows.positions()
        y = call.buffer("y", (len(x), *windows.out, x.shape[-1]), x.dtype)
        if suits_compiled(windows, x):
            from sutja.nn.layers.average_pooling_jit import pool

            pool(x, y)
            call.save(windows, x.shape)
            return y
        np.copyto(y, padded[first])
        for position in others:
            y += padded[position]
        y *= _share(windows, x.dtype)
        call.save(windows, padded.shape)
        return y

    def spread(self, dy: Array, call: Call) -> Array:
        """Each of the n entries moves the mean by 1/n: it gets dy / n from every window that it is in."""
        windows, shape = call.saved
        dx = call.buffer("dx", shape, dy.dtype)
        if suits_compiled(windows, dy):
            from sutja.nn.layers.average_pooling_jit import spread

            if not windows.tile:
                dx[...] = 0
            spread(dy, dx)
            return dx
        part = np.multiply(dy, _share(windows, dy.dtype), out=call.buffer("part", dy.shape, dy.dtype))
        dx[...] = 0
        for position in windows.positions():
            dx[position] += part
        return dx[windows.inside]


class AveragePooling2D(AveragePooling):
    """(batch, h, w, c) -> (batch, h', w', c), the mean of each window of ``pool_size``."""

    rank, input_rank = 2, 4


class AveragePooling1D(AveragePooling):
    """(batch, length, c) -> (batch, length', c), the mean of each window of ``pool_size``."""

    rank, input_rank = 1, 3


def _share(windows: Windows, dtype: np.typing.DTypeLike) -> Array:
    """1 / (number of pixels that exist in the window), (1, h', w', 1)."""
    exists = np.zeros((1, *windows.padded, 1), dtype)
    exists[windows.inside] = 1
    count: Array = np.add.reduce([exists[position] for position in windows.positions()])
    share: Array = 1 / count
    return share
