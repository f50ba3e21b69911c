"""Skew: by how much the writing runs up or down, and the picture turned back.

Rules tell it best: the median slope of those that run across, or of the upright ones. Without rules, the lines of
writing tell it where they are long enough: through the middles of at least 4 tall pieces, the line whose slope is the
median of the slopes between all pairs at least H apart (P. K. Sen, 1968), the longest line of the page counting.
Slopes under 0.025 stay, since digits lean more than that by themselves, and so do those over 0.5.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.layout import Layout
from sutja.ink.rules import Ruled

__all__ = ["Turned", "slope_of_rules", "slope_of_writing", "turn"]

_LEAST, _MOST = 0.025, 0.5
_ENOUGH = 4

Grey = NDArray[np.float32]


class Turned(NamedTuple):
    """A picture turned back, and the matrix (2, 3) that takes (x, y, 1) of it to x, y of the picture before."""

    ink: Grey
    back: NDArray[np.float64]


def slope_of_rules(ruled: Ruled) -> float:
    """The slope of the rules, y down over x; 0 if there are none."""
    if ruled.across:
        return _bounded(float(np.median([rule.slope for rule in ruled.across])))
    if ruled.upright:
        return _bounded(-float(np.median([rule.slope for rule in ruled.upright])))
    return 0.0


def slope_of_writing(layout: Layout, boxes: NDArray[np.int64]) -> float:
    """The slope of the longest line of writing; 0 if no line is long enough."""
    longest = max(layout.lines, key=len, default=[])
    if len(longest) < _ENOUGH:
        return 0.0
    left, top, right, bottom = boxes[longest].T
    x, y = (left + right) / 2, (top + bottom) / 2
    dx, dy = x - x[:, None], y - y[:, None]
    far = dx > layout.height
    return _bounded(float(np.median(dy[far] / dx[far]))) if far.any() else 0.0


def turn(ink: Grey, slope: float) -> Turned:
    """``ink`` (H, W) turned so that lines of ``slope`` run level, on a canvas large enough."""
    import cv2

    height, width = ink.shape
    angle = np.degrees(np.arctan(slope))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    sine, cosine = abs(matrix[0, 1]), abs(matrix[0, 0])
    wide, high = int(np.ceil(height * sine + width * cosine)), int(np.ceil(height * cosine + width * sine))
    matrix[:, 2] += ((wide - width) / 2, (high - height) / 2)
    turned = cv2.warpAffine(ink, matrix, (wide, high), flags=cv2.INTER_LINEAR)
    return Turned(np.asarray(turned, np.float32), np.asarray(cv2.invertAffineTransform(matrix), np.float64))


def _bounded(slope: float) -> float:
    return slope if _LEAST <= abs(slope) <= _MOST else 0.0
