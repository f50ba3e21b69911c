"""Rules: the straight lines of writing paper, of checks, of forms and of frames, taken away without the digits.

1. Lines that run across, and upright ones, are found (:mod:`sutja.ink.straight_lines`).
2. A line is a rule if it is at least 20 times as long as it is thick, or if it runs from one rule to another, as the
   sides of a box do. An upright line where no rule runs across may be a 1: it is a rule only if it is 9/10 of the
   picture high, or if it begins or ends where all ink does and is no more than half as thick as the widest strokes.
   Lines that all end on one another are rules if there is other ink between them: they are boxes.
   So are upright lines that run from the height of one of their sides to that of another over 0.7 of their length.
3. Along each rule, to both edges of the picture, ink within half its thickness + 1.5 pixels of its line is taken away
   where the column of ink is at most 1.6 times its thickness + 1: so strokes that cross it remain whole. Where a rule
   crosses an upright one, all ink within this reach of both is taken away.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.straight_lines import (
    SHORTEST,
    StraightLine,
    pens_of,
    shows_a_line,
    straight_lines,
    thickest,
    thin_ink,
)

__all__ = ["Ruled", "remove_rules"]

_SLENDER = 20  # times as long as thick
_ALL = 0.9  # of the way from edge to edge
_PAPER = 2  # pixels around the ink
_FAR = 10**6  # pixels
_FROM_TO = 0.7  # of the way of a line, from one side of a box to the other

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


def _of_a_comb(rule: StraightLine, sheet: Bytes, widest: float) -> bool:
    """Whether an upright line is so much thinner than the pen, and begins or ends where all ink does."""
    return rule.thickness <= widest / 2 and (rule.start <= _PAPER or rule.end >= sheet.shape[0] - _PAPER)


def _boxes(across: list[StraightLine], upright: list[StraightLine]) -> tuple[list[StraightLine], list[StraightLine]]:
    """Those lines that both end on lines of the other kind, which do so too."""
    while True:
        tops = [rule for rule in across if _between(rule, upright)]
        sides = [rule for rule in upright if _between(rule, tops)]
        if len(tops) == len(across) and len(sides) == len(upright):
            return tops, sides
        across, upright = tops, sides


def _holds_ink(sheet: Bytes, tops: list[StraightLine], sides: list[StraightLine]) -> bool:
    """Whether anything is written in boxes of these lines, which might be a 0 or an 8 otherwise."""
    lines = _near(sheet, tops) | _near(np.ascontiguousarray(sheet.T), sides).T
    left, right = min(rule.start for rule in tops), max(rule.end for rule in tops)
    top, bottom = min(rule.start for rule in sides), max(rule.end for rule in sides)
    within = (slice(top, bottom), slice(left, right))
    return bool(np.count_nonzero(sheet[within] & ~lines[within]) > SHORTEST)


def _between(rule: StraightLine, others: list[StraightLine]) -> bool:
    """Whether ``rule`` runs from one to another of ``others``, which run the other way."""
    return all(any(_meets(rule, end, other) for other in others) for end in (rule.start, rule.end))


def _spans(rule: StraightLine, others: list[StraightLine]) -> bool:
    """Whether ``rule`` runs from one to another of ``others`` and not much farther."""
    met = [
        other.height + other.slope * rule.height
        for other in others
        if any(_meets(rule, end, other) for end in (rule.start, rule.end))
        or rule.start < other.height + other.slope * rule.height < rule.end
    ]
    return bool(met) and max(met) - min(met) >= _FROM_TO * (rule.end - rule.start)


def _meets(rule: StraightLine, end: int, other: StraightLine) -> bool:
    """Whether ``rule`` ends on ``other`` at ``end``, to within a few pixels."""
    near = 2 * max(rule.thickness, other.thickness) + 3
    at = rule.slope * end + rule.height
    return other.start - near <= at <= other.end + near and abs(other.slope * at + other.height - end) <= near


def _taken(sheet: Bytes, rules: list[StraightLine]) -> Mask:
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
        thin = thin_ink(part, limit)
        near = np.abs(np.arange(top, bottom)[:, None] - line) <= reach
        taken[top:bottom] |= near & (thin > 0)
    return taken


def _near(sheet: Bytes, rules: list[StraightLine]) -> Mask:
    """The pixels that are within reach of the line of any of the ``rules``."""
    near = np.zeros(sheet.shape, bool)
    x = np.arange(sheet.shape[1])
    for rule in rules:
        line, reach = rule.slope * x + rule.height, rule.thickness / 2 + 1.5
        top, bottom = max(int(line.min() - reach), 0), max(int(line.max() + reach) + 2, 0)
        rows = np.arange(top, min(bottom, sheet.shape[0]))
        near[top:bottom] |= np.abs(rows[:, None] - line) <= reach
    return near
