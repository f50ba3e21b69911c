"""Otsu's threshold: the value that parts a picture into a dark and a light class as clearly as can be.

With the shares w₀ and w₁ of the values on either side of a threshold and their means m₀ and m₁, the variance
between the classes is

    σ_b² = w₀ w₁ (m₁ - m₀)²,

and the threshold is where it is largest (N. Otsu, "A threshold selection method from gray-level histograms",
1979). σ_b² / σ², a number in [0, 1], says how well the values fall into two classes at all; for values that
are evenly spread it is 3/4. The histogram has 256 steps from the smallest to the largest value; among
thresholds that are equally good, as in an empty stretch between two classes, the middle one is taken.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Split", "otsu", "percentile"]

_STEPS = 256


class Split(NamedTuple):
    """A threshold, and the share of the variance that lies between the two classes, in [0, 1]."""

    threshold: float
    separation: float


def otsu(values: NDArray[np.floating]) -> Split:
    """Otsu's threshold of ``values`` (any shape); separation 0 if they are all equal."""
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return Split(low, 0.0)
    step = (high - low) / (_STEPS - 1)
    counts = np.bincount(((values - low) / step + 0.5).astype(np.intp).ravel(), minlength=_STEPS)
    level = np.arange(_STEPS)
    share = np.cumsum(counts)[:-1] / values.size  # of the values at or below each level but the last
    moment = np.cumsum(counts * level)[:-1] / values.size
    mean = float(counts @ level) / values.size
    between = (mean * share - moment) ** 2 / (share * (1 - share))
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    variance = float(counts @ (level - mean) ** 2) / values.size
    middle = (float(best[0]) + float(best[-1])) / 2 + 0.5
    return Split(low + middle * step, float(between.max()) / variance)


def percentile(values: NDArray[np.floating], share: float) -> float:
    """The value at index floor(``share`` (n - 1)) of the n sorted ``values``."""
    index = math.floor(share * (values.size - 1))
    return float(np.partition(values, index, axis=None)[index])
