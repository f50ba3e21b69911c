"""A page: from a photograph, scan, screenshot or canvas to the lines of writing on it and what may be their digits.

The stages, in their order: open, paper, ink, rules, pieces, skew, lines, candidates. A page without ink is a page
without lines.

A page is read with at most 1200 pixels along its longer side, which is plenty for a number. Where its digits turn out
to be less than 24 pixels high, as on a page of hundreds, it is read again with at most 2400.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sutja.errors import NothingDrawn
from sutja.ink.candidates import Box, Line, line_of
from sutja.ink.clean import CleanInk, clean
from sutja.ink.desk import without_desk
from sutja.ink.layout import Layout, around, find_lines
from sutja.ink.paper import PAGE
from sutja.ink.picture import Picture, open_picture
from sutja.ink.rules import Ruled, remove_rules
from sutja.ink.skew import slope_of_rules, slope_of_writing, turn
from sutja.ink.stains import stains
from sutja.ink.straight_lines import pens_of

__all__ = ["Page", "Stages", "from_page", "lay_out"]

LONGEST_SIDES = (1200, 2400)  # pixels
_HIGH_ENOUGH = 24  # pixels
_BRIDGED = 1.0  # pens, the gap over which a stroke goes on

Grey = NDArray[np.float32]


@dataclass
class Stages:
    """What each stage found, for :mod:`sutja.ink.explain`; None for those that were not reached."""

    grey: Grey
    clean: CleanInk | None = None
    ruled: Ruled | None = None
    level: Grey | None = None
    boxes: NDArray[np.int64] | None = None
    layout: Layout | None = None


@dataclass
class Page:
    """What is written on a page, as far as ink can tell.

    Attributes:
        stages: What each stage found.
        factor: How many pixels of the picture, along each side, became one of ``stages.grey``.
        lines: From top to bottom.
        back: (2, 3), takes (x, y, 1) of the level picture, in which boxes are, to x, y of the picture held upright.
        size: (width, height) of the picture held upright, in its pixels; None for strokes.
    """

    stages: Stages
    factor: int = 1
    lines: list[Line] = field(default_factory=list)
    back: NDArray[np.float64] = field(default_factory=lambda: np.eye(2, 3))
    size: tuple[int, int] | None = None

    def box_in_picture(self, box: Box) -> Box:
        """The upright box in the picture around a ``box`` in the level picture."""
        left, top, right, bottom = box
        corners = np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]])
        x, y = self.back @ corners
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def from_page(picture: Picture) -> Page:
    """The lines of writing in a ``picture``, and what may be their digits.

    Raises:
        UnreadablePicture, PictureTooLarge, InvalidArgument: As :func:`sutja.ink.from_picture` does.
    """
    for longest_side in LONGEST_SIDES:
        grey, factor, size = open_picture(picture, longest_side)
        page = _page(grey, factor)
        page.size = size
        layout = page.stages.layout
        if page.factor == 1 or layout is None or layout.height >= _HIGH_ENOUGH:
            break
    return page


def _page(grey: Grey, factor: int) -> Page:
    """The lines on a ``grey`` picture that was shrunk by ``factor``."""
    page = Page(Stages(grey), factor)
    try:
        found = clean(without_desk(grey), PAGE)
    except NothingDrawn:
        return page
    page.stages.clean = found
    page.stages.ruled = ruled = remove_rules(found.ink >= found.faint)
    page.back *= factor * found.factor
    lay_out(page, _edged(found.ink, ruled.mask), found.faint, slope_of_rules(ruled))
    return page


def lay_out(page: Page, ink: Grey, faint: float, slope: float = 0) -> None:
    """Find the lines of a ``page``, whose ``back`` takes pixels of ``ink`` to the picture.

    Args:
        page: Gets its lines, the stages from *skew* on, and ``back`` of the level picture.
        ink: (H, W), writing and nothing else; 1 = full ink.
        faint: The least of ``ink`` that counts as drawn.
        slope: Of the rules that the writing stands on; 0 where only the writing itself can tell.
    """
    pieces = _find_pieces(ink, faint)
    if slope == 0 and pieces is not None:
        slope = slope_of_writing(find_lines(pieces.boxes, pieces.amounts), pieces.boxes)
    if slope != 0:
        ink, back = turn(ink, slope)
        page.back = page.back @ np.vstack([back, [0, 0, 1]])
        pieces = _find_pieces(ink, faint)
    page.stages.level = ink
    if pieces is not None:
        _find_candidates(page, ink, pieces, faint)


@dataclass
class _Pieces:
    labels: NDArray[np.int32]
    boxes: NDArray[np.int64]
    amounts: NDArray[np.float64]


def _find_pieces(ink: Grey, faint: float) -> _Pieces | None:
    """The pieces of ``ink``, over gaps in strokes that are no longer than the pen is wide; None if there are none."""
    import cv2

    mask = ink >= faint
    if not mask.any():
        return None
    side = round(_BRIDGED * pens_of(mask).usual) | 1
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    sheet = np.pad(mask.view(np.uint8), side)  # what lies beyond the page is paper
    bridged = cv2.morphologyEx(sheet, cv2.MORPH_CLOSE, window)[side:-side, side:-side]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    labels *= mask
    drawn = np.bincount(labels[mask], minlength=len(stats))[1:] > 0
    stats = stats[1:][drawn]
    if not drawn.all():  # a bridge over a gap may touch neither of its ends
        labels = _renumbered(drawn)[labels]
    boxes = stats[:, :4].astype(np.int64)
    boxes[:, 2:] += boxes[:, :2]
    amounts = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
    writing = ~stains(labels, stats, (0, 0), mask.shape)
    return _Pieces(_renumbered(writing)[labels], boxes[writing], amounts[writing])


def _renumbered(kept: NDArray[np.bool_]) -> NDArray[np.int32]:
    """By the number of a piece, from 1, its number among those that are ``kept``; 0 for the others, and for 0."""
    return np.concatenate([[0], np.where(kept, np.cumsum(kept), 0)]).astype(np.int32)


def _find_candidates(page: Page, ink: Grey, pieces: _Pieces, faint: float) -> None:
    layout = find_lines(pieces.boxes, pieces.amounts)
    page.stages.boxes, page.stages.layout = pieces.boxes, layout
    if not layout.lines:
        return
    numbers = np.concatenate([[0], np.where(layout.owner >= 0, layout.owner + 1, 0)]).astype(np.int32)
    labels = numbers[pieces.labels]
    boxes = pieces.boxes.copy()
    for small, owner in enumerate(layout.owner.tolist()):
        if owner not in (small, -1):
            boxes[owner] = around(boxes[owner], pieces.boxes[small])
    pen = pens_of(labels > 0).usual
    for members in layout.lines:
        heights = boxes[members, 3] - boxes[members, 1]
        page.lines.append(line_of(ink, labels, members, boxes, float(np.median(heights)), pen))


def _edged(ink: Grey, mask: NDArray[np.bool_]) -> Grey:
    """``ink`` where ``mask`` is, and in the pixels around it."""
    import cv2

    return np.asarray(ink * cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)), np.float32)
