"""Rules: the straight lines of writing paper, of checks, of forms and of frames, taken away without the digits.

A rule is thin and long and straight; what is written is none of these for long. Rules that run across are found in
these steps, and upright ones in the same way with the picture turned on its side.

1. The pen is w wide: twice the median of the distance to the nearest paper, over the middles of all strokes. Ink in
   columns of at most 1.2 w + 1 pixels, or a tenth of the width of all ink and 1, is *thin*. Where writing crosses a
   rule, it is not; gaps of up to 3 w in a row are closed, or twice the width of the *widest* strokes (the 95th
   percentile). Where no thin ink goes on over 14 columns, to 3 pixels up and down, there is no rule, and no more is
   done.
2. A connected piece of that is a line if it is 28 pixels long or more, at least 8 times as long as it is thick (for
   thickness, its area is divided by its length), no steeper than 1 in 4, if its middle leaves its straight line by no
   more than half of its thickness or 0.8 pixels (root mean square), and if 9/10 of its way are ink. A fifth of its
   columns, those farthest from the line, may be something else that touches it.
3. A line is a rule if it is at least 20 times as long as it is thick, or if it runs from one rule to another, as the
   sides of a box do. An upright line where no rule runs across may be a 1: it is a rule only if it is 9/10 of the
   picture high, or if it begins or ends where all ink does and is no more than half as thick as the widest strokes.
   Lines that all end on one another are rules if there is other ink between them: they are boxes.
   So are upright lines that run from the height of one of their sides to that of another over 0.7 of their length.
4. Along each rule, to both edges of the picture, ink within half its thickness + 1.5 pixels of its line is taken away
   where the column of ink is at most 1.6 times its thickness + 1: so strokes that cross it remain whole. Where a rule
   crosses an upright one, all ink within this reach of both is taken away.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.threshold import median, percentile

__all__ = ["Rule", "Ruled", "pen_width", "remove_rules"]

_SHORTEST = 28  # pixels
_SLENDER, _STUBBY = 20, 8  # times as long as thick
_THICKEST = 10  # no column of a rule is thicker than this part of the width of all ink
_STEEPEST = 0.25
_STRAIGHT = 0.5  # of the thickness
_UNBROKEN = 0.9  # of its way
_OF_IT = 0.8  # of the columns of a piece
_SEEN = 0.35  # of its way, not crossed by writing
_ALL = 0.9  # of the way from edge to edge
_PAPER = 2  # pixels around the ink
_FAR = 10**6  # pixels
_FROM_TO = 0.7  # of the way of a line, from one side of a box to the other

Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


class Rule(NamedTuple):
    """A line y = ``slope`` x + ``height``, found from ``start`` to ``end``; for an upright one, x and y are swapped."""

    slope: float
    height: float
    thickness: float
    start: int
    end: int

    def moved(self, along: int, aside: int) -> Rule:
        """The same rule, ``along`` pixels farther on its way and ``aside`` to the side."""
        height = self.height - self.slope * along + aside
        return self._replace(height=height, start=self.start + along, end=self.end + along)

    @property
    def slenderness(self) -> float:
        """How many times as long as thick."""
        return (self.end - self.start) / self.thickness


class Ruled(NamedTuple):
    """``mask`` (H, W) without its rules, and the rules that run across and up."""

    mask: Mask
    across: list[Rule]
    upright: list[Rule]


def remove_rules(mask: Mask) -> Ruled:
    """Take the rules off the ink in ``mask`` (H, W)."""
    if max(mask.shape) <= _SHORTEST:
        return Ruled(mask, [], [])
    left, top, right, bottom = _inked_part(mask)
    if max(right - left, bottom - top) < _SHORTEST:
        return Ruled(mask, [], [])
    part = mask[top:bottom, left:right]
    sheet = part.astype(np.uint8)
    side = np.ascontiguousarray(sheet.T)
    if not any(_shows_a_line(_thin(way, _thickest(way))) for way in (sheet, side)):
        return Ruled(mask, [], [])
    pens = _pens(part)
    across, upright = _choose(_rules(sheet, pens), _rules(side, pens), sheet, pens.widest, mask.shape[0])
    if not across and not upright:
        return Ruled(mask, [], [])
    taken = _taken(sheet, across) | _taken(side, upright).T | (_near(sheet, across) & _near(side, upright).T)
    if not (part & ~taken).any():
        return Ruled(mask, [], [])
    without = mask.copy()
    without[top:bottom, left:right] &= ~taken
    across, upright = [rule.moved(left, top) for rule in across], [rule.moved(top, left) for rule in upright]
    return Ruled(without, across, upright)


def _inked_part(mask: Mask) -> tuple[int, int, int, int]:
    """The box (left, top, right, bottom) around all ink, with some paper around it where there is any."""
    import cv2

    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    right, bottom = min(left + width + _PAPER, mask.shape[1]), min(top + height + _PAPER, mask.shape[0])
    return max(left - _PAPER, 0), max(top - _PAPER, 0), right, bottom


def _choose(
    across: list[Rule], upright: list[Rule], sheet: Bytes, widest: float, height: int
) -> tuple[list[Rule], list[Rule]]:
    """Those of the lines found on ``sheet`` that are rules.

    Args:
        widest: How wide the widest pen is.
        height: Of the whole picture.
    """
    level = [rule for rule in across if rule.slenderness >= _SLENDER]
    steep = [rule for rule in upright if rule.slenderness >= _SLENDER]
    if not level:
        steep = [rule for rule in steep if rule.end - rule.start >= _ALL * height or _of_a_comb(rule, sheet, widest)]
    steep += [rule for rule in upright if rule not in steep and _between(rule, level)]
    level += [rule for rule in across if rule not in level and _between(rule, steep)]
    tops, sides = _boxes(across, upright)
    if tops and _holds_ink(sheet, tops, sides):
        endless = [rule._replace(start=-_FAR, end=_FAR) for rule in tops]
        sides += [rule for rule in upright if rule not in sides and _spans(rule, endless)]
        level += [rule for rule in tops if rule not in level]
        steep += [rule for rule in sides if rule not in steep]
    return level, steep


def _of_a_comb(rule: Rule, sheet: Bytes, widest: float) -> bool:
    """Whether an upright line is so much thinner than the pen, and begins or ends where all ink does."""
    return rule.thickness <= widest / 2 and (rule.start <= _PAPER or rule.end >= sheet.shape[0] - _PAPER)


def _boxes(across: list[Rule], upright: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Those lines that both end on lines of the other kind, which do so too."""
    while True:
        tops = [rule for rule in across if _between(rule, upright)]
        sides = [rule for rule in upright if _between(rule, tops)]
        if len(tops) == len(across) and len(sides) == len(upright):
            return tops, sides
        across, upright = tops, sides


