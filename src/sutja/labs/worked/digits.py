"""The real digits of the worked examples: from the 5,000 that come with Sutja, read once."""

from __future__ import annotations

from functools import cache

import numpy as np

from sutja import data
from sutja.data import Dataset
from sutja.nn.typing import Array

__all__ = ["one_digit"]


def one_digit(label: int) -> Array:
    """The first picture of a class, float32 (28, 28, 1), ink 1 on 0."""
    digits = _digits()
    return digits.x_train[int(np.argmax(digits.y_train == label))].astype(np.float32) / 255


@cache
def _digits() -> Dataset:
    return data.load("mnist5k")
