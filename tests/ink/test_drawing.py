"""A page of strokes: its lines, and boxes in the unit in which it was drawn."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import ink
from sutja.errors import InvalidArgument, NothingDrawn

UP = [(0, 0), (3, 50), (0, 100)]
AROUND = [(30, 0), (0, 50), (30, 100), (60, 50), (30, 0)]


def moved(stroke, x, y=0, scale=1):
    return [(scale * (a + x), scale * (b + y)) for a, b in stroke]


def boxes(page):
    return [[page.box_in_picture(c.box) for c in line.candidates] for line in page.lines]


@pytest.mark.parametrize("scale", [1e-6, 1, 1e4])
@pytest.mark.parametrize(("x", "y"), [(0, 0), (-7000, 300)])
def test_boxes_are_in_the_unit_of_the_strokes(scale, x, y):
    strokes = [moved(UP, x, y, scale), moved(AROUND, x + 60, y, scale)]
    [[left, right]] = boxes(ink.page_from_strokes(strokes, 10 * scale))
    at = np.array([x, y, x, y])
    up, around = np.array([-5, -5, 8, 105]), np.array([55, -5, 125, 105])
    assert np.array(left) == pytest.approx(scale * (at + up), abs=3 * scale)
    assert np.array(right) == pytest.approx(scale * (at + around), abs=3 * scale)


def test_lines_from_top_to_bottom():
    strokes = [moved(AROUND, 0, 200), UP, moved(UP, 60), moved(AROUND, 120, 200)]
    assert [len(line) for line in boxes(ink.page_from_strokes(strokes, 10))] == [2, 2]


def test_a_line_that_climbs_is_held_level_and_its_boxes_lie_where_it_was_drawn():
    strokes = [moved(UP, 90 * i, -20 * i) for i in range(6)]
    [line] = boxes(ink.page_from_strokes(strokes, 10))
    assert len(line) == 6
    for i, (left, top, right, bottom) in enumerate(line):
        assert left - 8 < 90 * i - 3
        assert right + 8 > 90 * i + 6
        assert top - 8 < -20 * i
        assert bottom + 8 > -20 * i + 100
        assert right - left < 60  # the upright box around one that was turned


def test_a_ruler_straight_stroke_is_no_rule():
    [line] = boxes(ink.page_from_strokes([[(0, 0), (100, 0), (60, 160)]], 2))
    assert len(line) == 1
    assert line[0] == pytest.approx((-1, -1, 101, 161), abs=2)


@pytest.mark.parametrize("pen", [1e-320, 1e-9, 1, 1e9])
@pytest.mark.parametrize("strokes", [[[(5, 5)]], [UP], [[(0, 0), (1e9, 1e9)]]])
def test_pens_and_drawings_of_any_size(strokes, pen):
    page = ink.page_from_strokes(strokes, pen)
    assert max(page.stages.grey.shape) <= 1300
    assert len(page.lines) == 1


def test_what_is_no_drawing():
    with pytest.raises(NothingDrawn):
        ink.page_from_strokes([], 1)
    for wrong in (0, -1, float("nan"), 1e10):
        with pytest.raises(InvalidArgument, match="`pen_width`"):
            ink.page_from_strokes([UP], wrong)
