"""Masking: time steps in which every number is ``mask_value`` do not exist.

Sequences of different lengths are filled up to one length with such steps; the mask that this layer makes lets
recurrent layers skip them, and the loss leave them out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config

__all__ = ["Masking"]


class Masking(Layer):
    """(batch, time, n) as it is, but 0 in steps that do not exist; the output's mask is (batch, time)."""

    def __init__(self, mask_value: float = 0.0, **others: Any) -> None:
        super().__init__(**others)
        self.mask_value = mask_value

    def compute_mask(self, inputs: Any, mask: Any = None) -> Array:
        """True where any number of a step differs from ``mask_value``."""
        found: Array = np.any(np.asarray(inputs) != self.mask_value, axis=-1)
        return found

    def forward(self, x: Array, call: Call) -> Array:
        """x where the step exists, else 0."""
        exists = self.compute_mask(x)[..., None]
        call.save(exists)
        return np.multiply(x, exists, out=call.buffer("y", x.shape, x.dtype))

    def backward(self, dy: Array, call: Call) -> Array:
        """dx = dy where the step exists, else 0."""
        return np.multiply(dy, call.saved, out=call.buffer("dx", dy.shape, dy.dtype))

    def get_config(self) -> Config:
        """The value that marks a step."""
        return {**super().get_config(), "mask_value": self.mask_value}
