"""Stains go, and digits that touch the edge or are thick stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import sheet, write

from sutja import Recognizer, data
from sutja.ink.stains import stains


def found(page):
    """Which pieces of ``page`` are stains, each told by its box."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(page.astype(np.uint8), connectivity=8)
    return {tuple(box) for box in stats[1:][stains(labels, stats[1:], (0, 0), page.shape)][:, :4].tolist()}


def written(text="2864", pen=6, shape=(400, 600)):
    page = np.zeros(shape, np.uint8)
    write(page, text, 150, 150, 70, pen, 1)
    return page


@pytest.mark.parametrize("width", [3, 8, 30])
def test_the_border_of_a_scan(width):
    page = written()
    page[:, -width:] = 1
    assert found(page) == {(600 - width, 0, width, 400)}
    page[:width] = page[-width:] = page[:, :width] = 1
    assert found(page) == {(0, 0, 600, 400)}


def test_a_thumb_at_the_edge_and_a_black_picture():
    page = written()
    cv2.ellipse(page, (600, 300), (90, 50), 20, 0, 360, 1, -1)
    (thumb,) = found(page)
    assert thumb[0] > 480
    page = written()
    page[260:380, 100:500] = 1
    assert found(page) == {(100, 260, 400, 120)}


def test_thick_digits_and_digits_at_the_edge_are_writing():
    assert found(written(pen=22)) == set()
    page = written("8164")
    top, left = np.argwhere(page).min(axis=0)
    bottom, right = np.argwhere(page).max(axis=0) + 1
    assert found(page[top:bottom, left:right]) == set()


def test_a_stain_alone_may_be_what_is_meant():
    page = np.zeros((400, 600), np.uint8)
    page[:, :200] = 1
    assert found(page) == set()


def test_a_part_of_a_picture_knows_where_the_edge_is():
    page = written()
    page[150:250, :40] = 1
    part = page[100:, :]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    for place, expected in (((100, 0), 1), ((100, 7), 0)):
        assert stains(labels, stats[1:], place, (700, 900)).sum() == expected


def test_digits_cut_out_tightly_are_all_read():
    """Pieces near the edge of the picture do not grow together along it, nor are they taken for stains."""
    mnist5k = data.load("mnist5k")
    rng, reader, right = np.random.default_rng(5), Recognizer(), 0
    for _ in range(12):
        chosen = rng.integers(0, len(mnist5k.x_test), 4)
        digits = [mnist5k.x_test[i, ..., 0] for i in chosen]
        parts = [np.pad(d[:, d.max(axis=0) > 60], ((0, 0), (0, 5))) for d in digits]
        row = np.hstack(parts)[:, :-5]
        row = cv2.resize(row[row.max(axis=1) > 60], None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
        right += reader.read(255 - row).text == "".join(str(mnist5k.y_test[i]) for i in chosen)
    assert right >= 11


@pytest.mark.parametrize("bar", [60, 150])
def test_a_bar_on_a_screenshot(bar):
    page = np.full((700, 600), 255, np.uint8)
    page[:bar] = 60
    write(page, "2864", 150, 350, 70, 6, 0)
    assert Recognizer().read(page).text == "2864"


def test_a_single_digit_beside_a_dark_strip():
    page = sheet("5", height=110, pen=9)
    page[:, :20] = 20
    assert Recognizer().predict(page).digit == 5


@pytest.mark.parametrize("text", ["1", "9"])
def test_a_thick_digit_below_fine_print_is_the_digit(text):
    picture = np.full((380, 380), 235, np.uint8)
    cv2.putText(picture, "PAY TO THE ORDER", (12, 50), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 90, 2, cv2.LINE_AA)
    write(picture, text, 150, 110, 200, 34, 30)
    assert Recognizer().predict(picture).digit == int(text)
