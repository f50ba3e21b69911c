"""Whose digits the pages are written with: people whom no model that we ship has seen.

- ``mnist``: the 10,000 test digits of MNIST (250 writers, none of them in the training set).
- ``digits8x8``: the 1,797 digits of scikit-learn (43 writers, Turkey), 8 x 8 grey levels, enlarged.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sutja import data

__all__ = ["SOURCES", "Writers", "writers"]

SOURCES = ("mnist", "digits8x8")


class Writers(NamedTuple):
    """Digits (n, 28, 28), uint8, 255 = ink, and what they are (n,)."""

    pictures: NDArray[np.uint8]
    labels: NDArray[np.integer]

    def pick(self, digit: int, rng: np.random.Generator) -> NDArray[np.uint8]:
        """A picture of ``digit`` by any of the writers."""
        return self.pictures[rng.choice(np.flatnonzero(self.labels == digit))]


@cache
def writers(source: str = "mnist") -> Writers:
    """The digits of one of SOURCES."""
    found = data.load(source)
    if source == "mnist":
        return Writers(found.x_test[..., 0], found.y_test)
    pictures = np.concatenate([found.x_train, found.x_test])[..., 0]
    labels = np.concatenate([found.y_train, found.y_test])
    return Writers(np.stack([_enlarge(p) for p in pictures]), labels)


def _enlarge(digit: NDArray[np.generic]) -> NDArray[np.uint8]:
    """An 8 x 8 digit as 28 x 28: its counts of dark pixels in 4 x 4 blocks, made smooth again."""
    ink = digit.astype(np.float32) / max(float(digit.max()), 1.0)
    large = cv2.resize(np.pad(ink, 1), (28, 28), interpolation=cv2.INTER_CUBIC)
    return np.asarray(255 * np.clip((large - 0.2) / 0.5, 0, 1), np.uint8)
