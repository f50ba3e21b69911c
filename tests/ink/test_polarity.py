"""Polarity: dark ink on light, light ink on dark, under a shadow and where a digit fills its picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import sheet, write

from sutja.ink.polarity import ink_is_dark


def grey(picture):
    return picture.astype(np.float32) / 255


@pytest.mark.parametrize(("paper", "tone"), [(250, 10), (200, 120), (120, 90), (60, 5)])
def test_both_polarities(paper, tone):
    page = grey(sheet("1234", paper=paper, tone=tone))
    assert ink_is_dark(page)
    assert not ink_is_dark(1 - page)


def test_a_shadow_over_most_of_the_page_is_not_paper_for_light_ink():
    page = grey(sheet("1234567"))
    page[:, : int(0.7 * page.shape[1])] *= 0.35
    assert ink_is_dark(page)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_that_fills_its_picture(digit):
    page = sheet(digit, height=100, margin=10, pen=14)
    ink = page < 128
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = grey(page[rows[0] : rows[-1] + 1, columns[0] - 3 : columns[-1] + 4])
    if digit != "1":  # a bar alone has no side that is paper
        assert ink_is_dark(cut)
        assert not ink_is_dark(1 - cut)


def test_where_nothing_decides_the_ink_is_dark():
    halves = np.repeat([[0.2] * 10 + [0.8] * 10], 20, axis=0).astype(np.float32)
    assert ink_is_dark(halves)
    assert ink_is_dark(1 - halves)


@pytest.mark.parametrize("inset", [0, 1, 2])
@pytest.mark.parametrize("dark", [True, False])
def test_a_frame_along_the_edge_is_not_the_paper(inset, dark):
    page = np.full((400, 550), 240, np.uint8)
    cv2.rectangle(page, (inset, inset), (549 - inset, 399 - inset), 20, 3)
    write(page, "28", 200, 170, 70, 6, 20)
    grey = page.astype(np.float32) / 255
    assert ink_is_dark(grey if dark else 1 - grey) is dark
