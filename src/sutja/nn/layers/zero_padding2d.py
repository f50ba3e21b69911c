"""ZeroPadding2D: rows and columns of zeros around a picture, such as to bring 28 x 28 to LeNet's 32 x 32."""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.nn.call import Call
from sutja.nn.layers.borders import borders
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["ZeroPadding2D"]


class ZeroPadding2D(Layer):
    """``padding``: 2, or (rows, columns), or ((top, bottom), (left, right)); (batch, h, w, c) grows by these."""

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(self, padding: Any = (1, 1), data_format: str | None = None, **others: Any) -> None:
        super().__init__(data_format=data_format, **others)
        self.padding = borders("padding", padding)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, c) -> (batch, h + top + bottom, w + left + right, c)."""
        n, h, w, c = input_shape
        return (n, *(None if size is None else size + sum(b) for size, b in zip((h, w), self.padding, strict=True)), c)

    def forward(self, x: Array, call: Call) -> Array:
        """x in the middle of zeros."""
        n, h, w, c = x.shape
        (top, bottom), (left, right) = self.padding
        y = call.buffer("y", (n, h + top + bottom, w + left + right, c), x.dtype)
        inside = (slice(None), slice(top, top + h), slice(left, left + w))
        y[...] = 0
        y[inside] = x
        call.save(inside)
        return y

    def backward(self, dy: Array, call: Call) -> Array:
        """The zeros are not x: dx is dy without its border."""
        return dy[call.saved]

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        padding = [list(sides) for sides in self.padding]
        return {**super().get_config(), "padding": padding, "data_format": "channels_last"}
