"""The page with what was read drawn on it: the colour of each box, and what stands above it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from handwritten import sheet

from sutja import Recognizer, ink
from sutja.recognizer import Reading
from sutja.recognizer.annotate import annotated
from sutja.recognizer.answers import SURE

GREEN, ORANGE, GREY = (20, 140, 50), (225, 130, 0), (120, 120, 120)
CORNERS = (((3, 3), (36, 36)), ((36, 3), (3, 36)))


@pytest.fixture(scope="module")
def page():
    return ink.from_page(sheet("42"))


@pytest.fixture(scope="module")
def digits(page):
    return Recognizer().read_page(page).digits


def label(picture, digit):
    """What is drawn above the box of ``digit``, cut out, 1 where it is of the colour of its box: (40, 40)."""
    left, top, right, _bottom = (round(side) for side in digit.box)
    drawn = (picture[: top - 2, left - 2 : right + 30] == picture[top, (left + right) // 2]).all(axis=2)
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    cut = drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return cv2.resize(cut.astype(np.float32), (40, 40), interpolation=cv2.INTER_AREA)


def test_the_picture_is_as_large_as_the_page(page, digits):
    picture = annotated(page, Reading((digits,)))
    assert picture.shape == (*page.stages.grey.shape, 3)
    assert picture.dtype == np.uint8


@pytest.mark.parametrize(
    ("probability", "no_digit", "colour"),
    [
        (1.0, 0.0, GREEN),
        (SURE, 0.0, GREEN),
        (SURE - 0.01, 0.0, ORANGE),
        (0.2, 0.5, ORANGE),
        (1.0, 0.95, GREY),
        (0.2, 0.95, GREY),
    ],
)
def test_the_colour_of_a_box(page, digits, probability, no_digit, colour):
    first, second = digits
    changed = replace(first, probability=probability, no_digit=no_digit)
    picture = annotated(page, Reading(((changed, second),)))
    left, top, right, _bottom = (round(side) for side in first.box)
    assert tuple(picture[top, (left + right) // 2]) == colour
    left, top, right, _bottom = (round(side) for side in second.box)
    assert tuple(picture[top, (left + right) // 2]) == GREEN


def test_what_is_refused_has_a_cross_and_no_digit(page, digits):
    cross = np.maximum(*(cv2.line(np.zeros((40, 40), np.float32), a, b, 1, 6) for a, b in CORNERS))
    for digit in digits:
        for no_digit, crossed in ((0.0, False), (0.95, True)):
            shown = label(annotated(page, Reading(((replace(digit, no_digit=no_digit),),))), digit)
            alike = np.corrcoef(shown.ravel(), cross.ravel())[0, 1]
            assert (alike > 0.5) == crossed, alike
