"""The same number everywhere: zeros for biases, ones for scales.

Never for kernels: units that start equal get equal gradients and stay equal for ever.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.initializers.initializer import Initializer
from sutja.nn.typing import Array, Config

__all__ = ["Constant", "Ones", "Zeros"]


class Constant(Initializer):
    """Every weight is ``value``."""

    def __init__(self, value: float = 0.0) -> None:
        super().__init__()
        self.value = value

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """An array full of ``value``."""
        return np.full(shape, self.value)

    def get_config(self) -> Config:
        """The value."""
        return {"value": self.value}


class Zeros(Constant):
    """Every weight is 0."""

    def __init__(self) -> None:
        super().__init__(0.0)

    def get_config(self) -> Config:
        """Nothing to tell."""
        return {}


class Ones(Constant):
    """Every weight is 1."""

    def __init__(self) -> None:
        super().__init__(1.0)

    def get_config(self) -> Config:
        """Nothing to tell."""
        return {}
