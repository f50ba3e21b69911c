"""MaxPooling2D: each window becomes its largest number: was the feature seen anywhere here?

    y[r, c] = max over i, j of x[r s + i, c s + j]

Worked example: deck experiment ``D-max-pool``. :class:`MaxPooling1D` does the same along a sequence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.patches import cut
from sutja.nn.layers.pooling import Pooling, suits_compiled
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array

__all__ = ["MaxPooling1D", "MaxPooling2D"]


class MaxPooling(Pooling):
    """Base of the two, which differ in their ``rank``."""

    def pool(self, x: Array, windows: Windows, call: Call) -> Array:
        """First the largest of each window's column, which takes long runs of memory, then the largest of these."""
        n, _h, _w, c = x.shape
        y = call.buffer("y", (n, *windows.out, c), x.dtype)
        call.save(windows, x, y)
        if suits_compiled(windows, x):
            from sutja.nn.layers.max_pooling_jit import pool

            pool(x, y)
            return y
        for block in _blocks(x, windows):
            padded = windows.pad_input(x[block], -np.inf, call)
            columns = call.buffer("columns", (len(padded), windows.out[0], windows.padded[1], c), x.dtype)
            _largest([padded[:, down] for down in windows.down()], columns)
            _largest([columns[:, :, across] for across in windows.across()], y[block])
        return y

    def spread(self, dy: Array, call: Call) -> Array:
        """dy goes to the entry that was the largest, the first one of equals; the others did not matter."""
        windows, x, y = call.saved
        dx = call.buffer("dx", x.shape, dy.dtype)
        if suits_compiled(windows, x, dy):
            from sutja.nn.layers.max_pooling_jit import spread

            if not windows.tile:
                dx[...] = 0
            spread(dy, x, y, dx)
            return dx
        for block in _blocks(x, windows):
            shape = (len(dy[block]), *windows.padded, x.shape[-1])
            target = call.buffer("padded dx", shape, dy.dtype) if windows.is_padded else dx[block]
            self._spread_block(dy[block], windows.pad_input(x[block], -np.inf, call), y[block], target, windows, call)
            if windows.is_padded:
                np.copyto(dx[block], target[windows.inside])
        return dx

    def _spread_block(self, dy: Array, padded: Array, y: Array, dx: Array, windows: Windows, call: Call) -> None:
        left = call.buffer("left", y.shape, dy.dtype)  # what of dy has not found its entry yet
        here = call.buffer("here", y.shape, np.bool_)
        part = call.buffer("part", y.shape, dy.dtype)
        np.copyto(left, dy)
        if not windows.tile:
            dx[...] = 0
        *others, last = windows.positions()
        for position in others:
            np.equal(padded[position], y, out=here)
            np.multiply(left, here, out=part)
            left -= part
            if windows.overlap:
                dx[position] += part
            else:
                np.copyto(dx[position], part)
        if windows.overlap:  # what is left must belong here: it was nowhere else
            dx[last] += left
        else:
            np.copyto(dx[last], left)


class MaxPooling2D(MaxPooling):
    """(batch, h, w, c) -> (batch, h', w', c), the largest of each window of ``pool_size``."""

    rank, input_rank = 2, 4


class MaxPooling1D(MaxPooling):
    """(batch, length, c) -> (batch, length', c), the largest of each window of ``pool_size``."""

    rank, input_rank = 1, 3


def _blocks(x: Array, windows: Windows) -> Iterator[slice]:
    """The pictures in blocks that fit into the cache with their gradients."""
    return cut(len(x), 2 * math.prod(windows.padded) * x.shape[-1] * x.itemsize)


def _largest(arrays: list[Array], out: Array) -> None:
    """The largest of ``arrays``, number by number."""
    first, *others = arrays
    if not others:
        np.copyto(out, first)
    for other in others:
        first = np.maximum(first, other, out=out)
