"""Dropout: in training, switch each input off with probability ``rate``, and scale the others up.

    y = x m / (1 - rate),    m_i = 0 with probability rate, else 1

No unit can rely on another one being there, so the network must spread what it knows; it over-fits less. The
division keeps the expected value: E[y] = x. When the network is used, nothing is dropped and y = x.
Srivastava et al. 2014; deck experiments ``A-deep-500x4`` and ``A-deep-500x4-dropout``.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config

__all__ = ["Dropout"]


class Dropout(Layer):
    """Drops a share ``rate`` (in [0, 1]) of its inputs in training."""

    supports_masking: ClassVar[bool] = True

    def __init__(self, rate: float, noise_shape: None = None, seed: int | None = None, **others: Any) -> None:
        super().__init__(noise_shape=noise_shape, **others)
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= 1:
            raise invalid("rate", _("a number in [0, 1]"), rate)
        self.rate = float(rate)
        self.seed = seed

    def forward(self, x: Array, call: Call) -> Array:
        """x m / (1 - rate) in training, x otherwise."""
        if not call.training or self.rate == 0:
            call.save(None)
            return x
        keep = 1 - self.rate
        shape = self.mask_shape(x)
        draws = call.buffer("draws", shape, np.float32)
        call.random(self.seed).random(out=draws, dtype=np.float32)
        factors = call.buffer("factors", shape, x.dtype)
        np.multiply(draws < keep, 1 / keep if keep else 0, out=factors)
        call.save(factors)
        return np.multiply(x, factors, out=call.buffer("y", x.shape, x.dtype))

    def mask_shape(self, x: Array) -> tuple[int, ...]:
        """How many decisions there are for ``x``: one for each number."""
        return x.shape

    def backward(self, dy: Array, call: Call) -> Array:
        """The same factors: dx = dy m / (1 - rate)."""
        factors = call.saved
        return dy if factors is None else np.multiply(dy, factors, out=call.buffer("dx", dy.shape, dy.dtype))

    def get_config(self) -> Config:
        """Rate and seed."""
        return {**super().get_config(), "rate": self.rate, "seed": self.seed, "noise_shape": None}
