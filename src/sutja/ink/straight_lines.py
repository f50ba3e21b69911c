"""Straight lines: what is thin and long and straight on a page.

What is written is none of these for long. Lines that run across are found in these steps, and upright ones in the same
way with the picture turned on its side.

1. The pen is w wide: twice the median of the distance to the nearest paper, over the middles of all strokes. Ink in
   columns of at most 1.2 w + 1 pixels, or a tenth of the width of all ink and 1, is *thin*. Where writing crosses a
   line, it is not; gaps of up to 3 w in a row are closed, or twice the width of the *widest* strokes (the 95th
   percentile), if all but 5 pixels of them are ink of some kind: print in one line with the side of a box is no part
   of it. Where no thin ink goes on over 14 columns, to 3 pixels up and down, there is no line, and no more is done.
2. A connected piece of that is a line if it is 28 pixels long or more, at least 8 times as long as it is thick (for
   thickness, its area is divided by its length), no steeper than 1 in 4, if its middle leaves its straight line by no
   more than half of its thickness or 0.8 pixels (root mean square), and if 9/10 of its way are ink. A fifth of its
   columns, those farthest from the line, may be something else that touches it.

Which of them are rules of the paper, and not a 1 or the bar of a 7, :mod:`sutja.ink.rules` decides.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.threshold import median, percentile

__all__ = [
    "SHORTEST",
    "Pens",
    "StraightLine",
    "near",
    "pens_of",
    "shows_a_line",
    "straight_lines",
    "stretches",
    "thickest",
    "thin_ink",
]

SHORTEST = 28  # pixels
_STUBBY = 8  # times as long as thick
_THICKEST = 10  # no column of a line is thicker than this part of the width of all ink
_STEEPEST = 0.25
_STRAIGHT = 0.5  # of the thickness
_UNBROKEN = 0.9  # of its way
_OF_IT = 0.8  # of the columns of a piece
_GAP = 5  # pixels without any ink
_SEEN = 0.35  # of its way, not crossed by writing

Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


class StraightLine(NamedTuple):
    """A line y = ``slope`` x + ``height``, found from ``start`` to ``end``; for an upright one, x and y are swapped."""

    slope: float
    height: float
    thickness: float
    start: int
    end: int

    def moved(self, along: int, aside: int) -> StraightLine:
        """The same line, ``along`` pixels farther on its way and ``aside`` to the side."""
        height = self.height - self.slope * along + aside
        return self._replace(height=height, start=self.start + along, end=self.end + along)

    @property
    def slenderness(self) -> float:
        """How many times as long as thick."""
        return (self.end - self.start) / self.thickness


class Pens(NamedTuple):
    """How wide strokes are: half of them at most ``usual``, 95 % at most ``widest``."""

    usual: float
    widest: float


def pens_of(mask: Mask) -> Pens:
    """The widths of all strokes in ``mask`` (H, W)."""
    import cv2

    sheet = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    within = np.asarray(cv2.distanceTransform(sheet, cv2.DIST_L2, 3), np.float32)
    middle = (within >= cv2.dilate(within, np.ones((3, 3), np.uint8))) & (within > 0)
    return Pens(2 * median(within[middle]), 2 * percentile(within[middle], 0.95))


def straight_lines(sheet: Bytes, pens: Pens) -> list[StraightLine]:
    """The lines that run across ``sheet``, drawn with these ``pens``."""
    import cv2

    limit = min(int(1.2 * pens.usual + 1), thickest(sheet))
    thin = thin_ink(sheet, limit)
    if not shows_a_line(thin):
        return []
    gap = int(max(3 * pens.usual, 2 * pens.widest)) | 1
    joined = _closed(thin, gap) & _closed(sheet, _GAP)
    count, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(joined, 8, cv2.CV_32S, cv2.CCL_BBDT)
    found = []
    for i in range(1, count):
        left, top, width, height, _area = stats[i].tolist()
        if width < SHORTEST or height > _STEEPEST * width + 2 * limit:
            continue
        part = (slice(top, top + height), slice(left, left + width))
        rows, columns = np.nonzero((labels[part] == i) & (thin[part] > 0))
        if columns.size == 0 or columns.size * _STUBBY > width**2:
            continue
        line = _line(columns + left, rows + top, columns.size / width)
        if line is not None and _inked(sheet, line) >= _UNBROKEN:
            found.append(line)
    return found


def _closed(sheet: Bytes, gap: int) -> Bytes:
    """``sheet`` with gaps of up to ``gap`` pixels in its rows filled."""
    import cv2

    return np.asarray(cv2.morphologyEx(sheet, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)), np.uint8)


def thickest(sheet: Bytes) -> int:
    """How long the columns of ink in a line across ``sheet`` may be, whatever the pen."""
    return sheet.shape[1] // _THICKEST + 1


def thin_ink(sheet: Bytes, limit: int) -> Bytes:
    """The ink of ``sheet`` in columns of at most ``limit`` pixels."""
    return sheet & ~_open_upright(sheet, limit + 1)


def shows_a_line(thin: Bytes) -> bool:
    """Whether ``thin`` ink goes on anywhere over half of the shortest line, as nearly level as a line is."""
    import cv2

    broad = cv2.dilate(thin, np.ones((7, 1), np.uint8))
    return bool(cv2.erode(broad, np.ones((1, SHORTEST // 2), np.uint8)).any())


def _line(x: NDArray[np.integer], y: NDArray[np.integer], thickness: float) -> StraightLine | None:
    """The straight line through the middles of the columns of a piece, if it is one."""
    start, end = int(x.min()), int(x.max()) + 1
    count = np.bincount(x - start)
    there = count > 0
    if np.count_nonzero(there) < max(SHORTEST, _SEEN * (end - start)):
        return None
    middle = np.bincount(x - start, y)[there] / count[there]
    along = np.flatnonzero(there) + start
    least = _OF_IT * along.size
    most = max(_STRAIGHT * thickness, 0.8)
    while True:
        slope, height = np.polyfit(along, middle, 1).tolist()
        off = np.abs(middle - slope * along - height)
        if abs(slope) <= _STEEPEST and float(np.sqrt(np.mean(off**2))) <= most:
            return StraightLine(slope, height, thickness, int(along[0]), int(along[-1]) + 1)
        on = off <= max(2 * median(off), most)  # without what merely touches the line
        if on.all() or np.count_nonzero(on) < least:
            return None
        along, middle = along[on], middle[on]


def _inked(sheet: Bytes, line: StraightLine) -> float:
    """How much of the way of ``line`` is ink."""
    x = np.arange(line.start, line.end)
    y = np.clip((line.slope * x + line.height + 0.5).astype(np.intp), 1, sheet.shape[0] - 2)
    return float((sheet[y - 1, x] | sheet[y, x] | sheet[y + 1, x]).mean())


def _open_upright(sheet: Bytes, length: int) -> Bytes:
    """What is left of ``sheet`` where columns of ink are at least ``length`` long."""
    import cv2

    column = np.ones((length, 1), np.uint8)
    anchor = (0, length // 2)  # what lies beyond the picture is paper: a line along its edge is thin as well
    left = cv2.erode(sheet, column, anchor=anchor, borderType=cv2.BORDER_CONSTANT, borderValue=(0,))
    return np.asarray(cv2.dilate(left, column, anchor=(0, (length - 1) // 2)), np.uint8)


def near(sheet: Bytes, lines: list[StraightLine]) -> Mask:
    """The pixels that are within reach of the line of any of the ``lines``."""
    found = np.zeros(sheet.shape, bool)
    x = np.arange(sheet.shape[1])
    for line in lines:
        middle, reach = line.slope * x + line.height, line.thickness / 2 + 1.5
        top, bottom = max(int(middle.min() - reach), 0), max(int(middle.max() + reach) + 2, 0)
        rows = np.arange(top, min(bottom, sheet.shape[0]))
        found[top:bottom] |= np.abs(rows[:, None] - middle) <= reach
    return found


def stretches(there: Mask) -> list[tuple[int, int]]:
    """Where ``there`` (n,) is true without a break: the first place of each stretch, and the first one behind it.

    >>> stretches(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(np.int8), [0]])))
    return [(a, b) for a, b in edges.reshape(-1, 2).tolist()]
