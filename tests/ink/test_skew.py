"""Skew: a page that was turned comes back level, and boxes find their way back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import sheet

from sutja import ink
from sutja.ink.skew import turn


def turned(page, degrees):
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(page, matrix, (width, height), borderValue=235)


@pytest.mark.parametrize("degrees", [-12, -5, 4, 11])
def test_a_turned_line_of_writing_is_level_again(degrees):
    page = ink.from_page(turned(sheet("20260714", margin=120), degrees))
    assert len(page.lines) == 1
    tops = [candidate.box[1] for candidate in page.lines[0].candidates if candidate.height > 0.8]
    assert np.ptp(tops) < 15


def test_points_go_there_and_back():
    picture = np.zeros((200, 300), np.float32)
    picture[50:54, 100:104] = 1
    level = turn(picture, 0.2)
    rows, columns = np.nonzero(level.ink > 0.5)
    x, y = level.back @ [columns.mean(), rows.mean(), 1]
    assert x == pytest.approx(101.5, abs=1)
    assert y == pytest.approx(51.5, abs=1)


def test_one_digit_is_not_turned():
    page = ink.from_page(turned(sheet("7"), 15))
    np.testing.assert_array_equal(page.back, np.eye(2, 3))
