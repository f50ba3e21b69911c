"""Rescaling: y = scale x + offset, such as ``Rescaling(1 / 255)`` for pixels from 0 to 255."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config

__all__ = ["Rescaling"]


class Rescaling(Layer):
    """``scale`` and ``offset``: a number, or one for each channel."""

    supports_masking = True

    def __init__(self, scale: float | Sequence[float], offset: float | Sequence[float] = 0.0, **others: Any) -> None:
        super().__init__(**others)
        self.scale, self.offset = scale, offset

    def forward(self, x: Array, call: Call) -> Array:
        """scale x + offset."""
        y = np.multiply(x, np.asarray(self.scale, x.dtype), out=call.buffer("y", x.shape, x.dtype))
        y += np.asarray(self.offset, x.dtype)
        return y

    def backward(self, dy: Array, call: Call) -> Array:
        """dx = scale dy."""
        return np.multiply(dy, np.asarray(self.scale, dy.dtype), out=call.buffer("dx", dy.shape, dy.dtype))

    def get_config(self) -> Config:
        """Both numbers."""
        return {**super().get_config(), "scale": _plain(self.scale), "offset": _plain(self.offset)}


def _plain(value: Any) -> Any:
    return np.asarray(value).tolist()