def _holds_ink(sheet: Bytes, tops: list[Rule], sides: list[Rule]) -> bool:
    """Whether anything is written in boxes of these lines, which might be a 0 or an 8 otherwise."""
    lines = _near(sheet, tops) | _near(np.ascontiguousarray(sheet.T), sides).T
    left, right = min(rule.start for rule in tops), max(rule.end for rule in tops)
    top, bottom = min(rule.start for rule in sides), max(rule.end for rule in sides)
    within = (slice(top, bottom), slice(left, right))
    return bool(np.count_nonzero(sheet[within] & ~lines[within]) > _SHORTEST)


def _between(rule: Rule, others: list[Rule]) -> bool:
    """Whether ``rule`` runs from one to another of ``others``, which run the other way."""
    return all(any(_meets(rule, end, other) for other in others) for end in (rule.start, rule.end))


def _spans(rule: Rule, others: list[Rule]) -> bool:
    """Whether ``rule`` runs from one to another of ``others`` and not much farther."""
    met = [
        other.height + other.slope * rule.height
        for other in others
        if any(_meets(rule, end, other) for end in (rule.start, rule.end))
        or rule.start < other.height + other.slope * rule.height < rule.end
    ]
    return bool(met) and max(met) - min(met) >= _FROM_TO * (rule.end - rule.start)


def _meets(rule: Rule, end: int, other: Rule) -> bool:
    """Whether ``rule`` ends on ``other`` at ``end``, to within a few pixels."""
    near = 2 * max(rule.thickness, other.thickness) + 3
    at = rule.slope * end + rule.height
    return other.start - near <= at <= other.end + near and abs(other.slope * at + other.height - end) <= near


def pen_width(mask: Mask) -> float:
    """How wide the strokes are."""
    return _pens(mask).usual


class _Pens(NamedTuple):
    """How wide strokes are: half of them at most ``usual``, 95 % at most ``widest``."""

    usual: float
    widest: float


def _pens(mask: Mask) -> _Pens:
    import cv2

    sheet = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    within = np.asarray(cv2.distanceTransform(sheet, cv2.DIST_L2, 3), np.float32)
    middle = (within >= cv2.dilate(within, np.ones((3, 3), np.uint8))) & (within > 0)
    return _Pens(2 * median(within[middle]), 2 * percentile(within[middle], 0.95))


