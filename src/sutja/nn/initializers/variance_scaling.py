"""Weights scaled by the size of the layer, so that signals neither fade nor explode with depth.

A unit adds up ``fan_in`` products. If the inputs have variance 1 and the weights variance v, the sum has variance
fan_in * v; it stays 1 if v = 1 / fan_in. Going backwards the same argument asks for v = 1 / fan_out. Hence

    LeCun   v = 1 / fan_in                      (LeCun et al. 1998)
    Glorot  v = 2 / (fan_in + fan_out)          a compromise, called Xavier after his first name (2010)
    He      v = 2 / fan_in                      ReLU switches half of the units off, so twice as much (2015)

For a kernel of shape (..., in, out) the leading dimensions are its window:
fan_in = window * in, fan_out = window * out.
"""

from __future__ import annotations

import math

import numpy as np

from sutja.checks import above_0
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.initializers.initializer import Initializer
from sutja.nn.initializers.random import truncated_normal
from sutja.nn.typing import Array, Config

__all__ = [
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "LecunNormal",
    "LecunUniform",
    "VarianceScaling",
]

_MODES = ("fan_in", "fan_out", "fan_avg")
_DISTRIBUTIONS = ("truncated_normal", "untruncated_normal", "uniform")
_STDDEV_OF_TRUNCATED = 0.87962566103423978  # of N(0, 1) cut at -2 and 2


class VarianceScaling(Initializer):
    """Variance ``scale / fan``, with ``mode`` choosing the fan and ``distribution`` the form."""

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed)
        if mode not in _MODES:
            raise invalid("mode", _("one of: {names}", names=", ".join(_MODES)), mode)
        if distribution not in _DISTRIBUTIONS:
            raise invalid("distribution", _("one of: {names}", names=", ".join(_DISTRIBUTIONS)), distribution)
        self.scale, self.mode, self.distribution = above_0("scale", scale), mode, distribution

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Zero mean, variance scale / fan."""
        fan_in, fan_out = fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        stddev = math.sqrt(self.scale / max(1.0, fan))
        if self.distribution == "uniform":
            return rng.uniform(-math.sqrt(3) * stddev, math.sqrt(3) * stddev, shape)
        if self.distribution == "truncated_normal":
            return stddev / _STDDEV_OF_TRUNCATED * truncated_normal(shape, rng)
        return rng.normal(0, stddev, shape)

    def get_config(self) -> Config:
        """Scale, mode, distribution and seed."""
        return {"scale": self.scale, "mode": self.mode, "distribution": self.distribution, "seed": self.seed}


class _Named(VarianceScaling):
    """A rule of the table above: everything but the seed is fixed."""

    rule: tuple[float, str, str]

    def __init__(self, seed: int | None = None) -> None:
        scale, mode, distribution = self.rule
        super().__init__(scale, mode, distribution, seed)

    def get_config(self) -> Config:
        """The seed."""
        return {"seed": self.seed}


class GlorotUniform(_Named):
    """Uniform with variance 2 / (fan_in + fan_out); Keras' default for kernels."""

    rule = (1.0, "fan_avg", "uniform")


class GlorotNormal(_Named):
    """Truncated normal with variance 2 / (fan_in + fan_out)."""

    rule = (1.0, "fan_avg", "truncated_normal")


class HeUniform(_Named):
    """Uniform with variance 2 / fan_in."""

    rule = (2.0, "fan_in", "uniform")


class HeNormal(_Named):
    """Truncated normal with variance 2 / fan_in."""

    rule = (2.0, "fan_in", "truncated_normal")


class LecunUniform(_Named):
    """Uniform with variance 1 / fan_in."""

    rule = (1.0, "fan_in", "uniform")


class LecunNormal(_Named):
    """Truncated normal with variance 1 / fan_in."""

    rule = (1.0, "fan_in", "truncated_normal")


def fans(shape: tuple[int, ...]) -> tuple[float, float]:
    """``(fan_in, fan_out)`` of a weight of ``shape``."""
    if len(shape) < 2:
        size = float(math.prod(shape))
        return size, size
    window = math.prod(shape[:-2])
    return float(window * shape[-2]), float(window * shape[-1])
