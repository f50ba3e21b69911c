"""What max and average pooling have in common: arguments, shapes and the walk over the window's entries.

Pooling replaces each window of a picture (or sequence) by one number a channel, which makes pictures smaller and lets
a feature move by a pixel without changing the result. Instead of visiting windows one by one, it visits the entries of
the window: the upper left pixels of all windows at once, then their neighbours, and so on; each is one slice of the
picture.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.nn import jit
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.window import Windows, as_pictures, checked_padding, output_shape, several
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Pooling", "suits_compiled"]


class Pooling(Layer):
    """Base of the pooling layers: windows of ``pool_size`` that move by ``strides`` (default: the window's size).

    ``rank``: along how many dimensions they move, 2 for pictures and 1 for sequences. A subclass writes ``pool`` and
    ``spread`` for pictures.
    """

    rank: ClassVar[int]
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self,
        pool_size: Any = 2,
        strides: Any = None,
        padding: str = "valid",
        data_format: str | None = None,
        **others: Any,
    ) -> None:
        super().__init__(data_format=data_format, **others)
        self.pool_size = several("pool_size", pool_size, self.rank)
        self.strides = self.pool_size if strides is None else several("strides", strides, self.rank)
        self.padding = checked_padding(padding)

    def pool(self, x: Array, windows: Windows, call: Call) -> Array:
        """(n, h, w, c) -> (n, h', w', c), one number a window and channel."""
        raise NotImplementedError

    def spread(self, dy: Array, call: Call) -> Array:
        """dL/dx from dL/dy: back to the pixels that mattered."""
        raise NotImplementedError

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, c) -> (batch, places down, places across, c); for sequences without the height."""
        return output_shape(input_shape, self.pool_size, self.strides, self.padding, input_shape[-1])

    def forward(self, x: Array, call: Call) -> Array:
        """The number of each window."""
        y = self.pool(as_pictures(x), self._windows(as_pictures(x)), call)
        return y if self.rank == 2 else y[:, 0]

    def backward(self, dy: Array, call: Call) -> Array | None:
        """Each window's gradient to the pixels that moved it."""
        if not call.needs_input_gradient:
            return None
        dx = self.spread(as_pictures(dy), call)
        return dx if self.rank == 2 else dx[:, 0]

    def _windows(self, x: Array) -> Windows:
        size, strides = [(1,) * (2 - self.rank) + sizes for sizes in (self.pool_size, self.strides)]
        return Windows(x.shape[1], x.shape[2], size, strides, self.padding)  # type: ignore[arg-type]  # two of each

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "pool_size": list(self.pool_size),
            "strides": list(self.strides),
            "padding": self.padding,
            "data_format": "channels_last",
        }


def suits_compiled(windows: Windows, *arrays: Array) -> bool:
    """Whether the windows are those of 2x2 that compiled code is written for."""
    return windows.size == windows.strides == (2, 2) and not windows.is_padded and jit.wanted(*arrays)
