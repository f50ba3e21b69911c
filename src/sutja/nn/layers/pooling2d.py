"""What max and average pooling have in common: arguments, shapes and the walk over the window's entries.

Pooling replaces each window of a picture by one number a channel, which makes pictures smaller and lets a feature
move by a pixel without changing the result. Instead of visiting windows one by one, it visits the entries of the
window: the upper left pixels of all windows at once, then their neighbours, and so on; each is one slice of the
picture.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.nn.layers.layer import Layer
from sutja.nn.layers.window import Windows, checked_padding, output_shape, pair
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Pooling2D"]


class Pooling2D(Layer):
    """Base of the pooling layers: windows of ``pool_size`` that move by ``strides`` (default: the window's size)."""

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(self, pool_size: Any = (2, 2), strides: Any = None, padding: str = "valid", **others: Any) -> None:
        super().__init__(**others)
        self.pool_size = pair("pool_size", pool_size)
        self.strides = self.pool_size if strides is None else pair("strides", strides)
        self.padding = checked_padding(padding)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, c) -> (batch, places down, places across, c)."""
        return output_shape(input_shape, self.pool_size, self.strides, self.padding, input_shape[3])

    def windows(self, x: Array) -> Windows:
        """The windows over ``x`` (n, h, w, c)."""
        return Windows(x.shape[1], x.shape[2], self.pool_size, self.strides, self.padding)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "pool_size": list(self.pool_size),
            "strides": list(self.strides),
            "padding": self.padding,
            "data_format": "channels_last",
        }
