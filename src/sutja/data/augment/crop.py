"""Cutting a piece out of a picture that was made larger by a dark margin: what it shows moves by whole pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.checks import whole
from sutja.data.augment.compose import as_float_batch, keep

__all__ = ["Crop"]


@dataclass(frozen=True)
class Crop:
    """Put a margin of zeros around each picture and cut one of the old size out of it, at a random place.

    Attributes:
        padding: The width of the margin in pixels, a whole number from 0. The usual value for CIFAR is 4.

    Raises:
        InvalidArgument: ``padding`` is no whole number from 0.
    """

    padding: int = 4

    def __post_init__(self) -> None:
        keep(self, lambda name, value: whole(name, value, 0), "padding")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        p = self.padding
        count, height, width, _channels = images.shape
        padded = np.pad(images, ((0, 0), (p, p), (p, p), (0, 0)))
        top, left = rng.integers(0, 2 * p + 1, (count, 2)).T
        result = np.empty_like(images)
        for picture, (y, x) in enumerate(zip(top.tolist(), left.tolist(), strict=True)):
            result[picture] = padded[picture, y : y + height, x : x + width]
        return result
