"""Parts of digits that touch."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sutja import data
from sutja.train.handwriting import touching
from sutja.train.handwriting.touching import touching_digits

NONE = 10


@pytest.fixture(scope="module")
def digits():
    mnist5k = data.load("mnist5k")
    return mnist5k.x_train[..., 0], mnist5k.y_train


def test_half_of_them_are_digits_and_the_same_numbers_give_the_same(digits):
    pictures, labels = touching_digits(41, *digits, NONE, np.random.default_rng(0))
    assert pictures.shape == (41, 28, 28)
    assert pictures.dtype == labels.dtype == np.uint8
    assert (labels != NONE).sum() == 20
    assert (pictures.max(axis=(1, 2)) > 200).all()
    again, _labels = touching_digits(41, *digits, NONE, np.random.default_rng(0))
    np.testing.assert_array_equal(pictures, again)


def test_a_whole_digit_is_named_and_looks_like_itself(digits):
    """Of one digit repeated, what is cut out rightly is nearer to it than what is cut out wrongly."""
    nearest = []
    for seed in range(10):
        chosen = np.random.default_rng(seed).integers(0, len(digits[0]), 1)
        one, label = digits[0][chosen], digits[1][chosen]
        pictures, labels = touching_digits(6, one, label, NONE, np.random.default_rng(seed))
        assert set(labels.tolist()) == {int(label[0]), NONE}
        away = np.abs(pictures.astype(float) - one).mean(axis=(1, 2))
        nearest.append(away[labels != NONE].mean() < away[labels == NONE].mean())
    assert np.mean(nearest) >= 0.8


def test_digits_that_were_pushed_together_are_one_piece():
    rng = np.random.default_rng(0)
    ring = np.zeros((60, 40), np.float32)
    ring[:, :6] = ring[:, -6:] = ring[:6] = ring[-6:] = 1
    for _ in range(20):
        layers = touching._together([ring, ring, ring], rng)
        assert layers.shape[0] == 3
        np.testing.assert_array_equal((layers.sum(axis=(1, 2)) >= ring.sum() - 1), True)
        lefts = [np.flatnonzero(layer.any(axis=0))[0] for layer in layers]
        assert all(later - sooner <= 40 for sooner, later in pairwise(lefts))


def test_a_cut_through_the_stroke_that_joins_two_digits_leaves_both():
    layers = np.zeros((2, 60, 64), np.float32)
    layers[0, :, 10:22] = 1
    layers[1, :, 42:54] = 1
    layers[0, 28:31, 22:42] = 1
    seen = {}
    for seed in range(20):
        for picture, owner in touching._parts(layers, np.random.default_rng(seed)):
            seen[owner] = picture
    assert {0, 1} <= set(seen)
    for owner in (0, 1):
        assert np.flatnonzero(seen[owner].max(axis=1) > 200).size == 20  # a bar, as high as a digit
        assert np.flatnonzero(seen[owner].sum(axis=0) > 2000).size <= 5
    if None in seen:
        assert seen[None].astype(int).sum() > 1.3 * seen[1].astype(int).sum()
