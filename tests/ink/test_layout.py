"""Layout: lines in reading order, small pieces with their digit or left out, frames and stains passed over."""

from __future__ import annotations

import numpy as np

from sutja.ink.layout import find_lines, typical_height


def layout(boxes):
    array = np.array(boxes)
    return find_lines(array, ((array[:, 2] - array[:, 0]) * (array[:, 3] - array[:, 1])).astype(float))


def row(count, top, left=0, height=50, pitch=45):
    return [(left + pitch * i, top, left + pitch * i + 30, top + height) for i in range(count)]


def test_lines_are_read_from_top_to_bottom_and_left_to_right():
    boxes = row(3, 200) + row(4, 20)
    shuffled = np.random.default_rng(0).permutation(7)
    found = layout([boxes[i] for i in shuffled])
    assert [[int(shuffled[i]) for i in line] for line in found.lines] == [[3, 4, 5, 6], [0, 1, 2]]
    assert found.height == 50


def test_a_rising_line_is_one_line():
    boxes = [(45 * i, 200 - 9 * i, 45 * i + 30, 250 - 9 * i) for i in range(12)]
    assert layout(boxes).lines == [list(range(12))]


def test_the_height_is_that_of_the_writing_not_of_the_dust():
    boxes = np.array(row(4, 20) + [(5 * i, 100, 5 * i + 2, 102) for i in range(50)])
    amounts = np.where(boxes[:, 3] - boxes[:, 1] > 10, 400.0, 4.0)
    assert typical_height(boxes, amounts) == 50


def test_small_pieces():
    digits = row(3, 20)
    bar = (digits[1][2] + 2, 22, digits[1][2] + 20, 28)  # the bar of a 5, to the right at the top
    dot = (digits[0][2] + 4, 64, digits[0][2] + 10, 70)
    minus = (-60, 42, -35, 47)
    dust = (digits[2][0] + 10, 40, digits[2][0] + 13, 43)
    above = (digits[2][0], 0, digits[2][2], 16)
    found = layout([*digits, bar, dot, minus, dust, above])
    assert found.lines == [[0, 1, 2]]
    assert found.owner.tolist() == [0, 1, 2, 1, -1, -1, -1, 2]


def test_a_frame_and_a_stain_are_passed_over():
    digits = row(4, 100, left=100)
    frame, stain = (60, 70, 330, 180), (0, 0, 40, 400)
    array = np.array([*digits, frame, stain])
    found = find_lines(array, np.array([300.0] * 4 + [500.0, 600.0]))
    assert found.lines == [[0, 1, 2, 3]]
    assert found.owner[4:].tolist() == [-1, -1]


def test_a_label_above_a_digit_is_no_part_of_it():
    boxes = np.array([[0, 40, 40, 100], [60, 40, 100, 100], [-6, 22, 50, 34], [64, 30, 90, 36]])
    layout = find_lines(boxes, np.array([500.0, 500.0, 60.0, 60.0]))
    assert layout.owner.tolist() == [0, 1, -1, 1]  # what is narrower than the digit may be its bar


def test_a_digit_in_two_small_pieces():
    digits = row(3, 20)
    hook, bar = (150, 43, 170, 70), (165, 22, 190, 32)
    found = layout([*digits, bar, hook])
    assert found.lines == [[0, 1, 2, 4]]
    assert found.owner.tolist() == [0, 1, 2, 4, 4]


def test_small_print_and_marks_are_no_halves_of_digits():
    digits = row(3, 20)
    print_in_two_lines = [(200 + 14 * i, top, 211 + 14 * i, top + 17) for i in range(4) for top in (20, 42)]
    dot_and_apostrophe = [(160, 62, 168, 70), (160, 22, 166, 32)]
    assert layout([*digits, *print_in_two_lines]).lines == [[0, 1, 2]]
    assert layout([*digits, *dot_and_apostrophe]).lines == [[0, 1, 2]]


def test_a_ring_or_a_table_around_numbers_is_not_what_is_read():
    digits = row(4, 100, 60, height=70)
    ring = (10, 60, 260, 215)
    found = find_lines(np.array([ring, *digits]), np.array([5000.0, *[600.0] * 4]))
    assert found.height == 70
    assert found.lines == [[1, 2, 3, 4]]
    cells = [(100 + 60 * i, 100 + 60 * j, 120 + 60 * i, 136 + 60 * j) for j in range(4) for i in range(4)]
    found = find_lines(np.array([(80, 80, 620, 625), *cells]), np.array([9000.0, *[300.0] * 16]))
    assert [len(line) for line in found.lines] == [4] * 4


def test_a_line_of_another_size_is_read_too():
    large, small = row(4, 50, height=120, pitch=100), row(7, 260, height=52)
    assert layout(large + small).lines == [[0, 1, 2, 3], [4, 5, 6, 7, 8, 9, 10]]
    assert layout(large + row(12, 260, height=45)).lines[0] == [0, 1, 2, 3]


def test_small_print_and_commas_are_no_line_of_another_size():
    digits = row(5, 50, height=60, pitch=60)
    print_above = row(6, 10, height=14, pitch=18)
    comma = [(160, 100, 172, 126)]
    assert layout(digits + print_above + comma).lines == [[0, 1, 2, 3, 4]]


def test_a_texture_is_no_writing_and_costs_no_memory():
    x, y = np.meshgrid(np.arange(120) * 10, np.arange(120) * 10)
    dots = np.stack([x, y, x + 4, y + 4], axis=-1).reshape(-1, 4)
    found = find_lines(dots, np.full(len(dots), 12.0))
    assert found.lines == []
    assert (found.owner == -1).all()
