"""Strokes: the same drawing gives the same digit wherever and however large it was drawn."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja import ink
from sutja.errors import InvalidArgument, NothingDrawn
from sutja.ink.strokes import Path, draw, read_strokes

THREE = [[(25, 20), (50, 10), (72, 25), (45, 48), (75, 65), (55, 90), (22, 80)]]
coordinates = st.tuples(st.floats(0, 100), st.floats(0, 100))
drawings = st.lists(st.lists(coordinates, min_size=1, max_size=6), min_size=1, max_size=4)


def assert_well_made(pixels):
    """28 x 28 bytes, ink within 20 pixels, its centre of mass in pixel (14, 14) or the digit at the edge."""
    assert pixels.shape == (28, 28)
    assert pixels.dtype == np.uint8
    rows, columns = np.nonzero(pixels)
    assert np.ptp(rows) < 20
    assert np.ptp(columns) < 20
    weights = pixels / pixels.sum()
    for axis, positions in ((1, rows), (0, columns)):
        middle = weights.sum(axis=axis) @ np.arange(28)
        at_edge = positions.min() == 0 or positions.max() == 27
        assert at_edge or 13.4 <= middle <= 14.6


@settings(max_examples=25, deadline=None)
@given(drawings, st.floats(0.5, 30))
def test_any_drawing_becomes_a_well_made_digit(strokes, pen_width):
    for scale in (False, True):
        assert_well_made(ink.from_strokes(strokes, pen_width, scale_stroke_width=scale).pixels)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.01, 1000), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_place_and_size_do_not_matter(scale, x, y):
    moved = [[(scale * (a + x), scale * (b + y)) for a, b in stroke] for stroke in THREE]
    there = ink.from_strokes(moved, 8 * scale).pixels.astype(int)
    assert np.abs(there - ink.from_strokes(THREE, 8).pixels).max() <= 1


def test_scaling_takes_the_pen_out():
    thin, thick = (ink.from_strokes(THREE, pen, scale_stroke_width=True) for pen in (1, 25))
    np.testing.assert_array_equal(thin.pixels, thick.pixels)
    assert thin.pen_width == pytest.approx(2.35, abs=0.5)
    assert ink.from_strokes(THREE, 25).pen_width > 3.5


def test_a_hairline_is_no_ghost():
    assert ink.from_strokes(THREE, 0.01).pixels.max() > 240


def test_the_box_holds_the_pen():
    left, top, right, bottom = ink.from_strokes(THREE, 8).box
    assert (left, top, right, bottom) == pytest.approx((22 - 4, 10 - 4, 75 + 4, 90 + 4))


def test_coverage_follows_the_distance():
    path = read_strokes([[(5, 5), (15, 5)]])
    drawn = draw(path, 4, 20)
    assert drawn[4, 10] == 1
    assert drawn[6, 10] == pytest.approx(1)
    assert drawn[7, 10] == pytest.approx(0)
    assert drawn[2, 2] == pytest.approx(0)
    assert drawn.sum() == pytest.approx(10 * 4 + np.pi * 4, rel=0.02)


def drawn_simply(path, pen, width, height):
    """What ``draw`` makes of a ``path``: every pixel and every segment."""
    x, y = np.arange(width) + 0.5, np.arange(height)[:, None] + 0.5
    nearest = np.full((height, width), np.inf)
    for (ax, ay), (bx, by) in zip(path.start, path.end, strict=True):
        dx, dy = bx - ax, by - ay
        squared = dx * dx + dy * dy
        t = np.clip(((x - ax) * dx + (y - ay) * dy) / squared, 0, 1) if squared else 0.0
        nearest = np.minimum(nearest, np.hypot(x - ax - t * dx, y - ay - t * dy))
    return np.clip(pen / 2 + 0.5 - nearest, 0, 1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-60, 400), st.floats(-60, 400)), min_size=1, max_size=8),
    st.floats(0.5, 50),
    st.integers(1, 300),
    st.integers(1, 300),
)
def test_long_lines_are_drawn_as_every_pixel_and_every_segment_says(points, pen, width, height):
    path = read_strokes([points])
    np.testing.assert_allclose(draw(path, pen, width, height), drawn_simply(path, pen, width, height), atol=1e-9)


def test_the_work_grows_with_the_length_of_a_line_and_not_with_its_box(monkeypatch):
    looked_at = []
    least = np.minimum

    def counting(a, b, out=None, **options):
        if out is not None:
            looked_at.append(out.size)
        return least(a, b, out=out, **options)

    monkeypatch.setattr(np, "minimum", counting)
    for slope in (0.0, 0.1, 0.5, 1.0):
        looked_at.clear()
        draw(Path(np.array([[10.0, 10.0]]), np.array([[1190.0, 10 + 1180 * slope]])), 6, 1200)
        assert sum(looked_at) < 60 * 1200


def test_scribbles_of_any_length_are_no_work_without_end():
    across = [(x, y) for y in np.linspace(0, 1, 450) for x in (0, 1)]
    ink.from_strokes([across], 0.05)
    with pytest.raises(InvalidArgument, match="at most 1000 times as long in all as the drawing is large"):
        ink.from_strokes([across, across, across], 0.05)
    ink.from_strokes([[(7, 7)] * 5000], 0.05)


MISUSE = [
    ([], NothingDrawn, "There is no point in the strokes. Draw a digit first"),
    ([[], []], NothingDrawn, "There is no point in the strokes"),
    ([[(0, float("nan"))]], InvalidArgument, "Expected finite coordinates, none beyond 1e9"),
    ([[(0, 1e12)]], InvalidArgument, "Expected finite coordinates, none beyond 1e9"),
    ([(1, 2), (3, 4)], InvalidArgument, "A single stroke goes into a list, too: [stroke]"),
    ("strokes", InvalidArgument, "Expected a list of strokes, each a list of points (x, y)"),
    ([[(i, i) for i in range(20_001)]], InvalidArgument, "Expected at most 20000 points"),
]


@pytest.mark.parametrize(("strokes", "error", "message"), MISUSE)
def test_misuse_is_explained(strokes, error, message):
    with pytest.raises(error, match=re.escape(message)):
        ink.from_strokes(strokes, 1)


@pytest.mark.parametrize("pen_width", [0, -1, 1e300, float("nan"), float("inf")])
def test_a_pen_has_a_width(pen_width):
    with pytest.raises(InvalidArgument, match="a number above 0 and at most 1e9, in the unit of the strokes"):
        ink.from_strokes(THREE, pen_width)
