"""Layout: which pieces of ink are parts of digits, and in which line and order they stand.

**Frames.** A piece in whose box lie the middles of two others 0.2 to 0.7 times as high as it, or of four at least 0.05
times as high and 12 pixels, is a frame, a table, or a ring drawn around a number, and no digit. Of many pieces, only
the 50 largest are looked at.

**Size.** The digits are H high: the median of the other pieces' heights, each weighted by its ink, so that dust and
small print count little. A piece higher than 2.5 H, or one that encloses others in a box twice as wide and 1.2 times as
high as H, is no digit either.

**Lines.** Pieces at least 0.55 H high are *tall*. Two of them stand in one line if the shorter overlaps the other over
half of its height or more and no more than 4 H lie between them. Lines are read from top to bottom, the pieces of a
line from left to right by their middles.

**Small pieces** belong to the nearest tall piece if they lie at most 0.12 H outside its sides and 0.3 H above it or
within its height, and stick out by no more than 0.24 H or 0.6 of their width, as the rest of a broken stroke does,
unless they lie above it and are wider. The bar of a 5, to the right in the upper 0.4 of the piece, may stick out by 0.8
H. Two others of at least 0.22 H, alone within 0.6 H, are a digit if they lie no farther from each other than this, are
0.7 H high and at most 1.4 H wide together, and one of them is 0.3 H high. Those shorter than 0.1 H, and all others, are
dots, commas, minus signs, small print or dust, and are not read.

**Other sizes.** A page may have lines of digits that are larger or smaller. What was left over, at least 0.4 H high and
beside none of the lines, is looked at once more in the same way, with an H of its own.

Where there are more than 3,000 tall pieces, or small ones, it is a texture and no writing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Layout", "around", "find_lines", "typical_height"]

_TALL = 0.55
_HIGHEST = 2.5
_OVERLAP = 0.5
_FARTHEST = 4.0
_BESIDE, _ABOVE = 0.12, 0.3
_BAR, _BAR_UP = 0.8, 0.4
_SPECK = 0.1
_MARK = 0.22
_AROUND = 0.6
_WHOLE, _HALF, _WIDEST = 0.7, 0.3, 1.4
_ENCLOSED, _SMALL, _SEEN = (0.2, 0.7), 0.05, 12
_FRAMES = 50
_OTHER_SIZE = 0.4
_MOST = 3000  # pieces; each is compared with each other

Boxes = NDArray[np.int64]  # (n, 4): left, top, right, bottom
Amounts = NDArray[np.floating]


class Layout(NamedTuple):
    """Where the pieces stand.

    Attributes:
        height: H, pixels.
        lines: For each line the indices of its tall pieces, from left to right.
        owner: (n,) for each piece the index of the tall piece that it belongs to, itself if it is tall, -1 for none.
    """

    height: float
    lines: list[list[int]]
    owner: NDArray[np.int64]


def typical_height(boxes: Boxes, amounts: Amounts) -> float:
    """H: the median height of ``boxes``, weighted by ``amounts`` of ink (n,)."""
    heights = (boxes[:, 3] - boxes[:, 1]).astype(np.float64)
    order = np.argsort(heights, kind="stable")
    weight = np.cumsum(amounts[order])
    return float(heights[order][np.searchsorted(weight, weight[-1] / 2)])


def find_lines(boxes: Boxes, amounts: Amounts) -> Layout:
    """The lines of the pieces with ``boxes`` (n, 4) and ``amounts`` of ink (n,); n >= 1."""
    whole = ~_frames(boxes)
    if not whole.any():
        whole[:] = True
    layout = _lines_of_a_size(boxes, amounts, whole)
    rest = whole & _left_over(boxes, layout)
    if np.count_nonzero(rest) > 1:
        others = _lines_of_a_size(boxes, amounts, rest)
        owner = np.where(others.owner >= 0, others.owner, layout.owner)
        layout = Layout(layout.height, _ordered([*layout.lines, *others.lines], boxes), owner)
    return layout


def _frames(boxes: Boxes) -> NDArray[np.bool_]:
    """Which pieces have others inside them."""
    left, top, right, bottom = boxes.T
    high, x, y = bottom - top, (left + right) / 2, (top + bottom) / 2
    found = np.zeros(len(boxes), bool)
    least, most = _ENCLOSED
    for i in np.argsort(-high * (right - left), kind="stable")[:_FRAMES].tolist():
        inside = (x > left[i]) & (x < right[i]) & (y > top[i]) & (y < bottom[i]) & (high <= most * high[i])
        few = np.count_nonzero(inside & (high >= least * high[i]))
        many = np.count_nonzero(inside & (high >= max(_SMALL * high[i], _SEEN)))
        found[i] = few >= 2 or many >= 4
    return found


def _left_over(boxes: Boxes, layout: Layout) -> NDArray[np.bool_]:
    """Which pieces belong to no digit and stand beside none of the lines."""
    left, top, right, bottom = boxes.T
    rest = (layout.owner < 0) & (bottom - top >= _OTHER_SIZE * layout.height)
    for line in layout.lines:
        around_line = boxes[line]
        above, below = around_line[:, 1].min(), around_line[:, 3].max()
        apart = np.maximum(around_line[:, 0].min() - right, left - around_line[:, 2].max())
        rest &= ~((np.minimum(bottom, below) > np.maximum(top, above)) & (apart <= _FARTHEST * layout.height))
    return rest


def _lines_of_a_size(boxes: Boxes, amounts: Amounts, among: NDArray[np.bool_]) -> Layout:
    """The lines of the pieces ``among`` them, which are about as high as each other."""
    height = typical_height(boxes[among], amounts[among])
    usable = among & ~_no_digit(boxes, height)
    if usable.any():
        height = typical_height(boxes[usable], amounts[usable])
        usable = among & ~_no_digit(boxes, height)
    tall = usable & (boxes[:, 3] - boxes[:, 1] >= _TALL * height)
    if max(np.count_nonzero(tall), np.count_nonzero(usable & ~tall)) > _MOST:
        return Layout(height, [], np.full(len(boxes), -1))
    owner = np.where(tall, np.arange(len(boxes)), -1)
    for i in np.flatnonzero(usable & ~tall).tolist():
        owner[i] = _nearest_tall(boxes, i, np.flatnonzero(tall), height)
    boxes = boxes.copy()
    for i, j in _halves(boxes, np.flatnonzero(usable & (owner < 0)), height):
        owner[[i, j]] = i
        boxes[i] = around(boxes[i], boxes[j])
        tall[i] = True
    return Layout(height, _chain(boxes, np.flatnonzero(tall), height), owner)


def _halves(boxes: Boxes, small: NDArray[np.int64], height: float) -> list[tuple[int, int]]:
    """The pairs of ``small`` pieces that are a digit together, the higher one first."""
    sides = (boxes[small, 2:] - boxes[small, :2]).max(axis=1, initial=0)
    small = small[sides >= _MARK * height]
    left, top, right, bottom = boxes[small].T
    aside = np.maximum(left[:, None], left) - np.minimum(right[:, None], right)
    apart = np.maximum(top[:, None], top) - np.minimum(bottom[:, None], bottom)
    wide = np.maximum(right[:, None], right) - np.minimum(left[:, None], left)
    high = np.maximum(bottom[:, None], bottom) - np.minimum(top[:, None], top)
    near = (aside <= _AROUND * height) & (apart <= _AROUND * height)
    alone = near.sum(axis=1) == 2  # itself and one other: small print has more
    fits = (
        (aside <= _BESIDE * height)
        & (apart <= _ABOVE * height)
        & (wide <= _WIDEST * height)
        & (high >= _WHOLE * height)
    )
    found = []
    for i, j in np.argwhere(np.triu(fits & alone & alone[:, None], 1)).tolist():
        first, second = sorted((i, j), key=lambda k: top[k] - bottom[k])
        if bottom[first] - top[first] >= _HALF * height:
            found.append((int(small[first]), int(small[second])))
    return found


def around(box: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """The box around two boxes."""
    return np.concatenate([np.minimum(box[:2], other[:2]), np.maximum(box[2:], other[2:])])


def _no_digit(boxes: Boxes, height: float) -> NDArray[np.bool_]:
    """Which pieces are too high, or frames around others."""
    left, top, right, bottom = boxes.T
    found = bottom - top > _HIGHEST * height
    framing = np.flatnonzero((right - left > 2 * height) & (bottom - top > 1.2 * height))
    x, y = (left + right) / 2, (top + bottom) / 2
    high = bottom - top >= _TALL * height
    for i in framing.tolist():
        within = (x > left[i]) & (x < right[i]) & (y > top[i]) & (y < bottom[i]) & high
        found[i] |= np.count_nonzero(within) >= 3  # itself and two others
    return found


def _chain(boxes: Boxes, tall: NDArray[np.int64], height: float) -> list[list[int]]:
    """The ``tall`` pieces as lines."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if tall.size == 0:
        return []
    left, top, right, bottom = boxes[tall].T
    overlap = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    shorter = np.minimum(bottom - top, (bottom - top)[:, None])
    apart = np.maximum(left[:, None], left) - np.minimum(right[:, None], right)
    joined = (overlap >= _OVERLAP * shorter) & (apart <= _FARTHEST * height)
    count, line = connected_components(coo_array(joined), directed=False)
    middle = (left + right) / 2
    lines = []
    for i in range(count):
        members = np.flatnonzero(line == i)
        lines.append(tall[members[np.argsort(middle[members], kind="stable")]].tolist())
    return _ordered(lines, boxes)


