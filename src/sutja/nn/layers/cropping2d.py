"""Cropping2D: a picture without some rows and columns at its borders."""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.borders import borders
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Cropping2D"]


class Cropping2D(Layer):
    """``cropping``: 2, or (rows, columns), or ((top, bottom), (left, right)); (batch, h, w, c) shrinks by these."""

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(self, cropping: Any = ((0, 0), (0, 0)), data_format: str | None = None, **others: Any) -> None:
        super().__init__(data_format=data_format, **others)
        self.cropping = borders("cropping", cropping)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, c) -> (batch, h - top - bottom, w - left - right, c)."""
        n, h, w, c = input_shape
        sizes = [None if size is None else size - sum(b) for size, b in zip((h, w), self.cropping, strict=True)]
        if any(size is not None and size < 1 for size in sizes):
            raise invalid("cropping", _("less than the picture, of shape {shape}", shape=input_shape), self.cropping)
        return (n, *sizes, c)

    def forward(self, x: Array, call: Call) -> Array:
        """The middle of x."""
        (top, bottom), (left, right) = self.cropping
        inside = (slice(None), slice(top, x.shape[1] - bottom), slice(left, x.shape[2] - right))
        call.save(inside, x.shape)
        return x[inside]

    def backward(self, dy: Array, call: Call) -> Array:
        """What was cut did not matter: dx is dy in the middle of zeros."""
        inside, shape = call.saved
        dx = call.buffer("dx", shape, dy.dtype)
        dx[...] = 0
        dx[inside] = dy
        return dx

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        cropping = [list(sides) for sides in self.cropping]
        return {**super().get_config(), "cropping": cropping, "data_format": "channels_last"}
