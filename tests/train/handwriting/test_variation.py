"""Variation: still digits as ink makes them, as wide as promised, and the same from the same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import Recognizer, data, ink
from sutja.train.handwriting import variation
from sutja.train.handwriting.variation import vary


@pytest.fixture(scope="module")
def digits():
    found = data.load("mnist5k")
    return found.x_test[:300, :, :, 0], found.y_test[:300]


@pytest.fixture(scope="module")
def varied(digits):
    return vary(digits[0], np.random.default_rng(0))


def test_shape_and_place(varied):
    assert varied.shape == (300, 28, 28)
    assert varied.dtype == np.uint8
    rows = varied.astype(float).sum(axis=2)
    middle = (rows @ np.arange(28)) / rows.sum(axis=1)
    assert np.abs(middle - 14).max() < 3.5
    assert np.quantile(np.abs(middle - 14), 0.7) <= 0.55


def test_the_same_numbers_vary_the_same(digits, varied):
    np.testing.assert_array_equal(vary(digits[0], np.random.default_rng(0)), varied)
    assert (vary(digits[0], np.random.default_rng(1)) != varied).any(axis=(1, 2)).mean() > 0.95


def test_pens_from_thin_to_thick(varied):
    widths = np.array([ink.pen.width(picture / np.float32(255)) for picture in varied[:120]])
    assert np.quantile(widths, 0.05) < 1.7
    assert np.quantile(widths, 0.95) > 4


def test_most_are_still_what_they_were(digits, varied):
    answers = Recognizer().predict_batch(list(varied[:150]))
    assert np.mean([a.guess == label for a, label in zip(answers, digits[1], strict=False)]) > 0.8


@pytest.mark.parametrize("width", [1.5, 3, 6])
def test_a_pen_is_as_wide_as_asked(width):
    bar = np.zeros((128, 128), np.float32)
    bar[34:94, 60:68] = 1  # 60 long, 8 wide
    drawn = variation._penned(bar, width, np.random.default_rng(0))
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero((drawn > 0.5).any(axis=0))
    assert len(columns) / len(rows) * 20 == pytest.approx(width, abs=0.75)


def test_loops_keep_a_hole():
    y, x = np.mgrid[:128, :128]
    ring = (np.abs(np.hypot(x - 64, y - 64) - 24) < 4).astype(np.float32)
    open_, filled = 0, 0
    for seed in range(20):
        drawn = variation._penned(ring, 8.0, np.random.default_rng(seed))
        open_ += drawn[64, 64] < 0.2
        filled += drawn[64, 64] > 0.8
    assert open_ > 10
    assert drawn[64, 36] > 0.9


@pytest.mark.parametrize("harm", [harm for _chance, harm in variation._HARMS])
def test_harm_is_ink_too_and_leaves_most(harm, digits):
    rng = np.random.default_rng(3)
    for picture in digits[0][:10]:
        drawn = variation._moved(picture, variation._Hand(0, 0, 1, 0), rng)
        harmed = harm(drawn.copy(), rng)
        assert harmed.shape == drawn.shape
        assert harmed.dtype == np.float32
        assert 0 <= harmed.min() <= harmed.max() <= 1 + 1e-6
        assert 0.3 < harmed.sum() / drawn.sum() < 3
