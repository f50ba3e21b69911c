"""The base of all initializers: a shape in, an array out."""

from __future__ import annotations

from typing import Self

import numpy as np

from sutja.checks import as_seed
from sutja.nn import config, random
from sutja.nn.typing import Array, Config, DType
from sutja.nn.unsupported import refuse, without_what_is_off

__all__ = ["Initializer"]


class Initializer:
    """Draws the first value of a weight.

    With a ``seed`` the same shape gives the same numbers each time; without, each call draws on from the seed of
    :func:`sutja.nn.utils.set_random_seed`.
    """

    def __init__(self, seed: int | None = None) -> None:
        self.seed = as_seed(seed)

    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Array:
        """An array of ``shape``."""
        rng = random.generator(random.next_seed() if self.seed is None else self.seed)
        return self.draw(tuple(shape), rng).astype(dtype or config.floatx(), copy=False)

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """The numbers, in float64; what a subclass writes."""
        raise NotImplementedError

    def get_config(self) -> Config:
        """The arguments from which ``from_config`` makes the same initializer."""
        return {"seed": self.seed}

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """The initializer that ``get_config`` describes."""
        known = set(cls().get_config())
        more = {k: v for k, v in without_what_is_off(cls, config).items() if k not in known}
        refuse(cls, more, {})
        return cls(**{k: v for k, v in config.items() if k in known})
