"""UpSampling2D: a picture made larger, pixel by pixel, without anything to learn.

    y = A x B^T    for each channel of a picture x (h, w)

A (h', h) says of which rows a new row is made, B the same of the columns; see :mod:`sutja.nn.layers.interpolation`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.interpolation import apply_both, bilinear, nearest
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.window import pair
from sutja.nn.typing import Array, Config, Shape

__all__ = ["UpSampling2D"]


class UpSampling2D(Layer):
    """``size``: how many times as high and wide; (batch, h, w, c) -> (batch, h size, w size, c)."""

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self, size: Any = (2, 2), data_format: str | None = None, interpolation: str = "nearest", **others: Any
    ) -> None:
        super().__init__(data_format=data_format, **others)
        self.size = pair("size", size)
        if not isinstance(interpolation, str) or interpolation.lower() not in ("nearest", "bilinear"):
            raise invalid("interpolation", _("'nearest' or 'bilinear'"), interpolation)
        self.interpolation = interpolation.lower()

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, c) -> (batch, h size, w size, c)."""
        n, h, w, c = input_shape
        return (n, *(None if size is None else size * times for size, times in zip((h, w), self.size, strict=True)), c)

    def forward(self, x: Array, call: Call) -> Array:
        """A x B^T."""
        make = nearest if self.interpolation == "nearest" else bilinear
        rows, columns = (make(n, n * times).astype(x.dtype) for n, times in zip(x.shape[1:3], self.size, strict=True))
        call.save(rows, columns)
        return apply_both(rows, columns, x)

    def backward(self, dy: Array, call: Call) -> Array:
        """dx = A^T dy B: a pixel gets back the gradient of all that it is part of, by its part."""
        rows, columns = call.saved
        return apply_both(rows.T, columns.T, dy)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "size": list(self.size),
            "data_format": "channels_last",
            "interpolation": self.interpolation,
        }
