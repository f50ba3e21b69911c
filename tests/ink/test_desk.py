"""The desk around a sheet is painted over; a shadow, a drawing and a thick digit are left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import sheet, write

from sutja import Recognizer
from sutja.ink.desk import without_desk

HIGH, WIDE = 600, 800


def photograph(desk, *, paper=225, tone=40, margins=(60, 60, 60, 60), tilt=0.0, noise=3):
    """A sheet with 2864 on a desk, which shows at its left, upper, right and lower side."""
    rng = np.random.default_rng(0)
    page = np.full((HIGH, WIDE), paper, np.uint8)
    write(page, "2864", 260, 260, 70, 6, tone)
    left, top, right, bottom = margins
    on = np.zeros((HIGH, WIDE), np.float32)
    on[top : HIGH - bottom, left : WIDE - right] = 1
    turn = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), tilt, 1)
    on = cv2.GaussianBlur(cv2.warpAffine(on, turn, (WIDE, HIGH), borderMode=cv2.BORDER_REPLICATE), (0, 0), 1)
    grain = cv2.GaussianBlur(rng.normal(0, 60, (HIGH, WIDE)).astype(np.float32), (0, 0), 12)
    seen = on * page + (1 - on) * (desk + grain) + rng.normal(0, noise, (HIGH, WIDE))
    return np.clip(seen, 0, 255).astype(np.uint8)


def as_grey(picture):
    return picture.astype(np.float32) / 255


@pytest.mark.parametrize("tilt", [0.0, 4.0])
@pytest.mark.parametrize("margins", [(60, 60, 60, 60), (16, 16, 16, 16), (80, 0, 0, 0), (0, 0, 90, 60)])
@pytest.mark.parametrize("desk", [35, 120, 175])
def test_around_a_sheet_there_is_its_paper(desk, margins, tilt):
    picture = photograph(desk, margins=margins, tilt=tilt)
    found = without_desk(as_grey(picture))
    assert abs(np.median(found[:8]) - 225 / 255) < 0.04
    edge = np.concatenate([found[:8].ravel(), found[-8:].ravel(), found[:, :8].ravel(), found[:, -8:].ravel()])
    assert (edge < 0.7).mean() < 0.01
    middle = (slice(200, 400), slice(250, 600))
    np.testing.assert_allclose(found[middle], as_grey(picture)[middle], atol=1e-6)


def test_a_board_on_a_light_wall():
    found = without_desk(as_grey(photograph(200, paper=45, tone=220)))
    assert abs(np.median(found[:8]) - 45 / 255) < 0.04


@pytest.mark.parametrize("tone", [70, 110, 150])
def test_a_sheet_on_wood(tone):
    """Grain runs from edge to edge, and looks like strokes."""
    rng = np.random.default_rng(1)
    bands = cv2.GaussianBlur(rng.normal(0, 1, (HIGH, WIDE)).astype(np.float32), (0, 0), 150, sigmaY=3)
    picture = photograph(tone * (1 + 0.2 * bands / bands.std()), tilt=2.0)
    assert abs(np.median(without_desk(as_grey(picture))[:8]) - 225 / 255) < 0.04
    assert Recognizer().read(picture).text == "2864"


def test_a_digit_at_the_edge_of_a_sheet_is_on_it():
    picture = photograph(60)
    one = (slice(250, 340), slice(WIDE - 84, WIDE - 74))
    picture[one] = 40
    assert without_desk(as_grey(picture))[one].max() < 0.2


def test_where_there_is_writing_around_it_is_in_the_shadow():
    """Light falls on the middle of a page that is written on everywhere."""
    page = sheet("28642", "31507", "94068", "77121", height=50)
    light = np.full(page.shape, 0.55, np.float32)
    light[100:-100, 90:-90] = 1
    shaded = as_grey(page) * cv2.GaussianBlur(light, (0, 0), 2)
    assert without_desk(shaded) is shaded


@pytest.mark.parametrize("text", ["0", "1", "8"])
def test_a_thick_digit_is_no_sheet(text):
    drawing = np.full((280, 280), 255, np.uint8)
    write(drawing, text, 70, 50, 180, 70, 0)
    assert without_desk(as_grey(drawing)) is not None
    np.testing.assert_array_equal(without_desk(as_grey(drawing)), as_grey(drawing))


@pytest.mark.parametrize("edge", ["half", "oval"])
@pytest.mark.parametrize("text", ["1", "6", "8"])
def test_a_digit_in_and_out_of_the_shadow_stays(text, edge):
    page = np.full((400, 400), 215, np.uint8)
    write(page, text, 140, 100, 200, 26, 20)
    light = np.ones(page.shape, np.float32)
    if edge == "half":
        light[:, 140:] = 0.45
    else:
        cv2.ellipse(light, (250, 240), (170, 110), 20, 0, 360, 0.45, -1)
    shaded = as_grey(page) * cv2.GaussianBlur(light, (0, 0), 3)
    assert without_desk(shaded) is shaded
    assert Recognizer().predict(shaded).digit == int(text)


@pytest.mark.parametrize("text", ["0", "2", "5", "7"])
@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
def test_what_the_edge_cuts_off_is_no_desk(text, side):
    page = np.full((400, 400), 255, np.uint8)
    write(page, text, 100, 80, 240, 60, 20)
    rows, columns = np.flatnonzero((page < 128).any(axis=1)), np.flatnonzero((page < 128).any(axis=0))
    cuts = {
        "left": np.s_[:, columns[0] + 12 :],
        "top": np.s_[rows[0] + 12 :],
        "right": np.s_[:, : columns[-1] - 12],
        "bottom": np.s_[: rows[-1] - 12],
    }
    cut = as_grey(page)[cuts[side]]
    assert without_desk(cut) is cut


def test_a_sheet_without_writing_and_a_small_picture_stay():
    blank = as_grey(photograph(60, tone=225))
    assert without_desk(blank) is blank
    small = as_grey(photograph(60))[::12, ::12]
    assert without_desk(small) is small


def test_a_number_on_a_desk_is_read():
    reader = Recognizer()
    assert reader.read(photograph(60, tilt=3.0)).text == "2864"
    one = photograph(60)
    one[200:400, 300:] = 225
    assert reader.predict(one).digit == 2
