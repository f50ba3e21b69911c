"""Strokes: the path of a pen, drawn at the size of MNIST without going through a picture first.

A stroke is the line through its points; the pen is a disc that moves along it, so that ends and joins are
round, and a stroke of one point is a dot. A pixel's distance d to the nearest of all line segments decides
how much of it is covered: with r half the pen's width,

    ink = min(max(r + 1/2 - d, 0), 1),    d = min over segments of |p - (a + t (b - a))|,
    t = min(max((p - a)·(b - a) / |b - a|², 0), 1)    (t = 0 where a = b),

where p is the middle of the pixel. This is plain arithmetic on a few numbers a pixel, and any language
computes the same.

The drawing is scaled before it is drawn, because the box that must fit into 20 pixels holds the pen as well:
a path that is L long on the longer side of its box, drawn with a pen of width p, needs L + p. The pen comes
out w = 20 p / (L + p) pixels wide; it is never less than THINNEST; and w may be chosen instead, for another
pen on the same path. In each case the path is scaled by

    s = (20 - w) / L,

and moved so that its box, w included, starts at (0, 0). It is drawn four times finer than MNIST, on 80x80
pixels, which are reduced as any picture is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sutja.errors import InvalidArgument, NothingDrawn, invalid
from sutja.ink.convention import BOX, THINNEST
from sutja.language import translate as _

__all__ = ["DOT", "MAX_POINTS", "Path", "check_pen", "draw", "fit_path", "read_strokes"]

MAX_POINTS = 20_000  # eighty seconds of a pen that reports 250 points a second
_LONGEST = 1_000  # times the size of the drawing: a hand that scribbles for as long, six times a second to and fro
_FARTHEST = 1e9
DOT = 1e-9  # a path that is shorter and narrower than this is a dot
_PART = 32  # pixels that a segment may run both across and down before it is drawn in parts

Points = NDArray[np.float64]


class Path(NamedTuple):
    """Line segments from ``start`` to ``end``, both (n, 2) as (x, y); a dot is a segment of length 0."""

    start: Points
    end: Points


def read_strokes(strokes: Iterable[ArrayLike]) -> Path:
    """The line segments of ``strokes``: each stroke holds one or more points (x, y), y down, in any unit.

    Raises:
        NothingDrawn: There is no point.
        InvalidArgument: A stroke is no list of pairs of finite numbers up to 1e9, there are more than MAX_POINTS
            points, or the strokes are longer in all than anybody draws.
    """
    if not isinstance(strokes, Iterable) or isinstance(strokes, str | bytes):
        raise _unlike_a_stroke(strokes)
    lines, count = [], 0
    for line in map(_points, strokes):
        lines.append(line)
        count += len(line)
        if count > MAX_POINTS:
            raise invalid("strokes", _("at most {limit} points", limit=MAX_POINTS), _("{count} or more", count=count))
    if count == 0:
        raise NothingDrawn(_("There is no point in the strokes. Draw a digit first"))
    lines = [line for line in lines if len(line)]
    # A stroke of one point starts and ends there.
    start = np.concatenate([line[:-1] if len(line) > 1 else line for line in lines])
    end = np.concatenate([line[1:] if len(line) > 1 else line for line in lines])
    path = Path(start, end)
    _check_length(path)
    return path


def check_pen(pen_width: float) -> None:
    """Raise InvalidArgument if ``pen_width`` is no width of a pen, in the unit of the strokes."""
    if not 0 < pen_width <= _FARTHEST:
        expected = _("a number above 0 and at most 1e9, in the unit of the strokes")
        raise invalid("pen_width", expected, pen_width)


def fit_path(path: Path, pen_width: float, size: int) -> tuple[Path, float]:
    """``path`` scaled and moved so that it fills a box of ``size`` pixels, and the width of its pen in pixels.

    ``pen_width`` is in MNIST's pixels, of which ``size`` holds 20; see :func:`fitted_width`.
    """
    pen = pen_width * size / BOX
    corner, longer = extent(path)
    scale = (size - pen) / longer if longer > DOT else 0.0
    return Path((path.start - corner) * scale + pen / 2, (path.end - corner) * scale + pen / 2), pen


def fitted_width(path: Path, pen_width: float) -> float:
    """How wide a pen of ``pen_width``, in the unit of the strokes, is once its drawing is fitted, in MNIST's pixels."""
    return max(BOX * pen_width / (extent(path)[1] + pen_width), THINNEST)


