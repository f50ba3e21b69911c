"""RandomContrast: in training, spread or squeeze the values of each picture about the mean of each channel.

y = (x - mean) f + mean,    cut to ``value_range``
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from sutja.checks import as_seed
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.preprocessing.factors import factor_range
from sutja.nn.typing import Array, Config

__all__ = ["RandomContrast"]


class RandomContrast(Layer):
    """``factor`` (a, b), from 0 to 1: f lies between 1 - a and 1 + b. A number b means (0, b), as in Keras."""

    input_rank = 4
    usual_training = True
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self, factor: Any, value_range: Sequence[float] = (0, 255), seed: int | None = None, **others: Any
    ) -> None:
        super().__init__(**others)
        self.factor = factor_range("factor", factor, 0.0, 1.0)
        if len(value_range) != 2 or not value_range[0] < value_range[1]:
            raise invalid("value_range", _("the least and the greatest value"), value_range)
        self.value_range = (value_range[0], value_range[1])
        self.seed = as_seed(seed)

    def forward(self, x: Array, call: Call) -> Array:
        """More or less contrast in training; x otherwise."""
        if not call.training:
            call.save(None)
            return x
        f = call.random(self.seed).uniform(1 - self.factor[0], 1 + self.factor[1], (len(x), 1, 1, 1)).astype(x.dtype)
        return self.adjusted(x, f, call)

    def adjusted(self, x: Array, f: Array, call: Call) -> Array:
        """``x`` with its contrast times ``f`` (n, 1, 1, 1)."""
        mean = x.mean(axis=(1, 2), keepdims=True)
        y = (x - mean) * f + mean
        low, high = self.value_range
        call.save(f, (y > low) & (y < high))
        return np.clip(y, low, high, out=y)

    def backward(self, dy: Array, call: Call) -> Array:
        """Where nothing was cut, dx = f dy + (1 - f) mean(dy): each pixel moves the mean as well."""
        if call.saved is None:
            return dy
        f, inside = call.saved
        kept = dy * inside
        dx: Array = f * kept + (1 - f) * kept.mean(axis=(1, 2), keepdims=True)
        return dx

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        value_range = list(self.value_range)
        return {
            **super().get_config(),
            "factor": list(self.factor),
            "value_range": value_range,
            "seed": self.seed,
            "data_format": "channels_last",
        }
