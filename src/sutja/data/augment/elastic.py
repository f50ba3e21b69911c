"""Elastic deformation: each point of a picture moves a little, and its neighbours nearly as much.

For each picture two fields of random numbers in ±1 are smoothed by a Gaussian of ``smoothness`` pixels and scaled, so
that the points of the picture are moved, sideways by the one and up and down by the other, by ``amount`` pixels in
the root of the mean square. Handwriting varies in this way: the same movement, with another hand.

Source: Simard, Steinkraus, Platt, "Best practices for convolutional neural networks applied to visual document
analysis", ICDAR 2003.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.checks import above_0
from sutja.data.augment.compose import as_float_batch, check_ranges, keep
from sutja.data.augment.sampling import blocks, sample

__all__ = ["Elastic"]


@dataclass(frozen=True)
class Elastic:
    """Bend each picture at random.

    Attributes:
        amount: How far points move, in pixels: a number from 0. Above ``smoothness`` / 3 strokes begin to tear.
        smoothness: The standard deviation of the Gaussian in pixels, above 0.

    Raises:
        InvalidArgument: A number is outside its range.
    """

    amount: float = 1.0
    smoothness: float = 4.0

    def __post_init__(self) -> None:
        check_ranges(self, "amount")
        keep(self, above_0, "smoothness")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        count, height, width, _channels = images.shape
        result = np.empty(images.shape, np.float32)
        moves = self.moves(count, height, width, rng)
        x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
        for part in blocks(images):
            sample(images[part], x + moves[part, 0], y + moves[part, 1], out=result[part])
        return result

    def moves(self, count: int, height: int, width: int, rng: np.random.Generator) -> NDArray[np.float32]:
        """How far each point of ``count`` pictures is moved across and down, (count, 2, height, width), in pixels."""
        from scipy.ndimage import gaussian_filter1d

        fields = 2 * rng.random((count, 2, height, width), np.float32) - 1
        for axis in (2, 3):
            fields = gaussian_filter1d(fields, self.smoothness, axis, mode="reflect", truncate=3)
        size = np.sqrt(np.mean(fields**2, axis=(2, 3), keepdims=True))
        return fields * (np.float32(self.amount) / np.maximum(size, np.float32(1e-12)))
