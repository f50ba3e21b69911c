"""Windows that slide over a picture: the arithmetic that convolution and pooling share.

A window of length k that moves by s over n places, with p places added at the borders, stops at

    valid   p = 0           floor((n - k) / s) + 1 places
    same    p as needed     ceil(n / s) places; of p = (out - 1) s + k - n the smaller half comes before
    causal  p = k - 1       ceil(n / s) places; all of p comes before, so that no window sees what lies ahead

With a dilation d the entries of a window stand d places apart, and k is the length from the first to the last of
them, (entries - 1) d + 1.

Sequences (n, length, channels) are taken as pictures of height 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sutja.checks import is_whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.typing import Array, Shape

__all__ = ["Windows", "as_pictures", "checked_padding", "output_shape", "pair", "several"]


class Windows:
    """Windows of ``size`` moving by ``strides`` over pictures of ``height`` x ``width``.

    ``out``: at how many places they stop, vertically and horizontally. ``pad``: rows (before, after) and columns
    (before, after) added at the borders, which makes ``padded`` of ``unpadded``. ``dilation``: how far apart the
    entries of a window are.
    """

    def __init__(
        self,
        height: int,
        width: int,
        size: tuple[int, int],
        strides: tuple[int, int],
        padding: str,
        dilation: tuple[int, int] = (1, 1),
    ) -> None:
        rows = _places(height, size[0], strides[0], padding, dilation[0])
        columns = _places(width, size[1], strides[1], padding, dilation[1])
        self._set(height, width, size, strides, dilation, (rows[0], columns[0]), (rows[1], columns[1]))

    @classmethod
    def stopping_at(
        cls,
        out: tuple[int, int],
        size: tuple[int, int],
        strides: tuple[int, int],
        dilation: tuple[int, int],
        pad: tuple[tuple[int, int], tuple[int, int]],
        inside: tuple[int, int],
    ) -> Windows:
        """Windows that stop at ``out`` places of pictures of ``inside`` (height, width) with ``pad`` around them."""
        windows = cls.__new__(cls)
        windows._set(*inside, size, strides, dilation, out, pad)
        return windows

    def _set(
        self,
        height: int,
        width: int,
        size: tuple[int, int],
        strides: tuple[int, int],
        dilation: tuple[int, int],
        out: tuple[int, int],
        pad: tuple[tuple[int, int], tuple[int, int]],
    ) -> None:
        self.size, self.strides, self.dilation, self.out, self.pad = size, strides, dilation, out, pad
        self.unpadded = (height, width)
        self.padded = (height + sum(self.pad[0]), width + sum(self.pad[1]))
        (top, _bottom), (left, _right) = self.pad
        self.inside = (slice(None), slice(top, top + height), slice(left, left + width))

    @property
    def overlap(self) -> bool:
        """Whether two windows share a pixel."""
        return self.strides[0] < self.size[0] or self.strides[1] < self.size[1]

    @property
    def tile(self) -> bool:
        """Whether each pixel of the padded picture is in just one window."""
        reach = (self.out[0] * self.size[0], self.out[1] * self.size[1])
        return self.strides == self.size and self.dilation == (1, 1) and reach == self.padded

    @property
    def is_padded(self) -> bool:
        """Whether anything is added at the borders."""
        return any(map(sum, self.pad))

    def pad_input(self, x: Array, fill: float, call: Call) -> Array:
        """``x`` (n, height, width, c) with its borders filled; ``x`` itself when there are none."""
        if not self.is_padded:
            return x
        padded = call.buffer("padded", (len(x), *self.padded, x.shape[-1]), x.dtype)
        (top, bottom), (left, right) = self.pad
        height, width = self.padded
        padded[:, :top] = padded[:, height - bottom :] = fill
        padded[:, :, :left] = padded[:, :, width - right :] = fill
        padded[self.inside] = x
        return padded

    def turned(self) -> Windows:
        """The windows by which the gradient goes back, for strides of 1: they stop at every pixel of the input.

        They move over the places of these windows, with so much around them that each pixel finds all windows that
        met it.
        """
        lengths = [(k - 1) * d for k, d in zip(self.size, self.dilation, strict=True)]
        pad = [(n - before, n - after) for n, (before, after) in zip(lengths, self.pad, strict=True)]
        pixels = [n - sum(p) for n, p in zip(self.padded, self.pad, strict=True)]
        return Windows.stopping_at((pixels[0], pixels[1]), self.size, (1, 1), self.dilation, (pad[0], pad[1]), self.out)

    def down(self) -> list[slice]:
        """For each row of the window: in which rows of the padded picture it lies when the window stops."""
        return _stops(self.size[0], self.strides[0], self.dilation[0], self.out[0])

    def across(self) -> list[slice]:
        """For each column of the window: in which columns of the padded picture it lies when the window stops."""
        return _stops(self.size[1], self.strides[1], self.dilation[1], self.out[1])

    def at(self, row: int, column: int) -> tuple[slice, slice, slice]:
        """Where in the padded picture the entry (row, column) of every window lies."""
        return slice(None), self.down()[row], self.across()[column]

    def positions(self) -> list[tuple[slice, slice, slice]]:
        """``at(row, column)`` for each entry of the window, row by row."""
        return [(slice(None), down, across) for down in self.down() for across in self.across()]


def _stops(entries: int, stride: int, dilation: int, out: int) -> list[slice]:
    starts = [entry * dilation for entry in range(entries)]
    return [slice(start, start + (out - 1) * stride + 1, stride) for start in starts]


def output_shape(
    input_shape: Shape,
    size: tuple[int, ...],
    strides: tuple[int, ...],
    padding: str,
    channels: int | None,
    dilation: tuple[int, ...] | None = None,
) -> Shape:
    """(batch, height, width, _) -> (batch, out height, out width, channels); or with a length alone."""
    out = [
        None if n is None else _places(n, k, s, padding, d)[0]
        for n, k, s, d in zip(input_shape[1:-1], size, strides, dilation or (1,) * len(size), strict=True)
    ]
    return (input_shape[0], *out, channels)


def as_pictures(x: Array) -> Array:
    """Sequences (n, length, channels) as pictures (n, 1, length, channels); pictures as they are."""
    return x if x.ndim == 4 else x[:, None]


def pair(name: str, value: Any) -> tuple[int, int]:
    """``3`` -> ``(3, 3)``; a sequence of two whole numbers above 0 as it is."""
    first, second = several(name, value, 2)
    return first, second


def several(name: str, value: Any, count: int) -> tuple[int, ...]:
    """``value`` ``count`` times; a sequence of ``count`` whole numbers above 0 as it is."""
    items = (value,) * count if is_whole(value) else value
    if isinstance(items, Sequence) and len(items) == count and all(is_whole(n, 1) for n in items):
        return tuple(int(n) for n in items)
    expected = _("a whole number above 0, or two of them") if count == 2 else _("a whole number above 0")
    raise invalid(name, expected, value)


def checked_padding(padding: str, *, causal: bool = False) -> str:
    """``padding`` in lower case, if it is one of those there are."""
    known = ("valid", "same", "causal") if causal else ("valid", "same")
    if isinstance(padding, str) and padding.lower() in known:
        return padding.lower()
    raise invalid("padding", _("'valid', 'same' or 'causal'") if causal else _("'valid' or 'same'"), padding)


def _places(n: int, entries: int, s: int, padding: str, dilation: int) -> tuple[int, tuple[int, int]]:
    k = (entries - 1) * dilation + 1
    if padding == "valid":
        if n < k:
            raise invalid("input", _("at least {k} pixels, the size of the window", k=k), n)
        return (n - k) // s + 1, (0, 0)
    out = -(-n // s)
    if padding == "causal":
        return out, (k - 1, 0)
    missing = max((out - 1) * s + k - n, 0)
    return out, (missing // 2, missing - missing // 2)
