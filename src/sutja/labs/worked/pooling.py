"""``D-max-pool``: a picture made smaller by the largest number, or the mean, of each square."""

from __future__ import annotations

import numpy as np

import sutja.nn as nn
from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import beside, matrix
from sutja.labs.worked.plotting import INK, Picture, heat
from sutja.language import translate as _
from sutja.nn.primer import average_pool, max_pool
from sutja.nn.typing import Array

__all__ = ["pooling"]

NUMBERS = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]])


def pooling() -> Computed:
    """The deck's 4 x 4 numbers in squares of 2 x 2, by maximum and by mean, and after a shift by one pixel."""
    largest, mean = max_pool(NUMBERS), average_pool(NUMBERS)
    findings = (
        Finding(_("max pooling"), largest, np.array([[2, 3], [4, 2]])),
        Finding(_("average pooling"), mean),
        Finding(_("max pooling, by the engine's MaxPooling2D"), _by_engine()),
    )
    text = beside(matrix(NUMBERS), "→ max", matrix(largest), "→ " + _("mean"), matrix(mean))
    with Picture(1.9, 1, 3, width_ratios=[4, 2.6, 2.6]) as picture:
        numbers_axes, largest_axes, mean_axes = picture.all_axes
        heat(numbers_axes, NUMBERS, "x", limits=(0, 4))
        heat(largest_axes, largest, "max", limits=(0, 4))
        heat(mean_axes, mean, _("mean"), 2, limits=(0, 4))
        numbers_axes.axhline(1.5, color=INK, linewidth=1.2)
        numbers_axes.axvline(1.5, color=INK, linewidth=1.2)
    return Computed(findings, {"pooling": picture.svg}, text)


def _by_engine() -> Array:
    model = nn.Sequential([nn.Input((4, 4, 1)), nn.layers.MaxPooling2D()], name="pooling")
    return model.predict(NUMBERS[None, ..., None].astype("float32"), verbose=0)[0, ..., 0]
