"""A page that was drawn with a pen on a screen: several digits as the way that the pen went.

Where the pen went is known, so there is no paper to find, no noise and no rule to take away: the strokes are drawn, as
a single digit is, and the page is laid out from there. It is as fine as makes the pen 6 pixels wide, but has at most
1200 pixels along its longer side. The boxes of the page are in the unit of the strokes.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from sutja.ink.page import LONGEST_SIDES, Page, Stages, lay_out
from sutja.ink.strokes import DOT, Path, check_pen, draw, read_strokes

__all__ = ["page_from_strokes"]

_PEN, _THINNEST = 6.0, 2.0  # pixels
_EDGE = 8  # pixels of paper around the drawing
_FAINT = 0.25  # as for a picture without print


def page_from_strokes(strokes: Iterable[ArrayLike], pen_width: float) -> Page:
    """The lines of writing in ``strokes``, and what may be their digits.

    Args:
        strokes: Strokes, each a list or array (n, 2) of points (x, y), y down, in any unit; at most 20,000 points.
        pen_width: The width of the pen in the same unit.

    Raises:
        NothingDrawn: There is no point.
        InvalidArgument: The strokes or the pen are none.
    """
    path = read_strokes(strokes)
    check_pen(pen_width)
    points = np.concatenate(path)
    corner = points.min(axis=0)
    size = points.max(axis=0) - corner
    scale = min(_PEN / pen_width, LONGEST_SIDES[0] / max(size.max(), DOT))
    pen = max(scale * pen_width, _THINNEST)
    edge = pen / 2 + _EDGE
    width, height = np.ceil(scale * size + 2 * edge).astype(int).tolist()
    drawn = Path((path.start - corner) * scale + edge, (path.end - corner) * scale + edge)
    ink = draw(drawn, pen, width, height).astype(np.float32)
    page = Page(Stages(1 - ink), back=np.column_stack([np.eye(2) / scale, corner - edge / scale]))
    lay_out(page, ink, _FAINT)
    return page
