"""Flatten: the numbers of each sample in one row, so that a Dense layer can follow a picture."""

from __future__ import annotations

import math
from typing import ClassVar

from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Flatten"]


class Flatten(Layer):
    """(batch, a, b, ...) -> (batch, a b ...); the order of the numbers stays."""

    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, product of the rest)."""
        rest = input_shape[1:]
        known = [d for d in rest if d is not None]
        return (input_shape[0], math.prod(known) if len(known) == len(rest) else None)

    def forward(self, x: Array, call: Call) -> Array:
        """The same numbers as rows."""
        call.save(x.shape)
        return x.reshape(x.shape[0], -1)

    def backward(self, dy: Array, call: Call) -> Array:
        """Nothing was computed, so gradients only go back to their places."""
        return dy.reshape(call.saved)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "data_format": "channels_last"}
