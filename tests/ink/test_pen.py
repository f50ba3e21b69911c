"""The pen: its width is measured as it was drawn, and can be changed."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import ink
from sutja.ink.pen import redraw, width
from sutja.ink.skeleton import skeleton
from sutja.ink.strokes import draw, read_strokes

ZIGZAG = [[(20, 20), (80, 25), (30, 70), (85, 85)]]


@pytest.mark.parametrize("pen", [4, 7, 11])
def test_width_is_that_of_the_pen(pen):
    assert width(draw(read_strokes(ZIGZAG), pen, 100)) == pytest.approx(pen, rel=0.12)


@pytest.mark.parametrize("pen", [4, 12])
def test_redrawing_brings_any_pen_to_the_usual_one(pen):
    drawn = redraw(draw(read_strokes(ZIGZAG), pen, 100).astype(np.float32))
    assert width(drawn) * 20 / max(drawn.shape) == pytest.approx(2.35, rel=0.12)


def test_a_loop_stays_a_loop():
    turn = np.linspace(0, 2 * np.pi, 40)
    ring = [np.column_stack([50 + 18 * np.cos(turn), 50 + 18 * np.sin(turn)])]
    digit = ink.from_picture(1 - draw(read_strokes(ring), 26, 100), scale_stroke_width=True)
    middle = digit.pixels[12:16, 12:16]
    assert middle.max() < 60
    assert digit.pen_width == pytest.approx(2.35, rel=0.2)


def test_the_skeleton_is_thin_and_keeps_the_shape():
    shape = draw(read_strokes(ZIGZAG), 9, 100) > 0.5
    thin = skeleton(shape)
    assert (thin & ~shape).sum() == 0
    assert 100 < thin.sum() < 260
    blocks = thin[:-1, :-1] & thin[1:, :-1] & thin[:-1, 1:] & thin[1:, 1:]
    assert blocks.sum() == 0