def extent(path: Path) -> tuple[Points, float]:
    """The upper left corner (2,) of the box around ``path``, and its longer side."""
    points = np.concatenate(path)
    corner = points.min(axis=0)
    return corner, float((points.max(axis=0) - corner).max())


def draw(path: Path, pen: float, width: int, height: int | None = None) -> NDArray[np.float64]:
    """``path``, in pixels, drawn with a pen ``pen`` pixels wide: (``height``, ``width``), 1 = full ink.

    Without a ``height``, the picture is square.
    """
    reach = pen / 2 + 0.5  # from here on, a pixel gets no ink
    height = width if height is None else height
    squared = np.full((height, width), np.inf)  # the distance to the nearest segment
    middle = np.arange(max(width, height)) + 0.5
    of, boxes = _boxes(path, reach, width, height)
    for (ax, ay), (bx, by), (left, top, right, bottom) in zip(
        path.start[of].tolist(), path.end[of].tolist(), boxes.tolist(), strict=True
    ):
        x, y = middle[left:right] - ax, middle[top:bottom, None] - ay
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = np.clip((x * dx + y * dy) / length, 0, 1) if length > 0 else 0.0
        part = squared[top:bottom, left:right]
        np.minimum(part, (x - t * dx) ** 2 + (y - t * dy) ** 2, out=part)
    return np.clip(reach - np.sqrt(squared), 0, 1)


def _boxes(path: Path, reach: float, width: int, height: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Boxes that hold all pixels within ``reach`` of the segments.

    A segment that is long both across and down has several, so that the pixels in them grow with its length, and not
    with its length squared.

    Returns:
        The number of the segment of each box (n,), and left, top, right and bottom of each (n, 4).
    """
    way = path.end - path.start
    counts = np.maximum(np.ceil(np.abs(way).min(axis=1) / _PART), 1).astype(int)
    of = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(of)) - (np.cumsum(counts) - counts)[of]
    one = path.start[of] + (number / counts[of])[:, None] * way[of]
    other = path.start[of] + ((number + 1) / counts[of])[:, None] * way[of]
    first = np.floor(np.minimum(one, other) - reach).clip(0, (width, height))
    last = np.ceil(np.maximum(one, other) + reach).clip(0, (width, height))
    return of, np.concatenate([first, last], axis=1).astype(int)


def _check_length(path: Path) -> None:
    size = extent(path)[1]
    length = float(np.hypot(*(path.end - path.start).T).sum())
    if size > DOT and length > _LONGEST * size:
        raise invalid(
            "strokes",
            _("lines at most {limit} times as long in all as the drawing is large", limit=_LONGEST),
            _("{count} times", count=round(length / size)),
        )


def _points(stroke: ArrayLike) -> Points:
    """The points (n, 2) of one ``stroke``."""
    try:
        points = np.asarray(stroke, np.float64)
    except (TypeError, ValueError):
        raise _unlike_a_stroke(stroke) from None
    if points.size == 0:
        return np.empty((0, 2))
    if points.ndim != 2 or points.shape[1] != 2:
        raise _unlike_a_stroke(stroke)
    if not np.all(np.abs(points) <= _FARTHEST):  # false for nan, too
        raise invalid("strokes", _("finite coordinates, none beyond 1e9"), points[~(np.abs(points) <= _FARTHEST)][0])
    return points


def _unlike_a_stroke(stroke: object) -> InvalidArgument:
    return invalid(
        "strokes",
        _("a list of strokes, each a list of points (x, y)"),
        stroke,
        _("A single stroke goes into a list, too: [stroke]"),
    )
