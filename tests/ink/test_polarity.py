"""Polarity: dark ink on light, light ink on dark, under a shadow and where a digit fills its picture."""

from __future__ import annotations

import numpy as np
import pytest
from handwritten import sheet

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


def test_an_even_picture_has_some_polarity():
    assert ink_is_dark(np.full((20, 20), 0.5, np.float32)) in (True, False)
