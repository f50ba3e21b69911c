"""MaxPooling2D: each window becomes its largest number: was the feature seen anywhere here?

    y[r, c] = max over i, j of x[r s + i, c s + j]

Worked example: deck experiment ``D-max-pool``. :class:`MaxPooling1D` does the same along a sequence.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.pooling import Pooling
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array

__all__ = ["MaxPooling1D", "MaxPooling2D"]


class MaxPooling(Pooling):
    """Base of the two, which differ in their ``rank``."""

    def pool(self, x: Array, windows: Windows, call: Call) -> Array:
        """The maximum of the window's entries, one entry after the other."""
        padded = windows.pad_input(x, -np.inf, call)
        first, *others = windows.positions()
        y = call.buffer("y", (len(x), *windows.out, x.shape[-1]), x.dtype)
        np.copyto(y, padded[first])
        for position in others:
            np.maximum(y, padded[position], out=y)
        call.save(windows, padded, y)
        return y

    def spread(self, dy: Array, call: Call) -> Array:
        """dy goes to the entry that was the largest, the first one of equals; the others did not matter."""
        windows, padded, y = call.saved
        dx = call.buffer("dx", padded.shape, dy.dtype)
        dx[...] = 0
        left = call.buffer("left", y.shape, dy.dtype)  # what of dy has not found its entry yet
        np.copyto(left, dy)
        here = call.buffer("here", y.shape, np.bool_)
        part = call.buffer("part", y.shape, dy.dtype)
        for position in windows.positions():
            np.equal(padded[position], y, out=here)
            np.multiply(left, here, out=part)
            left -= part
            if windows.overlap:
                dx[position] += part
            else:
                dx[position] = part
        return dx[windows.inside]


class MaxPooling2D(MaxPooling):
    """(batch, h, w, c) -> (batch, h', w', c), the largest of each window of ``pool_size``."""

    rank, input_rank = 2, 4


class MaxPooling1D(MaxPooling):
    """(batch, length, c) -> (batch, length', c), the largest of each window of ``pool_size``."""

    rank, input_rank = 1, 3
