"""Erasing: a rectangle of a picture is covered, so that no single part of it decides alone.

Its area is a part of the picture's, its proportions are between 1 : 3 and 3 : 1, and it lies inside the picture.

Source: Zhong, Zheng, Kang, Li, Yang, "Random erasing data augmentation", AAAI 2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.augment.compose import as_float_batch, check_chances
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["Erase", "rectangles"]


@dataclass(frozen=True)
class Erase:
    """Cover a rectangle of some pictures.

    Attributes:
        chance: That of each picture, in [0, 1].
        smallest: The smallest area, a part of the picture's.
        largest: The largest area.
        value: What it is covered with.

    Raises:
        InvalidArgument: A number is outside its range.
    """

    chance: float = 0.5
    smallest: float = 0.02
    largest: float = 0.2
    value: float = 0.0

    def __post_init__(self) -> None:
        check_chances(self, "chance", "smallest", "largest")
        if self.smallest > self.largest:
            raise invalid("smallest", _("at most `largest`, {largest}", largest=self.largest), self.smallest)

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        count, height, width, _channels = images.shape
        drawn = rng.random((count, 5))
        area = self.smallest + (self.largest - self.smallest) * drawn[:, 1]
        proportion = 3 ** (2 * drawn[:, 2] - 1)
        inside = rectangles(height, width, np.sqrt(area * proportion), np.sqrt(area / proportion), drawn[:, 3:])
        covered = inside & (drawn[:, 0] < self.chance)[:, None, None]
        return np.where(covered[..., None], np.float32(self.value), images)


def rectangles(
    height: int, width: int, tall: NDArray[np.float64], wide: NDArray[np.float64], place: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which pixels lie in a rectangle of each of n pictures, bool of shape ``(n, height, width)``.

    Args:
        height: Of the pictures.
        width: Of the pictures.
        tall: The height of each rectangle, a part of the picture's; shape ``(n,)``.
        wide: Its width.
        place: Where it lies in the room that is left, down and to the right, in [0, 1); shape ``(n, 2)``.
    """
    rows = np.clip(np.rint(tall * height), 0, height).astype(int)
    columns = np.clip(np.rint(wide * width), 0, width).astype(int)
    top = (place[:, 0] * (height - rows + 1)).astype(int)
    left = (place[:, 1] * (width - columns + 1)).astype(int)
    y, x = np.arange(height), np.arange(width)
    in_rows = (y >= top[:, None]) & (y < (top + rows)[:, None])
    in_columns = (x >= left[:, None]) & (x < (left + columns)[:, None])
    return in_rows[:, :, None] & in_columns[:, None, :]
