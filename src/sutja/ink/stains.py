"""Stains: pieces of ink that nobody wrote.

A shadow that was taken for ink, the desk beside the paper, the binding of a book, the black border of a scan, a bar or
a picture on a screen: they come in from the edge or are solid, and are thicker than any stroke.

- A *border* covers 98 % of an edge of the picture.
- A *suspect* touches the edge, or fills more than half of the box around it, and is more than 12 pixels wide and high.
  The pen is as wide as the widest strokes (the 95th percentile) of all other pieces at least 12 pixels long. A suspect
  at the edge is a stain if a circle fits into it that is 3 pens wide; another, if one does that is 6 pens wide and half
  as wide as the piece. Where there are only suspects, nobody can say how wide the pen is, and none is a stain: such are
  digits that were cut out so tightly that they touch the edge. In a picture of one digit only what touches the edge is
  suspect: a thick digit is many pens wide where the pen is that of print beside it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.ink.straight_lines import pens_of

__all__ = ["stains"]

_COVERED = 0.98
_SOLID = 0.5
_LONG = 12  # pixels
_AT_EDGE, _INSIDE = 3, 6  # pens
_BROAD = 0.5  # of the shorter side


def stains(
    labels: NDArray[Any], stats: NDArray[Any], place: tuple[int, int], shape: tuple[int, ...], *, inside: bool = True
) -> NDArray[np.bool_]:
    """Which pieces are no writing, (n,).

    Args:
        labels: (h, w), 1 + the number of the piece of each pixel; a part of a picture.
        stats: (n, 5) left, top, width, height and area of each piece in that part, as OpenCV gives them.
        place: The row and the column of the picture where the part begins.
        shape: (H, W) of the picture.
        inside: Whether a piece that does not reach the edge of the picture may be one.
    """
    left, top, width, height, area = stats.T
    top, left = top + place[0], left + place[1]
    sides = (left == 0, top == 0, left + width == shape[1], top + height == shape[0])
    at_edge = np.logical_or.reduce(sides)
    suspect = (at_edge | (inside & (area > _SOLID * width * height))) & (np.minimum(width, height) > _LONG)
    found = np.zeros(len(stats), bool)
    for touching, line, length in zip(sides, _outermost(labels), (shape[0], shape[1]) * 2, strict=True):
        if touching.any():
            found |= touching & (np.bincount(line, minlength=len(stats) + 1)[1:] >= _COVERED * length)
    others = ~suspect & ~found & (np.maximum(width, height) >= _LONG)
    if suspect.any() and others.any():
        pen = pens_of(np.concatenate([[False], others])[labels]).widest
        for i in np.flatnonzero(suspect & ~found).tolist():
            least = _AT_EDGE * pen if at_edge[i] else max(_INSIDE * pen, _BROAD * min(width[i], height[i]))
            found[i] = _circle(labels, stats[i], i + 1) > least
    return found & ~found.all()


def _outermost(labels: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """What lies along the left, upper, right and lower side."""
    return labels[:, 0], labels[0], labels[:, -1], labels[-1]


def _circle(labels: NDArray[Any], stat: NDArray[Any], name: int) -> float:
    """How wide a circle fits into the piece called ``name``, inside the picture."""
    import cv2

    left, top, width, height = stat[:4].tolist()
    part = (labels[top : top + height, left : left + width] == name).astype(np.uint8)
    return 2 * float(cv2.distanceTransform(np.pad(part, 1), cv2.DIST_L2, 3).max())
