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

__all__ = ["Split", "median", "otsu", "percentile"]

_STEPS = 256
_NOTHING = 1e-30  # a smaller range is none: float32 has too few numbers there for so many steps
_LEVEL = np.arange(float(_STEPS))


class Split(NamedTuple):
    """A threshold, and the share of the variance that lies between the two classes, in [0, 1]."""

    threshold: float
    separation: float


def otsu(values: NDArray[np.floating]) -> Split:
    """Otsu's threshold of ``values`` (any shape); separation 0 if they are all equal."""
    import cv2

    low, high, _, _ = cv2.minMaxLoc(values)
    if high - low <= _NOTHING:
        return Split(low, 0.0)
    step = (high - low) / (_STEPS - 1)
    levels = ((values - low) / step + 0.5).astype(np.uint8)
    counts = cv2.calcHist([levels], [0], None, [_STEPS], [0, _STEPS]).ravel().astype(np.float64)
    below = counts.cumsum()[:-1]  # how many values are at or below each level but the last
    moments = (counts * _LEVEL).cumsum()
    mean = float(moments[-1]) / values.size
    between = (mean * below - moments[:-1]) ** 2 / (below * (values.size - below))
    most = float(between.max())
    best = (between >= most * (1 - 1e-9)).nonzero()[0].tolist()
    variance = float(counts @ (_LEVEL - mean) ** 2) / values.size
    return Split(low + ((best[0] + best[-1]) / 2 + 0.5) * step, most / variance)


def percentile(values: NDArray[np.floating], share: float) -> float:
    """The value at index floor(``share`` (n - 1)) of the n sorted ``values``."""
    index = math.floor(share * (values.size - 1))
    return float(np.partition(values, index, axis=None)[index])


def median(values: NDArray[np.floating]) -> float:
    """The middle one of the sorted ``values``, or the mean of the middle two; as NumPy's, which starts slowly."""
    half = values.size // 2
    parted = np.partition(values, half, axis=None)
    return float(parted[half] if values.size % 2 else (parted[half] + parted[:half].max()) / 2)
