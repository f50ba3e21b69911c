"""Weights drawn from a distribution that does not look at the layer's size.

With N(0, 1) the sums in a wide layer are so large that training starts from a loss in the hundreds: rung 1 of the
ladder (deck experiment ``C-1-deep-relu``). The initializers of ``variance_scaling`` cure that.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.initializers.initializer import Initializer
from sutja.nn.typing import Array, Config

__all__ = ["RandomNormal", "RandomUniform", "TruncatedNormal", "truncated_normal"]


class RandomNormal(Initializer):
    """Normal with ``mean`` and standard deviation ``stddev``."""

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        super().__init__(seed)
        self.mean, self.stddev = mean, stddev

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """N(mean, stddev^2)."""
        return rng.normal(self.mean, self.stddev, shape)

    def get_config(self) -> Config:
        """Mean, standard deviation and seed."""
        return {"mean": self.mean, "stddev": self.stddev, "seed": self.seed}


class TruncatedNormal(RandomNormal):
    """Normal, but nothing further than two standard deviations from the mean."""

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """N(mean, stddev^2) cut at two standard deviations."""
        return self.mean + self.stddev * truncated_normal(shape, rng)


class RandomUniform(Initializer):
    """Uniform in [``minval``, ``maxval``)."""

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None) -> None:
        super().__init__(seed)
        self.minval, self.maxval = minval, maxval

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """U[minval, maxval)."""
        return rng.uniform(self.minval, self.maxval, shape)

    def get_config(self) -> Config:
        """Both ends and the seed."""
        return {"minval": self.minval, "maxval": self.maxval, "seed": self.seed}


def truncated_normal(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """N(0, 1) cut at -2 and 2: what falls outside (4.6 %) is drawn again."""
    values = rng.standard_normal(shape)
    while (outside := np.abs(values) > 2).any():
        values[outside] = rng.standard_normal(int(outside.sum()))
    return values
