"""Noise on the inputs, in training only, so that the network does not rely on exact values.

    GaussianNoise     y = x + e          e normal with mean 0 and the given deviation
    GaussianDropout   y = x (1 + e)      e normal with mean 0 and deviation sqrt(rate / (1 - rate))

The second has mean and variance of a Dropout with the same rate, but nothing falls to 0. Srivastava et al. 2014.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sutja.checks import as_seed, fraction, number
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config

__all__ = ["GaussianDropout", "GaussianNoise"]


class GaussianNoise(Layer):
    """Adds normal noise of deviation ``stddev``, from 0 to 1."""

    supports_masking = True
    usual_training = False

    def __init__(self, stddev: float, seed: int | None = None, **others: Any) -> None:
        super().__init__(**others)
        self.stddev = number("stddev", stddev, 0, 1)
        self.seed = as_seed(seed)

    def forward(self, x: Array, call: Call) -> Array:
        """x + e in training, x otherwise."""
        if not call.training or not self.stddev:
            return x
        noise = _normal(x, self.stddev, self.seed, call)
        noise += x
        return noise

    def backward(self, dy: Array, call: Call) -> Array:
        """The noise does not depend on x: dx = dy."""
        return dy

    def get_config(self) -> Config:
        """Deviation and seed."""
        return {**super().get_config(), "stddev": self.stddev, "seed": self.seed}


class GaussianDropout(Layer):
    """Multiplies by normal numbers around 1; ``rate``, in [0, 1), as in Dropout."""

    supports_masking = True
    usual_training = False

    def __init__(self, rate: float, seed: int | None = None, **others: Any) -> None:
        super().__init__(**others)
        self.rate = fraction("rate", rate)
        self.seed = as_seed(seed)

    def forward(self, x: Array, call: Call) -> Array:
        """x (1 + e) in training, x otherwise."""
        if not call.training or not self.rate:
            call.save(None)
            return x
        factors = _normal(x, math.sqrt(self.rate / (1 - self.rate)), self.seed, call)
        factors += 1
        call.save(factors)
        return np.multiply(x, factors, out=call.buffer("y", x.shape, x.dtype))

    def backward(self, dy: Array, call: Call) -> Array:
        """The same factors: dx = dy (1 + e)."""
        factors = call.saved
        return dy if factors is None else np.multiply(dy, factors, out=call.buffer("dx", dy.shape, dy.dtype))

    def get_config(self) -> Config:
        """Rate and seed."""
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


def _normal(x: Array, stddev: float, seed: int | None, call: Call) -> Array:
    """Normal numbers of deviation ``stddev``, of the shape of ``x``."""
    noise = call.buffer("noise", x.shape, x.dtype)
    call.random(seed).standard_normal(out=noise, dtype=x.dtype.type)
    noise *= stddev
    return noise