def _rules(sheet: Bytes, pens: _Pens) -> list[Rule]:
    """The rules that run across ``sheet``."""
    import cv2

    limit = min(int(1.2 * pens.usual + 1), _thickest(sheet))
    thin = _thin(sheet, limit)
    if not _shows_a_line(thin):
        return []
    gap = int(max(3 * pens.usual, 2 * pens.widest)) | 1
    joined = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(joined, 8, cv2.CV_32S, cv2.CCL_BBDT)
    found = []
    for i in range(1, count):
        left, top, width, height, _area = stats[i].tolist()
        if width < _SHORTEST or height > _STEEPEST * width + 2 * limit:
            continue
        part = (slice(top, top + height), slice(left, left + width))
        rows, columns = np.nonzero((labels[part] == i) & (thin[part] > 0))
        if columns.size == 0 or columns.size * _STUBBY > width**2:
            continue
        rule = _line(columns + left, rows + top, columns.size / width)
        if rule is not None and _inked(sheet, rule) >= _UNBROKEN:
            found.append(rule)
    return found


def _thickest(sheet: Bytes) -> int:
    """How long the columns of ink in a rule across ``sheet`` may be, whatever the pen."""
    return sheet.shape[1] // _THICKEST + 1


def _thin(sheet: Bytes, limit: int) -> Bytes:
    """The ink of ``sheet`` in columns of at most ``limit`` pixels."""
    return sheet & ~_open_upright(sheet, limit + 1)


def _shows_a_line(thin: Bytes) -> bool:
    """Whether ``thin`` ink goes on anywhere over half of the shortest line, as nearly level as a rule is."""
    import cv2

    broad = cv2.dilate(thin, np.ones((7, 1), np.uint8))
    return bool(cv2.erode(broad, np.ones((1, _SHORTEST // 2), np.uint8)).any())


def _line(x: NDArray[np.integer], y: NDArray[np.integer], thickness: float) -> Rule | None:
    """The straight line through the middles of the columns of a piece, if it is one."""
    start, end = int(x.min()), int(x.max()) + 1
    count = np.bincount(x - start)
    there = count > 0
    if np.count_nonzero(there) < max(_SHORTEST, _SEEN * (end - start)):
        return None
    middle = np.bincount(x - start, y)[there] / count[there]
    along = np.flatnonzero(there) + start
    least = _OF_IT * along.size
    most = max(_STRAIGHT * thickness, 0.8)
    while True:
        slope, height = np.polyfit(along, middle, 1).tolist()
        off = np.abs(middle - slope * along - height)
        if abs(slope) <= _STEEPEST and float(np.sqrt(np.mean(off**2))) <= most:
            return Rule(slope, height, thickness, int(along[0]), int(along[-1]) + 1)
        on = off <= max(2 * median(off), most)  # without what merely touches the line
        if on.all() or np.count_nonzero(on) < least:
            return None
        along, middle = along[on], middle[on]


def _inked(sheet: Bytes, rule: Rule) -> float:
    """How much of the way of ``rule`` is ink."""
    x = np.arange(rule.start, rule.end)
    y = np.clip((rule.slope * x + rule.height + 0.5).astype(np.intp), 1, sheet.shape[0] - 2)
    return float((sheet[y - 1, x] | sheet[y, x] | sheet[y + 1, x]).mean())


def _taken(sheet: Bytes, rules: list[Rule]) -> Mask:
    """The pixels of ``sheet`` that belong to ``rules`` and to nothing else."""
    height, width = sheet.shape
    taken = np.zeros(sheet.shape, bool)
    x = np.arange(width)
    for rule in rules:
        line = rule.slope * x + rule.height
        reach = rule.thickness / 2 + 1.5
        limit = int(1.6 * rule.thickness + 1)
        top = max(int(line.min() - reach) - limit - 1, 0)
        bottom = min(int(line.max() + reach) + limit + 2, height)
        if top >= bottom:
            continue
        part = sheet[top:bottom]
        thin = _thin(part, limit)
        near = np.abs(np.arange(top, bottom)[:, None] - line) <= reach
        taken[top:bottom] |= near & (thin > 0)
    return taken


def _near(sheet: Bytes, rules: list[Rule]) -> Mask:
    """The pixels that are within reach of the line of any of the ``rules``."""
    near = np.zeros(sheet.shape, bool)
    x = np.arange(sheet.shape[1])
    for rule in rules:
        line, reach = rule.slope * x + rule.height, rule.thickness / 2 + 1.5
        top, bottom = max(int(line.min() - reach), 0), max(int(line.max() + reach) + 2, 0)
        rows = np.arange(top, min(bottom, sheet.shape[0]))
        near[top:bottom] |= np.abs(rows[:, None] - line) <= reach
    return near


def _open_upright(sheet: Bytes, length: int) -> Bytes:
    """What is left of ``sheet`` where columns of ink are at least ``length`` long."""
    import cv2

    column = np.ones((length, 1), np.uint8)
    left = cv2.erode(sheet, column, anchor=(0, length // 2))
    return np.asarray(cv2.dilate(left, column, anchor=(0, (length - 1) // 2)), np.uint8)
