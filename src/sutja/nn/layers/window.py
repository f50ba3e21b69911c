"""Windows that slide over a picture: the arithmetic that convolution and pooling share.

A window of length k that moves by s over n places, with p places added at the borders, stops at

    valid   p = 0           floor((n - k) / s) + 1 places
    same    p as needed     ceil(n / s) places; of p = (out - 1) s + k - n the smaller half comes before
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.typing import Array, Shape

__all__ = ["Windows", "checked_padding", "pair"]


class Windows:
    """Windows of ``size`` moving by ``strides`` over pictures of ``height`` x ``width``.

    ``out``: at how many places they stop, vertically and horizontally. ``pad``: rows (before, after) and columns
    (before, after) added at the borders.
    """

    def __init__(self, height: int, width: int, size: tuple[int, int], strides: tuple[int, int], padding: str) -> None:
        self.size, self.strides = size, strides
        rows = _places(height, size[0], strides[0], padding)
        columns = _places(width, size[1], strides[1], padding)
        self.out = (rows[0], columns[0])
        self.pad = (rows[1], columns[1])
        self.padded = (height + sum(self.pad[0]), width + sum(self.pad[1]))
        (top, _bottom), (left, _right) = self.pad
        self.inside = (slice(None), slice(top, top + height), slice(left, left + width))

    @property
    def overlap(self) -> bool:
        """Whether two windows share a pixel."""
        return self.strides[0] < self.size[0] or self.strides[1] < self.size[1]

    @property
    def is_padded(self) -> bool:
        """Whether anything is added at the borders."""
        return any(map(sum, self.pad))

    def pad_input(self, x: Array, fill: float, call: Call) -> Array:
        """``x`` (n, height, width, c) with its borders filled; ``x`` itself when there are none."""
        if not self.is_padded:
            return x
        padded = call.buffer("padded", (len(x), *self.padded, x.shape[-1]), x.dtype)
        padded[...] = fill
        padded[self.inside] = x
        return padded

    def at(self, row: int, column: int) -> tuple[slice, slice, slice]:
        """Where in the padded picture the entry (row, column) of every window lies."""
        (sy, sx), (oy, ox) = self.strides, self.out
        return (
            slice(None),
            slice(row, row + (oy - 1) * sy + 1, sy),
            slice(column, column + (ox - 1) * sx + 1, sx),
        )

    def positions(self) -> list[tuple[slice, slice, slice]]:
        """``at(row, column)`` for each entry of the window, row by row."""
        return [self.at(i, j) for i in range(self.size[0]) for j in range(self.size[1])]


def output_shape(
    input_shape: Shape, size: tuple[int, int], strides: tuple[int, int], padding: str, channels: int | None
) -> Shape:
    """(batch, height, width, _) -> (batch, out height, out width, channels)."""
    out = [
        None if n is None else _places(n, k, s, padding)[0]
        for n, k, s in zip(input_shape[1:3], size, strides, strict=True)
    ]
    return (input_shape[0], *out, channels)


def pair(name: str, value: Any) -> tuple[int, int]:
    """``3`` -> ``(3, 3)``; a sequence of two whole numbers above 0 as it is."""
    both = (value, value) if isinstance(value, int | np.integer) and not isinstance(value, bool) else value
    if isinstance(both, Sequence) and len(both) == 2 and all(isinstance(n, int | np.integer) and n > 0 for n in both):
        return int(both[0]), int(both[1])
    raise invalid(name, _("a whole number above 0, or two of them"), value)


def checked_padding(padding: str) -> str:
    """``padding`` in lower case, if it is one of the two there are."""
    if isinstance(padding, str) and padding.lower() in ("valid", "same"):
        return padding.lower()
    raise invalid("padding", _("'valid' or 'same'"), padding)


def _places(n: int, k: int, s: int, padding: str) -> tuple[int, tuple[int, int]]:
    if padding == "valid":
        if n < k:
            raise invalid("input", _("at least {k} pixels, the size of the window", k=k), n)
        return (n - k) // s + 1, (0, 0)
    out = -(-n // s)
    missing = max((out - 1) * s + k - n, 0)
    return out, (missing // 2, missing - missing // 2)
