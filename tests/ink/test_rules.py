"""Rules go, digits stay; a 1 is no rule."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import sheet, write

from sutja.ink.rules import remove_rules


def written(text="20260714", **settings):
    return sheet(text, **settings) < 128


def with_lines(mask, across=(), upright=(), slope=0.0, thick=2):
    drawn = mask.astype(np.uint8)
    height, width = mask.shape
    for y in across:
        cv2.line(drawn, (0, y), (width, int(y + slope * width)), 1, thick)
    for x in upright:
        cv2.line(drawn, (x, 0), (int(x - slope * height), height), 1, thick)
    return drawn > 0


@pytest.mark.parametrize("slope", [0.0, 0.03, -0.08])
@pytest.mark.parametrize("thick", [1, 2])
def test_ruled_and_checked_paper(slope, thick):
    mask = written()
    lines = with_lines(np.zeros_like(mask), range(30, 240, 45), range(20, 640, 45), slope, thick)
    left = remove_rules(mask | lines).mask
    assert (left & lines & ~mask).sum() < 0.07 * lines.sum()
    assert (left & mask).sum() > 0.9 * mask.sum()


def test_strokes_that_cross_a_rule_remain_whole():
    mask = written("1111", pen=6)
    left = remove_rules(with_lines(mask, across=[90])).mask
    assert cv2.connectedComponents(left.astype(np.uint8))[0] == 1 + 4


def test_ones_are_no_rules():
    for text in ("1", "11", "1111111"):
        mask = written(text, pen=3)
        np.testing.assert_array_equal(remove_rules(mask).mask, mask)


def test_boxes_around_digits():
    page = np.full((140, 460), 235, np.uint8)
    boxes = [(20 + 70 * i, 30, 80 + 70 * i, 110) for i in range(6)]
    for i, (left, top, right, bottom) in enumerate(boxes):
        cv2.rectangle(page, (left, top), (right, bottom), 40, 2)
        write(page, str(2 * i % 10), left + 15, top + 15, height=50, pen=4)
    found = remove_rules(page < 128)
    count, _, stats, _ = cv2.connectedComponentsWithStats(found.mask.astype(np.uint8))
    assert len(found.across) >= 2
    assert len(found.upright) >= 10
    assert sum(stats[1:count, cv2.CC_STAT_HEIGHT] > 40) == 6
    assert stats[1:count, cv2.CC_STAT_WIDTH].max() < 50


def test_a_page_with_rules_alone_keeps_them():
    lines = with_lines(np.zeros((100, 300), bool), [30, 60])
    np.testing.assert_array_equal(remove_rules(lines).mask, lines)


def test_digits_of_mnist_have_no_rules():
    bar = np.zeros((28, 28), bool)
    bar[4:24, 13] = True
    np.testing.assert_array_equal(remove_rules(bar).mask, bar)


@pytest.mark.parametrize("pen", range(13, 21))
def test_the_edge_of_what_is_thicker_than_the_pen_is_no_rule(pen):
    mask = np.zeros((300, 300), bool)
    mask[40 : 40 + pen, 30:270] = mask[40:280, 230 : 230 + pen] = True  # a large 7
    mask[200:280, 100:180] = True
    found = remove_rules(mask)
    assert (found.across, found.upright) == ([], [])


def test_where_rules_are_in_the_whole_picture():
    mask = np.zeros((400, 500), bool)
    mask[120:122, 60:450] = mask[230:232, 60:450] = True
    mask[150:190, 200:210] = True
    found = remove_rules(mask)
    assert [(round(rule.height, 1), rule.start, rule.end) for rule in found.across] == [
        (120.5, 60, 450),
        (230.5, 60, 450),
    ]
    assert found.mask.sum() == 40 * 10


def boxed(digits="26", side=60, thick=4, gap=16):
    """Digits in boxes that stand apart, their sides less than 20 times as long as thick."""
    page = np.full((side + 40, 40 + len(digits) * (side + gap)), 255, np.uint8)
    for i, digit in enumerate(digits):
        left = 20 + i * (side + gap)
        cv2.rectangle(page, (left, 20), (left + side, 20 + side), 0, thick)
        write(page, digit.strip(), left + side // 3, 20 + side // 4, height=side // 2, pen=5)
    return page < 128


def test_boxes_of_thick_lines_that_stand_apart():
    found = remove_rules(boxed())
    assert (len(found.across), len(found.upright)) == (4, 4)
    assert cv2.connectedComponents(found.mask.astype(np.uint8))[0] == 1 + 2


def test_what_touches_a_box_does_not_hide_it():
    mask = boxed()
    mask[4:20, 19:27] = True  # a letter of a label on the left side of the first box
    found = remove_rules(mask)
    assert len(found.upright) == 4
    assert cv2.connectedComponents(found.mask.astype(np.uint8))[0] == 1 + 2 + 1


def test_an_empty_box_may_be_a_digit():
    mask = boxed(" ")
    assert np.array_equal(remove_rules(mask).mask, mask)


def test_thin_lines_down_the_page_under_thick_digits():
    mask = written("8888", height=120, pen=14)
    lines = with_lines(np.zeros_like(mask), upright=range(30, mask.shape[1], 90), thick=2)
    found = remove_rules(mask | lines)
    assert found.across == []
    assert (found.mask & lines & ~mask).sum() < 0.1 * lines.sum()
    assert (found.mask & mask).sum() > 0.95 * mask.sum()


def test_pale_rules_of_checked_paper():
    mask = written()
    dashes = np.add.outer(np.arange(mask.shape[0]), np.arange(mask.shape[1])) % 16 < 8
    dark = with_lines(np.zeros_like(mask), range(30, 240, 90), range(20, 640, 90))
    pale = with_lines(np.zeros_like(mask), range(75, 240, 90), range(65, 640, 90)) & dashes
    left = remove_rules(mask | dark | pale).mask
    assert (left & pale & ~mask).sum() < 0.1 * pale.sum()
    assert (left & mask).sum() > 0.9 * mask.sum()


def test_half_of_a_broken_1_is_no_tooth_of_a_comb():
    mask = written("808", pen=6)
    cv2.line(drawn := mask.astype(np.uint8), (300, 40), (306, 110), 1, 2)
    np.testing.assert_array_equal(remove_rules(drawn > 0).mask, drawn > 0)
