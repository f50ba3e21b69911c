"""Lines end where the ink ends, and go on where writing crosses them."""

from __future__ import annotations

import numpy as np
import pytest

from sutja.ink.straight_lines import Pens, pens_of, straight_lines


def sheet(*boxes):
    """Ink in each (left, top, right, bottom)."""
    page = np.zeros((80, 300), np.uint8)
    for left, top, right, bottom in boxes:
        page[top:bottom, left:right] = 1
    return page


def found(page):
    return [(line.start, line.end, line.height) for line in straight_lines(page, pens_of(page > 0))]


def test_print_in_the_same_line_is_not_part_of_it():
    assert found(sheet((60, 40, 260, 43), (30, 40, 50, 43))) == [(60, 260, pytest.approx(41))]


def test_a_line_goes_on_under_writing_and_over_a_few_pixels_of_paper():
    strokes = [(x, 20, x + 8, 70) for x in (90, 140, 190)]
    assert found(sheet((60, 40, 160, 43), (164, 40, 260, 43), *strokes)) == [(60, 260, pytest.approx(41))]


def test_dashes_are_no_line():
    assert found(sheet(*((x, 40, x + 20, 43) for x in range(30, 280, 40)))) == []


@pytest.mark.parametrize("inset", [0, 1, 4])
def test_a_line_along_the_edge_is_as_thin_as_elsewhere(inset):
    page = np.zeros((120, 300), np.uint8)
    page[120 - 5 - inset : 120 - inset] = 1
    assert len(straight_lines(page, Pens(5.0, 5.0))) == 1
