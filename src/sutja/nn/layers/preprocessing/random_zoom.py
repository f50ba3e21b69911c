"""RandomZoom: in training, enlarge or shrink each picture by a factor of its own, about its centre.

    x' = cx + (1 + f) (x - cx),    y' = cy + (1 + g) (y - cy)

so that a factor above 0 looks farther out, and the picture gets smaller.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.layers.preprocessing.factors import factor_range
from sutja.nn.layers.preprocessing.random_affine import RandomAffine, columns
from sutja.nn.typing import Array, Config

__all__ = ["RandomZoom"]


class RandomZoom(RandomAffine):
    """``height_factor`` g and ``width_factor`` f (``None``: the same as g): 0.2 draws from -0.2 (larger) to 0.2."""

    def __init__(self, height_factor: Any, width_factor: Any = None, fill_mode: str = "reflect", **others: Any) -> None:
        super().__init__(fill_mode, **others)
        self.height_factor, self.width_factor = height_factor, width_factor
        self._height = factor_range("height_factor", height_factor)
        self._width = None if width_factor is None else factor_range("width_factor", width_factor)

    def matrices(self, count: int, height: int, width: int, rng: np.random.Generator) -> Array:
        """Zooms between the two factors."""
        down = 1 + rng.uniform(*self._height, count)
        across = down if self._width is None else 1 + rng.uniform(*self._width, count)
        cx, cy = (width - 1) / 2, (height - 1) / 2
        return columns(across, 0, cx * (1 - across), 0, down, cy * (1 - down))

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "height_factor": self.height_factor, "width_factor": self.width_factor}
