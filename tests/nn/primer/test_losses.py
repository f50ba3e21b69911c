"""Losses: deck experiments B-mse and B-cross-entropy, and the engine's as twins."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import losses, primer

SAID = np.array([0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0])
CLASS_2, CLASS_7 = np.eye(10)[2], np.eye(10)[7]


def test_squared_error_of_the_deck() -> None:
    """B-mse: 0.0975 for class 2 and 0.5975 for class 7, twice which are the printed sums 0.195 and 1.195.

    The deck's tables have nine rows, 0 to 7 and 9: class 8 is missing. Its prediction and label are 0, so the sums
    are right all the same.
    """
    assert primer.half_squared_error(SAID, CLASS_2) == pytest.approx(0.0975, abs=1e-15)
    assert primer.half_squared_error(SAID, CLASS_7) == pytest.approx(0.5975, abs=1e-15)
    assert ((SAID - CLASS_2) ** 2).sum() == pytest.approx(0.195)
    assert primer.half_squared_error(np.delete(SAID, 8), np.delete(CLASS_2, 8)) == pytest.approx(0.0975)


def test_half_the_sum_is_not_the_mean() -> None:
    """B-mse: what the deck calls the mean squared error is 10 / 2 times the engine's."""
    assert primer.half_squared_error(SAID, CLASS_2) == pytest.approx(5 * primer.mean_squared_error(SAID, CLASS_2))


def test_cross_entropy_of_the_deck() -> None:
    """B-cross-entropy: 0.51 for class 2, with 1e-7 added before the logarithm."""
    assert round(primer.cross_entropy(SAID, CLASS_2), 2) == 0.51
    assert primer.cross_entropy(SAID, CLASS_2) == pytest.approx(-np.log(0.6 + 1e-7), rel=1e-14)


def test_a_probability_of_0_is_bad_but_finite() -> None:
    """B-cross-entropy: the deck's batch form has no 1e-7; there a 0 beside the right class makes nan of everything."""
    assert primer.cross_entropy(SAID, np.eye(10)[3]) == pytest.approx(-np.log(1e-7))
    with np.errstate(divide="ignore", invalid="ignore"):
        assert np.isnan(-np.sum(CLASS_2 * np.log(SAID)))
    assert round(primer.batch_cross_entropy([SAID], [CLASS_2]), 2) == 0.51


def test_the_loss_of_a_batch_is_the_mean() -> None:
    """B-cross-entropy, the mini-batch form; whole numbers and one-hot rows are the same labels."""
    batch = np.stack([SAID, np.roll(SAID, 1), SAID])
    each = [primer.cross_entropy(y, np.eye(10)[t]) for y, t in zip(batch, [2, 2, 7], strict=True)]
    assert primer.batch_cross_entropy(batch, [2, 2, 7]) == pytest.approx(np.mean(each))
    assert primer.batch_cross_entropy(batch, np.eye(10)[[2, 2, 7]]) == pytest.approx(np.mean(each))


def test_twins_of_the_engine(rng: Any) -> None:
    """The tiny number costs less than 1e-7 / y of a loss; the engine cuts probabilities off there instead."""
    y, labels = primer.softmax(rng.standard_normal((20, 10))), rng.integers(0, 10, 20)
    t = primer.one_hot(labels, 10)
    assert primer.mean_squared_error(y, t) == pytest.approx(losses.MeanSquaredError()(t, y), rel=1e-12)
    mine = primer.batch_cross_entropy(y, labels)
    assert mine == pytest.approx(losses.CategoricalCrossentropy()(t, y), rel=1e-5)
    assert mine == pytest.approx(losses.SparseCategoricalCrossentropy()(labels, y), rel=1e-5)


def test_slopes_as_written(rng: Any, slopes_agree: Any) -> None:
    y, t = primer.softmax(rng.standard_normal(6)), np.eye(6)[1]
    slopes_agree(lambda y: primer.half_squared_error(y, t), y, y - t)
    slopes_agree(lambda y: primer.mean_squared_error(y, t), y, 2 / 6 * (y - t))
    slopes_agree(lambda y: primer.cross_entropy(y, t), y, -t / (y + 1e-7))
    np.testing.assert_allclose(losses.MeanSquaredError().gradient(t, y), 2 / 6 * (y - t))


MISUSE: list[tuple[Any, str]] = [
    (
        lambda: primer.half_squared_error(SAID, 2),
        "`t`. Expected shape (10,), that of `y`. Received: t=2",
    ),
    (
        lambda: primer.mean_squared_error(np.ones((4, 1)), np.ones(4)),
        "`t`. Expected shape (4, 1), that of `y`. Received: t=array of shape (4,), dtype float64",
    ),
    (lambda: primer.cross_entropy(SAID, CLASS_2[:9]), "`t`. Expected shape (10,), that of `y`."),
    (
        lambda: primer.batch_cross_entropy(SAID, 2),
        "`y`. Expected rows and columns, an array of 2 dimensions. Received: y=array of shape (10,), dtype float64",
    ),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
