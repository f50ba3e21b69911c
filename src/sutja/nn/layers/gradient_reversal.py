"""GradientReversal: nothing on the way forwards, the opposite on the way back.

    y = x,    dx = -scale dy

Between features and a classifier of where the data come from, it makes the features learn to hide just that, while
the classifier learns to find it: domain-adversarial training. Keras does not have it. Ganin et al. 2016.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import number
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config

__all__ = ["GradientReversal"]


class GradientReversal(Layer):
    """``scale``, at least 0: how strongly the gradient is turned round."""

    supports_masking = True

    def __init__(self, scale: float = 1.0, **others: Any) -> None:
        super().__init__(**others)
        self.scale = number("scale", scale)

    def forward(self, x: Array, call: Call) -> Array:
        """x as it is."""
        return x

    def backward(self, dy: Array, call: Call) -> Array:
        """dx = -scale dy."""
        return np.multiply(dy, -self.scale, out=call.buffer("dx", dy.shape, dy.dtype))

    def get_config(self) -> Config:
        """The scale."""
        return {**super().get_config(), "scale": self.scale}
