"""The desk: what a photograph shows around the sheet of paper, or the wall around a board.

It is another surface, so nothing that is said of paper holds there: its edge would be taken for a stroke, and it would
outvote the paper in what is dark and what is light. So it is painted over with the paper beside it.

A copy of at most 256 pixels is parted by Otsu's threshold. The *sheet* is the largest connected part of one of the two
classes, opened by a square of 5 pixels, with the holes that writing makes in it and, by a closing with a square of 1/6
of the copy, the notches that it makes in the edge, if

- it covers 0.2 to 0.995 of the picture, no more than 0.15 of it are holes, and at most 0.8 of the picture's edge is
  sheet: a stroke that the edge cuts takes less of it than a desk;
- its outline is that of a sheet: it fills 0.93 of its convex hull and 0.8 of the smallest rectangle around it, however
  that is turned;
- something is written on it: somewhere inside, the closing of the copy (for dark ink; for light ink, of its negative)
  by a square of 1/10 of it is lighter than the copy by a fifth, and by 0.12 at least. That covers a quarter of the
  holes, else they are those of a thick 0;
- more of it is so much darker (for light ink: lighter) than the median around, of a square of 1/4 of the copy, than is
  lighter: dark writing that a shadow meets is no dark sheet with the light paper between for its writing;
- nothing like that stands on what is around it, over more than 0.4 % of that: otherwise it is lit paper, and what is
  around it is in the shadow. But the grain of wood looks like that too. It reaches the edge of the picture, where
  writing stops: where that covers 0.03 of the edge or more, and the sheet fills 0.86 of its rectangle and leaves three
  sides of the picture, or all four, to a surface with four fifths of its lightness at most, it is a sheet all the same.

Of a light and a dark sheet, the larger one is meant. What is painted over reaches two pixels of the copy into the
sheet, where the two mix; each pixel gets the brightness of the paper at the nearest pixel of the sheet.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.shrink import factor_for, shrink
from sutja.ink.threshold import otsu

__all__ = ["without_desk"]

_COARSE = 256  # pixels on the longer side of the copy
_LEAST, _MOST = 0.2, 0.995  # of the picture
_HOLES = 0.15
_THIN = 5  # pixels of the copy
_CONVEX, _RECTANGLE = 0.93, 0.8
_WINDOW, _NOTCH, _NEAR = 10, 6, 4  # to the longer side of the copy
_STROKE, _SEEN, _WRITING = 0.2, 0.12, 0.004
_MIXED = 2  # pixels of the copy
_STRAIGHT, _SIDES, _ALONG, _DARKER, _GRAIN = 0.86, 3, 0.95, 0.8, 0.03
_OF_HOLES = 0.25
_SEEN_EDGE = 0.8  # of the picture's edge
_SMALLEST = 64  # pixels; smaller pictures are no photographs of a desk

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]


class _Sheet(NamedTuple):
    inside: Mask
    paper: Grey


def without_desk(grey: Grey) -> Grey:
    """``grey`` (H, W) in [0, 1], with paper in place of what is around the sheet; itself where there is nothing."""
    import cv2

    if min(grey.shape) < _SMALLEST:
        return grey
    factor = factor_for(grey.shape, _COARSE)
    coarse = shrink(grey, factor)
    light = coarse > otsu(coarse).threshold
    found = [_sheet(coarse, light), _sheet(1 - coarse, ~light)]
    if found[1] is not None:
        found[1] = found[1]._replace(paper=1 - found[1].paper)
    sheet = max((one for one in found if one is not None), key=lambda one: int(one.inside.sum()), default=None)
    if sheet is None:
        return grey
    kept = _shrunk(sheet.inside).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(1 - kept, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    paper = np.zeros(int(nearest.max()) + 1, np.float32)
    paper[nearest[kept > 0]] = sheet.paper[kept > 0]
    size = (coarse.shape[1] * factor, coarse.shape[0] * factor)
    part = (slice(0, grey.shape[0]), slice(0, grey.shape[1]))
    share = cv2.resize(kept.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)[part]
    around = cv2.resize(paper[nearest], size, interpolation=cv2.INTER_LINEAR)[part]
    return np.asarray(around + share * (grey - around), np.float32)


def _sheet(coarse: Grey, light: Mask) -> _Sheet | None:
    """The sheet among the pixels that are ``light``, if there is one with something around it."""
    import cv2

    if not _LEAST <= light.mean() <= _MOST:
        return None
    opened = cv2.morphologyEx(light.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_THIN, _THIN), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    if len(stats) == 1:
        return None
    part = (labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())).astype(np.uint8)
    outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=len)
    whole = _closed(cv2.drawContours(np.zeros_like(part), [outline], -1, 1, -1))
    area = int(whole.sum())
    if not _LEAST <= area / whole.size <= _MOST or part.sum() < (1 - _HOLES) * area:
        return None
    hull = cv2.fillPoly(np.zeros_like(part), [cv2.convexHull(outline)], 1)
    (_, (wide, high), _) = cv2.minAreaRect(outline)
    filled = area / ((wide + 1) * (high + 1))
    if area < _CONVEX * hull.sum() or filled < _RECTANGLE:
        return None
    inside = whole > 0
    if np.mean(np.concatenate(_sides(inside))) > _SEEN_EDGE:
        return None
    paper, written = _writing(coarse, inside)
    if written.sum() <= _OF_HOLES * (area - int(part.sum())) or not _darker_than_lighter(coarse, inside):
        return None
    beside, marks = _writing(coarse, ~inside)
    if marks.sum() > _WRITING * np.count_nonzero(~inside):
        around = sum(np.mean(~side) > _ALONG for side in _sides(inside)) >= _SIDES
        darker = np.median(beside[~inside]) <= _DARKER * np.median(paper[inside])
        grained = np.mean(np.concatenate(_sides(marks))) >= _GRAIN
        if not (filled >= _STRAIGHT and around and darker and grained):
            return None
    return _Sheet(inside, paper)


def _sides(mask: Mask) -> tuple[Mask, ...]:
    """Its outermost rows and columns."""
    return mask[0], mask[-1], mask[:, 0], mask[:, -1]


def _writing(coarse: Grey, area: Mask) -> tuple[Grey, Mask]:
    """The paper of an ``area``, of which nothing else is seen, and where on it there is dark ink."""
    import cv2

    within = _shrunk(area)
    window = _window(coarse, _WINDOW)
    lightest = cv2.dilate(np.where(within, coarse, np.float32(0)), window)
    paper = np.asarray(cv2.erode(np.where(within, lightest, np.float32(1)), window), np.float32)
    return paper, within & (paper - coarse > np.maximum(_STROKE * paper, np.float32(_SEEN)))


def _darker_than_lighter(coarse: Grey, area: Mask) -> bool:
    """Whether more of an ``area`` is much darker than the median around it than is much lighter."""
    import cv2

    grey = np.where(area, coarse, np.median(coarse[area]))
    level = cv2.medianBlur(np.asarray(255 * grey, np.uint8), _window(coarse, _NEAR).shape[0]) / np.float32(255)
    least = np.maximum(_STROKE * level, np.float32(_SEEN))
    within = _shrunk(area)
    darker, lighter = within & (grey < level - least), within & (grey > level + least)
    return int(darker.sum()) > int(lighter.sum())


def _closed(sheet: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A ``sheet`` without notches; what is between it and the picture's edge is none."""
    import cv2

    window = _window(sheet, _NOTCH)
    side = window.shape[0]
    closed = cv2.morphologyEx(np.pad(sheet, side), cv2.MORPH_CLOSE, window)
    return np.asarray(closed[side:-side, side:-side], np.uint8)


def _window(coarse: NDArray[Any], share: int) -> NDArray[np.uint8]:
    """A square, one in ``share`` of the longer side of the copy."""
    return np.ones((max(coarse.shape) // share | 1,) * 2, np.uint8)


def _shrunk(area: Mask) -> Mask:
    """``area`` without its border, where it mixes with what is beside it; the picture's edge is none."""
    import cv2

    window = np.ones((2 * _MIXED + 1,) * 2, np.uint8)
    return np.asarray(cv2.erode(area.astype(np.uint8), window, borderType=cv2.BORDER_CONSTANT, borderValue=1) > 0)
