"""Mirroring pictures: a cat that looks to the left is a cat that looks to the right.

A digit is not: mirrored it is another sign, or none. So both chances are zero unless they are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.augment.compose import as_float_batch, check_chances

__all__ = ["Flip"]


@dataclass(frozen=True)
class Flip:
    """Mirror each picture by chance.

    Attributes:
        horizontal: The chance that left and right change places, in [0, 1].
        vertical: The chance that above and below do.

    Raises:
        InvalidArgument: A chance is not in [0, 1].
    """

    horizontal: float = 0.0
    vertical: float = 0.0

    def __post_init__(self) -> None:
        check_chances(self, "horizontal", "vertical")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        sideways, upright = (rng.random((len(images), 2)) < (self.horizontal, self.vertical)).T
        result = images.copy()
        result[sideways] = result[sideways][:, :, ::-1]
        result[upright] = result[upright][:, ::-1]
        return result
