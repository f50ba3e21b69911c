"""Rules: the straight lines of writing paper, of checks, of forms and of frames, taken away without the digits.

1. Lines that run across, and upright ones, are found (:mod:`sutja.ink.straight_lines`).
2. A line is a rule if it is at least 20 times as long as it is thick, or if it runs from one rule to another, as the
   sides of a box do. An upright line where no rule runs across may be a 1: it is a rule only if it is 9/10 of the
   picture high, or if it is one of several that begin or end where all ink does and are no more than half as thick as
   the widest strokes, like the teeth of a comb. Lines of boxes are rules too (:mod:`sutja.ink.boxes`).
3. Paper has many rules, and some may be so pale that only dashes of them are ink. Where there are 3 of the same way, a
   straight way of their slope, at least 224 pixels long, of which 0.35 are thin ink, to within a pixel, is one more.
   (In a single row of boxes, it might be a 1.)
4. Along each rule, to both edges of the picture, ink within half its thickness + 1.5 pixels of its line is taken away
   where the column of ink is at most 1.6 times its thickness + 1: so strokes that cross it remain whole. Where a rule
   crosses an upright one, all ink within this reach of both is taken away.
"""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.boxes import between, boxes
from sutja.ink.straight_lines import (
    SHORTEST,
    StraightLine,
    near,
    pens_of,
    shows_a_line,
    straight_lines,
    stretches,
    thickest,
    thin_ink,
)

__all__ = ["Ruled", "remove_rules"]

_SLENDER = 20  # times as long as thick
_ALL = 0.9  # of the way from edge to edge
_MANY = 3  # rules: so many make it likely that there are paler ones
_PALE, _LONG = 0.35, 8 * SHORTEST  # of the way is ink, if that is so long
_PAPER = 2  # pixels around the ink

Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


class Ruled(NamedTuple):
    """``mask`` (H, W) without its rules, and the rules that run across and up."""

    mask: Mask
    across: list[StraightLine]
    upright: list[StraightLine]


def remove_rules(mask: Mask) -> Ruled:
    """Take the rules off the ink in ``mask`` (H, W)."""
    if max(mask.shape) <= SHORTEST:
        return Ruled(mask, [], [])
    left, top, right, bottom = _inked_part(mask)
    if max(right - left, bottom - top) < SHORTEST:
        return Ruled(mask, [], [])
    part = mask[top:bottom, left:right]
    sheet = part.astype(np.uint8)
    side = np.ascontiguousarray(sheet.T)
    if not any(shows_a_line(thin_ink(way, thickest(way))) for way in (sheet, side)):
        return Ruled(mask, [], [])
    pens = pens_of(part)
    across, upright = _choose(
        straight_lines(sheet, pens), straight_lines(side, pens), sheet, pens.widest, mask.shape[0]
    )
    if not across and not upright:
        return Ruled(mask, [], [])
    across, upright = across + _pale(sheet, across), upright + _pale(side, upright)
    taken = _taken(sheet, across) | _taken(side, upright).T | (near(sheet, across) & near(side, upright).T)
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
    across: list[StraightLine], upright: list[StraightLine], sheet: Bytes, widest: float, height: int
) -> tuple[list[StraightLine], list[StraightLine]]:
    """Those of the lines found on ``sheet`` that are rules.

    Args:
        widest: How wide the widest pen is.
        height: Of the whole picture.
    """
    level = [rule for rule in across if rule.slenderness >= _SLENDER]
    steep = [rule for rule in upright if rule.slenderness >= _SLENDER]
    if not level:
        teeth = [rule for rule in steep if _like_a_tooth(rule, sheet, widest)]
        comb = teeth if len(teeth) > 1 else []
        steep = [rule for rule in steep if rule.end - rule.start >= _ALL * height or rule in comb]
    steep += [rule for rule in upright if rule not in steep and between(rule, level)]
    level += [rule for rule in across if rule not in level and between(rule, steep)]
    tops, sides = boxes(sheet, across, upright)
    level += [rule for rule in tops if rule not in level]
    steep += [rule for rule in sides if rule not in steep]
    return level, steep


def _like_a_tooth(rule: StraightLine, sheet: Bytes, widest: float) -> bool:
    """Whether an upright line is, as in a comb, much thinner than the pen, and begins or ends where all ink does."""
    return rule.thickness <= widest / 2 and (rule.start <= _PAPER or rule.end >= sheet.shape[0] - _PAPER)


def _pale(sheet: Bytes, rules: list[StraightLine]) -> list[StraightLine]:
    """Lines of paper that has ``rules``, of which only parts are dark enough to be ink of ``sheet``."""
    import cv2

    if len(rules) < _MANY or sheet.shape[1] < _LONG:
        return []
    slope, thickness = median([rule.slope for rule in rules]), median([rule.thickness for rule in rules])
    thin = cv2.dilate(thin_ink(sheet, _limit(thickness)), np.ones((3, 1), np.uint8))
    y, x = np.nonzero(thin)
    height = np.rint(y - slope * x).astype(np.intp)
    first = int(height.min(initial=0))
    shares = np.bincount(height - first) / sheet.shape[1]
    found = [first + a + int(np.argmax(shares[a:b])) for a, b in stretches(shares >= _PALE)]
    new = [at for at in found if all(abs(rule.height - at) > 2 * thickness + 2 for rule in rules)]
    return [StraightLine(slope, float(at), thickness, 0, sheet.shape[1]) for at in new]


def _limit(thickness: float) -> int:
    """How long the columns of ink of a rule may be, if nothing crosses it."""
    return int(1.6 * thickness + 1)


def _taken(sheet: Bytes, rules: list[StraightLine]) -> Mask:
    """The pixels of ``sheet`` that belong to ``rules`` and to nothing else."""
    height, width = sheet.shape
    taken = np.zeros(sheet.shape, bool)
    x = np.arange(width)
    for rule in rules:
        line = rule.slope * x + rule.height
        reach = rule.thickness / 2 + 1.5
        limit = _limit(rule.thickness)
        top = max(int(line.min() - reach) - limit - 1, 0)
        bottom = min(int(line.max() + reach) + limit + 2, height)
        if top >= bottom:
            continue
        part = sheet[top:bottom]
        thin = thin_ink(part, limit)
        within = np.abs(np.arange(top, bottom)[:, None] - line) <= reach
        taken[top:bottom] |= within & (thin > 0)
    return taken