def _ordered(lines: list[list[int]], boxes: Boxes) -> list[list[int]]:
    """The ``lines`` from top to bottom."""
    return sorted(lines, key=lambda line: (float(np.median(boxes[line, 3])), float(boxes[line, 0].min())))


def _nearest_tall(boxes: Boxes, i: int, tall: NDArray[np.int64], height: float) -> int:
    """The tall piece that the small piece ``i`` is a part of, or -1."""
    if tall.size == 0:
        return -1
    left, top, right, bottom = boxes[i].tolist()
    if max(bottom - top, right - left) < _SPECK * height:
        return -1
    lefts, tops, rights, bottoms = boxes[tall].T
    outside = np.maximum(0, np.maximum(lefts - right, left - rights))
    sticking = np.maximum(lefts - left, 0) + np.maximum(right - rights, 0)
    most = np.full(tall.size, max(0.6 * (right - left), 2 * _BESIDE * height))
    most[(right > rights) & (bottom <= tops + _BAR_UP * (bottoms - tops))] = _BAR * height
    beside = (outside <= _BESIDE * height) & (sticking <= most)
    above = (bottom >= tops - _ABOVE * height) & ((top + bottom) / 2 <= bottoms)
    low = ((top + bottom) / 2 > bottoms - 0.25 * height) & (outside > 0)  # a dot or a comma after the digit
    label = (bottom < tops) & (right - left > rights - lefts)  # print above a box, not the bar of a 5
    fits = np.flatnonzero(beside & above & ~low & ~label)
    if fits.size == 0:
        return -1
    return int(tall[fits[np.argmin((outside + sticking)[fits])]])
