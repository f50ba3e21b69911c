"""The boxes of a form go, whatever touches or crosses their sides."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import write

from sutja.ink.boxes import boxes
from sutja.ink.rules import remove_rules
from sutja.ink.straight_lines import StraightLine


def form(slope=0.0, cells=5, side=60, thick=2):
    """Boxes in a row, of which each is (left, top, right, bottom), and the page with them alone."""
    page = np.zeros((160, 460), np.uint8)
    turn = np.array([[1, -slope], [slope, 1]])

    def at(x, y):
        return tuple(np.rint(turn @ (x, y)).astype(int).tolist())

    for i in range(cells):
        corners = [at(60 + side * (i + dx), 40 + side * dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))]
        cv2.polylines(page, [np.array(corners)], True, 1, thick)
    return page


def upright_ink(mask):
    """How many columns are nearly all ink between the boxes' tops and bottoms."""
    return int((mask[45:95].mean(axis=0) > 0.9).sum())


@pytest.mark.parametrize("slope", [0.0, 0.02])
def test_a_side_that_digits_touch_on_both_sides(slope):
    page = form(slope)
    written = np.zeros_like(page)
    x = 180
    for y in range(50, 95, 9):  # a digit's strokes meet the side from the left and from the right
        cv2.line(written, (x - 25, y), (x, y + 4), 1, 4)
        cv2.line(written, (x, y), (x + 25, y + 3), 1, 4)
    found = remove_rules((page | written) > 0)
    assert len(found.upright) >= 6
    assert upright_ink(found.mask) == 0
    assert (found.mask & (written > 0)).sum() > 0.8 * written.sum()


def test_print_above_a_box_does_not_hide_its_side():
    page = form()
    page[18:34, 58:60] = 1  # the stem of an R, in line with the left side
    page[18:20, 58:70] = page[26:28, 58:70] = 1
    write_on = np.full(page.shape, 255, np.uint8)
    write(write_on, "6", 75, 50, height=40, pen=4)
    found = remove_rules((page > 0) | (write_on < 128))
    assert upright_ink(found.mask) == 0


def test_a_digit_across_the_side_of_a_single_box():
    page = form(cells=1)
    ring = np.zeros_like(page)
    cv2.ellipse(ring, (70, 70), (18, 14), 0, 0, 360, 1, 4)
    found = remove_rules((page | ring) > 0)
    assert (len(found.across), len(found.upright)) == (2, 2)
    assert (found.mask & (ring > 0)).sum() > 0.85 * ring.sum()


def test_two_lines_without_sides_are_no_boxes():
    page = np.zeros((160, 460), np.uint8)
    cv2.line(page, (40, 40), (400, 40), 1, 2)
    cv2.line(page, (40, 100), (400, 100), 1, 2)
    write_on = np.full(page.shape, 255, np.uint8)
    write(write_on, "8", 180, 50, height=40, pen=4)
    page |= (write_on < 128).astype(np.uint8)
    for x in (100, 150):  # ones from line to line
        cv2.line(page, (x, 40), (x, 100), 1, 3)
    lines = [StraightLine(0.0, y, 2.0, 40, 401) for y in (40.0, 100.0)]
    assert boxes(page, lines, []) == ([], [])


@pytest.mark.parametrize("height", [38, 46])
@pytest.mark.parametrize("pen", [3, 5])
def test_a_1_in_a_box_is_no_side(pen, height):
    alone, page = np.zeros((160, 460), np.uint8), form(cells=6)
    for i, digit in enumerate("210714"):
        write(alone, digit, 60 + 60 * i + 20, 40 + (60 - height) // 2, height, pen, 1)
    left = remove_rules((page | alone) > 0).mask
    assert (left & (alone > 0)).sum() > 0.95 * alone.sum()
    assert (left & (alone == 0)).sum() < 0.05 * alone.sum()
