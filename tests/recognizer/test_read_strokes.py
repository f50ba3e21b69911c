"""Reading several digits that a pen has drawn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sutja import Recognizer
from sutja.errors import InvalidArgument, NothingDrawn

DRAWN = json.loads((Path(__file__).parents[1] / "studio" / "strokes.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer()


def write(text: str, y: float = 0.0) -> list:
    """The strokes of ``text``, each digit in a unit square of its own, 0.75 apart and not quite in line."""
    rng = np.random.default_rng(7)
    lifted = rng.uniform(-0.08, 0.08, len(text))
    return [
        [(0.75 * i + a, y + lifted[i] + b) for a, b in stroke]
        for i, digit in enumerate(text)
        for stroke in DRAWN[digit]
    ]


@pytest.mark.parametrize("text", ["7", "42", "31415926", "0055881122"])
@pytest.mark.parametrize("pen", [0.02, 0.06, 0.1])
def test_numbers(recognizer, text, pen):
    assert recognizer.read_strokes(write(text), pen_width=pen).text == text


def test_lines(recognizer):
    reading = recognizer.read_strokes(write("90") + write("217", y=1.3), pen_width=0.05)
    assert reading.text == "90\n217"


def test_boxes_are_around_what_was_drawn(recognizer):
    for i, digit in enumerate(recognizer.read_strokes(write("804"), pen_width=0.06).digits):
        left, _top, right, _bottom = digit.box
        xs = [x for stroke in DRAWN[str(digit.digit)] for x, _y in stroke]
        assert left == pytest.approx(0.75 * i + min(xs) - 0.03, abs=0.03)
        assert right == pytest.approx(0.75 * i + max(xs) + 0.03, abs=0.03)


def test_a_known_length(recognizer):
    assert len(recognizer.read_strokes(write("2026"), pen_width=0.06, length=4).digits) == 4
    assert len(recognizer.read_strokes(write("20"), pen_width=0.06, length=10**9).digits) <= 6
    with pytest.raises(InvalidArgument, match="`length`"):
        recognizer.read_strokes(write("20"), pen_width=0.06, length=0)


def test_nothing_drawn(recognizer):
    with pytest.raises(NothingDrawn):
        recognizer.read_strokes([], pen_width=1)
