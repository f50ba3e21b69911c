"""Labels: one-hot rows as the engine makes them, and labels that do not fit."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import primer, utils


def test_twin_of_to_categorical(rng: Any) -> None:
    labels = rng.integers(0, 10, 50)
    np.testing.assert_array_equal(primer.one_hot(labels, 10), utils.to_categorical(labels, 10))


def test_the_five_of_the_deck() -> None:
    """B-inference: the row that the deck prints for the label 5."""
    assert primer.one_hot([5], 10).tolist() == [[0, 0, 0, 0, 0, 1, 0, 0, 0, 0]]


def test_rows_are_new() -> None:
    rows = primer.one_hot(np.array([1, 1], np.uint8), 2)
    rows[0] = 7
    assert rows[1].tolist() == [0, 1]


MISUSE: list[tuple[Any, Any, str]] = [
    ([0, 10], 10, "`labels`. Expected labels from 0 to 9, one for each class. Received: labels=10"),
    ([-1], 3, "`labels`. Expected labels from 0 to 2, one for each class. Received: labels=-1"),
    ([0.5], 3, "`labels`. Expected integers of shape (n,). Received: labels=array of shape (1,), dtype float64"),
    ([[1], [2]], 3, "`labels`. Expected integers of shape (n,). Received: labels=array of shape (2, 1), dtype int64"),
    ([1], 0, "`classes`. Expected a whole number of at least 1. Received: classes=0"),
    ([1], 2.0, "`classes`. Expected a whole number of at least 1. Received: classes=2.0"),
]


@pytest.mark.parametrize(("labels", "classes", "text"), MISUSE)
def test_misuse(labels: Any, classes: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        primer.one_hot(labels, classes)


Y = np.full((2, 3), 1 / 3)
LABELS: list[tuple[Any, str]] = [
    (
        [0, 1, 2],
        "`t`. Expected one label a sample: 2 whole numbers, or one-hot rows of shape (2, 3)."
        " Received: t=array of shape (3,)",
    ),
    ([[1], [2]], "`t`. Expected one label a sample: 2 whole numbers, or one-hot rows of shape (2, 3)."),
    ([0, 3], "`labels`. Expected labels from 0 to 2, one for each class. Received: labels=3"),
    ([[0, 1, 1], [1, 0, 0]], "`t`. Expected rows of numbers from 0 that add up to 1, such as one-hot ones."),
    ([[2, -1, 0], [1, 0, 0]], "`t`. Expected rows of numbers from 0 that add up to 1, such as one-hot ones."),
]


@pytest.mark.parametrize(("t", "text"), LABELS)
@pytest.mark.parametrize("take", [primer.batch_cross_entropy, lambda y, t: primer.SoftmaxWithLoss().forward(y, t)])
def test_labels_that_do_not_fit_a_batch(take: Any, t: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        take(Y, t)
