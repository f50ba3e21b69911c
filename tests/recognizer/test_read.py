"""Reading pages: numbers of any length on paper as it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import sheet, write

from sutja import Recognizer
from sutja.errors import InvalidArgument, UnreadablePicture


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer()


def read(recognizer, page):
    return recognizer.read(page).text


@pytest.mark.parametrize("text", ["7", "42", "0123456789", "314159265358"])
def test_numbers(recognizer, text):
    page = sheet(text)
    assert read(recognizer, page) == text
    assert read(recognizer, 255 - page) == text
    assert read(recognizer, np.repeat(page[..., None], 3, axis=2)) == text


def test_a_reading(recognizer):
    page = np.full((200, 600), 240, np.uint8)
    boxes = write(page, "2607", 80, 70)
    reading = recognizer.read(page)
    assert reading.text == "2607"
    assert reading.lines == (reading.digits,)
    for digit, box in zip(reading.digits, boxes, strict=True):
        assert digit.box == pytest.approx(box, abs=3)
        assert digit.probability == max(digit.probabilities) == digit.probabilities[digit.digit]
        assert sum(digit.probabilities) == pytest.approx(1, abs=1e-4)
        assert digit.pixels.shape == (28, 28)
        assert digit.refused is False


def test_several_lines(recognizer):
    reading = recognizer.read(sheet("42", "2026", "7"))
    assert reading.text == "42\n2026\n7"
    assert [len(line) for line in reading.lines] == [2, 4, 1]
    assert len(reading.digits) == 7


def test_no_digits_is_an_empty_reading(recognizer):
    reading = recognizer.read(np.full((300, 400), 230, np.uint8))
    assert (reading.text, reading.digits, reading.lines) == ("", (), ())


def test_a_shadow_across_the_page(recognizer):
    page = sheet("20260714").astype(np.float32)
    page[:, : page.shape[1] // 2] *= 0.45
    assert read(recognizer, page.astype(np.uint8)) == "20260714"


def test_ruled_and_checked_paper(recognizer):
    page = sheet("20260714")
    ruled = page.copy()
    for y in range(35, page.shape[0], 42):
        cv2.line(ruled, (0, y), (page.shape[1], y + 8), 130, 2)
    assert read(recognizer, np.minimum(ruled, page)) == "20260714"
    for x in range(15, page.shape[1], 42):
        cv2.line(ruled, (x, 0), (x - 6, page.shape[0]), 130, 2)
    assert read(recognizer, np.minimum(ruled, page)) == "20260714"


def test_boxes_of_a_form(recognizer):
    page = np.full((160, 520), 240, np.uint8)
    for i, digit in enumerate("260714"):
        left = 40 + 70 * i
        cv2.rectangle(page, (left, 30), (left + 70, 120), 60, 2)
        write(page, digit, left + 18, 48, height=56, pen=5)
    assert read(recognizer, page) == "260714"


def test_marks_and_frames_are_passed_over(recognizer):
    page = np.full((220, 560), 240, np.uint8)
    cv2.line(page, (50, 105), (75, 104), 30, 6)
    write(page, "12", 90, 70)
    cv2.circle(page, (165, 130), 4, 30, -1)
    write(page, "34", 185, 70)
    cv2.line(page, (275, 126), (270, 142), 30, 5)
    write(page, "56", 300, 70)
    cv2.rectangle(page, (20, 30), (480, 180), 30, 4)
    assert read(recognizer, page) == "123456"


def test_digits_that_touch(recognizer):
    page = np.full((160, 400), 240, np.uint8)
    boxes = write(page, "20", 60, 50, gap=0.0)
    write(page, "35", boxes[-1][2] + 25, 50, gap=0.0)
    assert read(recognizer, page) == "2035"


def test_a_broken_stroke(recognizer):
    page = sheet("2864")
    page[88:91, :] = 235
    assert read(recognizer, page) == "2864"


@pytest.mark.parametrize("degrees", [-10, -4, 6, 12])
def test_a_page_that_was_turned(recognizer, degrees):
    page = sheet("20260714", margin=130)
    matrix = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), degrees, 1)
    assert read(recognizer, cv2.warpAffine(page, matrix, page.shape[::-1], borderValue=235)) == "20260714"


def test_five_hundred_digits(recognizer):
    lines = ["".join(str((i + j) % 10) for j in range(25)) for i in range(20)]
    reading = recognizer.read(sheet(*lines, height=40, pen=4))
    assert len(reading.digits) == 500
    assert reading.text.split("\n") == lines


def test_a_known_length(recognizer):
    page = sheet("2026")
    assert len(recognizer.read(page, length=4).digits) == 4
    assert len(recognizer.read(page, length=3).digits) == 3
    for wrong in (0, -1, 2.5, True):
        with pytest.raises(InvalidArgument, match="`length`"):
            recognizer.read(page, length=wrong)


@pytest.mark.parametrize("paper", [255, 15])
def test_a_screenshot_of_a_window_with_its_shadow(recognizer, paper):
    page = sheet("2607", paper=paper, tone=270 - paper)
    window = np.dstack([page, page, page, np.full_like(page, 255)])
    shot = cv2.copyMakeBorder(window, 50, 70, 60, 60, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    shadow = cv2.GaussianBlur(0.45 * shot[..., 3].astype(np.float32), (0, 0), 16)
    shot[..., 3] = np.maximum(shot[..., 3], shadow)
    assert read(recognizer, shot) == "2607"


def test_what_is_no_picture(recognizer):
    with pytest.raises(UnreadablePicture):
        recognizer.read(b"no picture")
