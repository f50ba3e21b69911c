"""RandomTranslation: in training, move each picture by a share of its own of its height and width.

    x' = x - f width,    y' = y - g height

so that a factor above 0 moves the picture to the right, or down.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.layers.preprocessing.factors import factor_range
from sutja.nn.layers.preprocessing.random_affine import RandomAffine, columns
from sutja.nn.typing import Array, Config

__all__ = ["RandomTranslation"]


class RandomTranslation(RandomAffine):
    """``height_factor`` g and ``width_factor`` f: 0.2 moves by up to a fifth of the picture both ways."""

    def __init__(self, height_factor: Any, width_factor: Any, fill_mode: str = "reflect", **others: Any) -> None:
        super().__init__(fill_mode, **others)
        self.height_factor, self.width_factor = height_factor, width_factor
        self._height = factor_range("height_factor", height_factor)
        self._width = factor_range("width_factor", width_factor)

    def matrices(self, count: int, height: int, width: int, rng: np.random.Generator) -> Array:
        """Moves between the two factors."""
        down = height * rng.uniform(*self._height, count)
        across = width * rng.uniform(*self._width, count)
        return columns(1, 0, -across, 0, 1, -down)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "height_factor": self.height_factor, "width_factor": self.width_factor}
