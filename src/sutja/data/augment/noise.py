"""Noise and blur, as of a bad camera.

Noise adds to each value a number of its own from a normal distribution. Blur takes for each pixel the mean of its
neighbours, weighted by a Gaussian: w(k) ~ exp(-k^2 / (2 s^2)) over k in -3..3, first across and then down, with an s
drawn for each picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.augment.compose import as_float_batch, check_ranges

__all__ = ["Blur", "Noise"]

_REACH = 3  # pixels, in each direction


@dataclass(frozen=True)
class Noise:
    """Add noise to each picture, of a strength drawn for each.

    Attributes:
        amount: The standard deviation is in [0, ``amount``], a part of white.
        white: The value of white: 1 for pictures in [0, 1], as training has them, 255 for bytes.

    Raises:
        InvalidArgument: A range is negative.
    """

    amount: float = 0.1
    white: float = 1.0

    def __post_init__(self) -> None:
        check_ranges(self, "amount", "white")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        strength = rng.uniform(0, self.amount * self.white, (len(images), 1, 1, 1)).astype(np.float32)
        noise = rng.standard_normal(images.shape, np.float32)
        noise *= strength
        noise += images
        return np.clip(noise, 0, np.float32(self.white), out=noise)


@dataclass(frozen=True)
class Blur:
    """Blur each picture.

    Attributes:
        radius: s is in [0, ``radius``] pixels; above 1.5 the weights are cut off.

    Raises:
        InvalidArgument: ``radius`` is negative.
    """

    radius: float = 1.0

    def __post_init__(self) -> None:
        check_ranges(self, "radius")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        s = np.maximum(rng.uniform(0, self.radius, len(images)), 1e-3)
        weights = np.exp(-(np.arange(-_REACH, _REACH + 1) ** 2) / (2 * s[:, None] ** 2))
        weights = (weights / weights.sum(1, keepdims=True)).astype(np.float32)
        for axis in (1, 2):
            margin = [(0, 0)] * 4
            margin[axis] = (_REACH, _REACH)
            padded = np.pad(images, margin, mode="edge")
            size = images.shape[axis]
            images = sum(
                padded[(slice(None),) * axis + (slice(k, k + size),)] * weights[:, k, None, None, None]
                for k in range(2 * _REACH + 1)
            )
        return images
