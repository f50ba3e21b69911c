"""Digits and signs written stroke by stroke."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import Recognizer
from sutja.train.handwriting.glyphs import DIGITS, SIGNS
from sutja.train.handwriting.hand import write, written_digits, written_signs


def test_every_digit_has_several_forms_inside_its_square():
    assert sorted(DIGITS) == list(range(10))
    for form in [*(f for forms in DIGITS.values() for f in forms), *SIGNS.values()]:
        points = np.concatenate([np.array(stroke) for stroke in form])
        assert points.min() >= 0
        assert points.max() <= 1.0
    assert min(map(len, DIGITS.values())) >= 3


def test_a_hand_trembles_but_the_same_numbers_write_the_same():
    one, same, other = (write(DIGITS[2][0], np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).mean() > 0.05


def test_what_was_written_are_digits_as_ink_makes_them():
    pictures, labels = written_digits(40, np.random.default_rng(0))
    assert pictures.shape == (40, 28, 28)
    assert pictures.dtype == np.uint8
    assert set(labels.tolist()) == set(range(10))
    assert (pictures.max(axis=(1, 2)) > 200).all()


@pytest.mark.parametrize("digit", range(10))
def test_forms_are_read_as_what_they_are(digit):
    rng = np.random.default_rng(digit)
    answers = Recognizer().predict_batch([write(form, rng) for form in DIGITS[digit]])
    assert sum(answer.guess == digit for answer in answers) >= 0.6 * len(answers)


def test_signs():
    assert written_signs(8, np.random.default_rng(0)).shape == (8, 28, 28)
