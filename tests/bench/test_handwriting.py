"""The benchmark of handwriting: its pages say what is on them, and its scores and tables are right."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import sheet

from bench.handwriting import pages, shifted
from bench.handwriting.measure import Failure, Outcome
from bench.handwriting.report import sheet as failure_sheet
from bench.handwriting.report import table
from bench.handwriting.score import Score, distance, score
from bench.handwriting.writers import Writers


@pytest.fixture(autouse=True)
def hands(monkeypatch):
    """Ten digits drawn by a pen instead of a data set."""
    drawn = [255 - cv2.resize(sheet(str(d), height=20, margin=20, pen=3), (28, 28)) for d in range(10)]
    pictures = np.stack([np.where(picture > 60, picture, 0) for picture in drawn]).astype(np.uint8)
    found = Writers(pictures, np.arange(10))
    monkeypatch.setattr(pages, "writers", lambda source: found)
    monkeypatch.setattr(shifted, "writers", lambda source: found)


@pytest.mark.parametrize("kind", pages.KINDS)
def test_a_page_is_always_the_same_and_says_where_its_digits_are(kind):
    one, other = pages.page(kind, 3), pages.page(kind, 3)
    np.testing.assert_array_equal(one.picture, other.picture)
    assert one.text == other.text
    assert one.picture.dtype == np.uint8
    assert one.picture.shape[2] == 3
    assert len(one.boxes) == len(one.text.replace("\n", ""))
    assert 1 <= len(one.text.split("\n")[0]) <= 12
    height, width = one.picture.shape[:2]
    grey = one.picture.mean(axis=2)
    for box in one.boxes:
        assert -20 < box.left < box.right < width + 20
        assert -20 < box.top < box.bottom < height + 20
        inside = grey[max(int(box.top), 0) : int(box.bottom), max(int(box.left), 0) : int(box.right)]
        assert np.ptp(inside) > 30  # there is ink on paper
    assert not np.array_equal(one.picture, pages.page(kind, 4).picture)


def test_no_digit_runs_off_the_sheet():
    for seed in range(30):
        page = pages.page("marks", seed)
        assert max(box.right for box in page.boxes) <= page.picture.shape[1]


@pytest.mark.parametrize("name", shifted.SETS)
def test_a_shifted_digit_is_always_the_same(name):
    one, other = (list(shifted.shifted(name, 3)) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a.picture, b.picture)
        assert a.label == b.label
        assert np.ptp(a.picture) > 20


def test_distance():
    assert [distance(a, b) for a, b in (("", ""), ("12", ""), ("123", "123"), ("123", "13"), ("71", "17"))] == [
        0,
        2,
        0,
        1,
        2,
    ]


def test_score():
    found = score([("12", "12"), ("1", "13"), ("999", "5")], 3.0)
    assert found.exact == pytest.approx(1 / 3)
    assert found.digits == pytest.approx(1 - 4 / 5)
    assert found.seconds == 1.0


def test_the_table_and_the_sheet():
    outcome = Outcome(
        {
            "plain": {"sutja": Score(0.5, 0.9, 2, 0.1), "other": Score(0, -1, 2, 1)},
            "scan": {"sutja": Score(1, 1, 2, 0.1)},
        },
        {"absent": "it is not installed"},
        [Failure(np.zeros((40, 90, 3), np.uint8), "12", "1", "plain")],
    )
    text = table(outcome, {"plain": "blank paper"}, both=True)
    assert "| blank paper | 50.0% / 90.0% | 0.0% / -100.0% |" in text
    assert "| scan | 100.0% / 100.0% | – |" in text
    assert "Left out: absent, because it is not installed." in text
    assert failure_sheet(outcome.failures).shape[2] == 3
    assert failure_sheet([]).size > 0
