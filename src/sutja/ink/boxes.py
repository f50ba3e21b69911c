"""Boxes: which lines are the sides of a form's boxes, whatever is written in them.

A line that ends on lines of the other kind on both of its ends belongs to a box, if those do so too; so does an upright
one that runs from the height of one of their tops to that of another over 0.7 of its length.

Writing that touches a side for long hides it: it is no thin line any more, and the box would fall apart. So the sides
between two lines across of about the same start and end, a *top* and a *bottom*, are looked for once more:

    from each point of the top, a straight way leads down to the bottom, which leans as the sides that were found do;
    where 9/10 of it are ink, to within a pixel, there is a side.

If there is one at both ends, the two lines and all sides between them are a row of boxes. All this only if there is
other ink within: straight lines alone may be a 0 or an 8.
"""

from __future__ import annotations

from statistics import median

import numpy as np
from numpy.typing import NDArray

from sutja.ink.straight_lines import SHORTEST, StraightLine, near, stretches

__all__ = ["between", "boxes"]

_INKED = 0.9  # of the way of a side
_FROM_TO = 0.7  # of the way of a line, from one side of a box to the other
_TOUCHING = 3  # pixels; a 1 in a box ends farther from its top, however thick the pen
_FAR = 10**6  # pixels

Bytes = NDArray[np.uint8]
Lines = list[StraightLine]


def boxes(sheet: Bytes, across: Lines, upright: Lines) -> tuple[Lines, Lines]:
    """Of the lines found on ``sheet``, those of boxes with ink in them: their tops and bottoms, and their sides."""
    tops, sides = _closed(across, upright)
    if tops and _hold_ink(sheet, tops, sides):
        endless = [line._replace(start=-_FAR, end=_FAR) for line in tops]
        sides += [line for line in upright if line not in sides and _spans(line, endless)]
    else:
        tops, sides = [], []
    for top, bottom in _stacked(across):
        hidden = _hidden_sides(sheet, top, bottom, upright)
        if hidden and _hold_ink(sheet, [top, bottom], hidden):
            tops += [line for line in (top, bottom) if line not in tops]
            sides += [line for line in hidden if not any(_same(line, side) for side in sides)]
    return tops, sides


def between(line: StraightLine, others: Lines) -> bool:
    """Whether ``line`` runs from one to another of ``others``, which run the other way."""
    return all(any(_meets(line, end, other) for other in others) for end in (line.start, line.end))


def _closed(across: Lines, upright: Lines) -> tuple[Lines, Lines]:
    """Those lines that both end on lines of the other kind, which do so too."""
    while True:
        tops = [line for line in across if between(line, upright)]
        sides = [line for line in upright if between(line, tops)]
        if len(tops) == len(across) and len(sides) == len(upright):
            return tops, sides
        across, upright = tops, sides


def _stacked(across: Lines) -> list[tuple[StraightLine, StraightLine]]:
    """Each line with the next below it that begins and ends about where it does."""
    ordered = sorted(across, key=_middle)
    found = []
    for number, top in enumerate(ordered):
        for bottom in ordered[number + 1 :]:
            near_by = 2 * _reach(top, bottom)
            if abs(top.start - bottom.start) <= near_by and abs(top.end - bottom.end) <= near_by:
                found.append((top, bottom))
                break
    return found


def _hidden_sides(sheet: Bytes, top: StraightLine, bottom: StraightLine, upright: Lines) -> Lines:
    """The sides from ``top`` to ``bottom``, as ink on straight ways; none if one of the two at the ends is not.

    The ways lean as the lines that are ``upright`` do in the median; without any, they stand straight on the top.
    """
    reach = round(_reach(top, bottom))
    slope = median([line.slope for line in upright if _spans(line, [top, bottom])] or [-top.slope])
    height, width = sheet.shape
    first, last = min(top.start, bottom.start) - reach, max(top.end, bottom.end) + reach
    start = np.arange(first, last)  # at the top
    y0, y1 = (line.slope * start + line.height for line in (top, bottom))
    down = np.arange(max(round(float(np.mean(y1 - y0))), 2))[:, None]
    y = np.rint(y0 + down * (y1 - y0) / len(down)).astype(np.intp)
    x = np.rint(start + slope * down).astype(np.intp)
    there = (x >= 1) & (x < width - 1) & (y >= 0) & (y < height)
    x, y = np.where(there, x, 1), np.where(there, y, 0)
    inked = ((sheet[y, x - 1] | sheet[y, x] | sheet[y, x + 1]) * there).mean(axis=0) >= _INKED
    thickest = 2 * max(top.thickness, bottom.thickness) + 3
    sides = [(a, b) for a, b in stretches(inked) if b - a <= thickest]
    if not sides or sides[0][0] > 3 * reach or sides[-1][1] < len(start) - 3 * reach:
        return []
    return [_side(x[:, (a + b - 1) // 2], y[:, (a + b - 1) // 2], max(b - a - 2.0, 1.0)) for a, b in sides]


def _side(x: NDArray[np.intp], y: NDArray[np.intp], thickness: float) -> StraightLine:
    """The upright line through these points, one below the other."""
    start, end = int(y[0]), int(y[-1]) + 1
    slope = float(x[-1] - x[0]) / max(end - 1 - start, 1)
    return StraightLine(slope, float(x[0]) - slope * start, thickness, start, end)


def _same(line: StraightLine, other: StraightLine) -> bool:
    """Whether they lie on each other."""
    at = (line.start + line.end) / 2
    apart = abs((line.slope - other.slope) * at + line.height - other.height)
    return other.start <= at <= other.end and apart <= max(line.thickness, other.thickness)


def _middle(line: StraightLine) -> float:
    return line.slope * (line.start + line.end) / 2 + line.height


def _spans(line: StraightLine, others: Lines) -> bool:
    """Whether ``line`` runs from one to another of ``others`` and not much farther."""
    met = [
        other.height + other.slope * line.height
        for other in others
        if any(_meets(line, end, other) for end in (line.start, line.end))
        or line.start < other.height + other.slope * line.height < line.end
    ]
    return bool(met) and max(met) - min(met) >= _FROM_TO * (line.end - line.start)


def _meets(line: StraightLine, end: int, other: StraightLine) -> bool:
    """Whether ``line`` ends on ``other`` at ``end``, to within a few pixels."""
    at = line.slope * end + line.height
    aside = _reach(line, other)
    beside = other.start - aside <= at <= other.end + aside
    return beside and abs(other.slope * at + other.height - end) <= other.thickness / 2 + _TOUCHING


def _reach(line: StraightLine, other: StraightLine) -> float:
    """How near two lines must come to each other to be one."""
    return 2 * max(line.thickness, other.thickness) + 3


def _hold_ink(sheet: Bytes, tops: Lines, sides: Lines) -> bool:
    """Whether anything is written in boxes of these lines, which might be a 0 or an 8 otherwise."""
    lines = near(sheet, tops) | near(np.ascontiguousarray(sheet.T), sides).T
    left, right = min(line.start for line in tops), max(line.end for line in tops)
    top, bottom = min(line.start for line in sides), max(line.end for line in sides)
    within = (slice(max(top, 0), bottom), slice(max(left, 0), right))
    return bool(np.count_nonzero(sheet[within] & ~lines[within]) > SHORTEST)
