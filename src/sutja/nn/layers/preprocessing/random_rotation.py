"""RandomRotation: in training, turn each picture by an angle of its own, about its centre.

x' = cx + cos(t) (x - cx) - sin(t) (y - cy),    y' = cy + sin(t) (x - cx) + cos(t) (y - cy)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.layers.preprocessing.factors import factor_range
from sutja.nn.layers.preprocessing.random_affine import RandomAffine, columns
from sutja.nn.typing import Array, Config

__all__ = ["RandomRotation"]


class RandomRotation(RandomAffine):
    """``factor``, in full turns: 0.1 turns by up to 36 degrees both ways; (0.1, 0.2) by 36 to 72 against the clock."""

    def __init__(self, factor: Any, fill_mode: str = "reflect", **others: Any) -> None:
        super().__init__(fill_mode, **others)
        self.factor = factor_range("factor", factor)

    def matrices(self, count: int, height: int, width: int, rng: np.random.Generator) -> Array:
        """Rotations by angles between the two factors."""
        angle = 2 * np.pi * rng.uniform(*self.factor, count)
        cx, cy, cos, sin = (width - 1) / 2, (height - 1) / 2, np.cos(angle), np.sin(angle)
        return columns(cos, -sin, cx - cx * cos + cy * sin, sin, cos, cy - cx * sin - cy * cos)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "factor": list(self.factor)}
