"""Answers: the text of a page, without what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from sutja.recognizer import Digit, Reading

PIXELS = np.zeros((28, 28), np.uint8)


def line(text: str) -> tuple[Digit, ...]:
    """The digits of ``text``, an ``x`` for a refused one."""
    one = tuple([1.0] + 9 * [0.0])
    return tuple(
        Digit(0 if char == "x" else int(char), 1.0, one, (0, 0, 9, 9), PIXELS, 0.95 if char == "x" else 0.0)
        for char in text
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], ""),
        (["42", "7"], "42\n7"),
        (["4x2", "x7"], "42\n7"),
        (["xx", "42", "x", "7", "x"], "42\n7"),
        (["x", "xx"], ""),
    ],
)
def test_lines_that_are_refused_as_a_whole_are_no_lines_of_the_text(lines, text):
    reading = Reading(tuple(line(each) for each in lines))
    assert reading.text == text
    assert len(reading.digits) == sum(map(len, lines))
    assert [len(each) for each in reading.lines] == [len(each) for each in lines]
