"""Evaluations: the numbers of a case small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sutja.train import Evaluation
from sutja.train.evaluation import accuracy


@pytest.fixture
def evaluation() -> Evaluation:
    labels = np.array([0, 0, 1, 2, 2])
    probabilities = np.array(
        [[0.9, 0.1, 0.0], [0.2, 0.7, 0.1], [0.1, 0.8, 0.1], [0.0, 0.95, 0.05], [0.2, 0.2, 0.6]], np.float32
    )
    return Evaluation("three", "here", ("a", "b", "c"), labels, probabilities, loss=0.5)


def test_accuracy_and_mistakes_the_surest_first(evaluation):
    assert evaluation.accuracy == pytest.approx(3 / 5)
    assert evaluation.mistakes.tolist() == [3, 1]


def test_confusion_counts_true_by_row_and_read_by_column(evaluation):
    assert evaluation.confusion.tolist() == [[1, 1, 0], [0, 1, 0], [0, 1, 1]]


def test_plain_values(evaluation):
    plain = evaluation.as_dict()
    assert plain["mistakes"] == 2
    assert plain["accuracy_by_class"] == {"a": 0.5, "b": 1.0, "c": 0.5}
    assert plain["source"] == "here"


class Counts:
    """Reads a picture as its first pixel, and keeps how many it was shown at once."""

    def __init__(self):
        self.shown = []

    def predict(self, x, *, batch_size, verbose):
        assert x.dtype == np.float32
        self.shown.append(len(x))
        return np.eye(10, dtype=np.float32)[np.rint(x[:, 0, 0, 0] * 255).astype(int)]


def test_all_pictures_are_read_in_order_with_few_as_floats_at_a_time():
    labels = np.random.default_rng(0).integers(0, 10, 2500)
    pictures = np.tile(labels.astype(np.uint8)[:, None, None, None], (1, 2, 2, 1))
    model = Counts()
    assert accuracy(model, pictures, labels) == 1
    assert sum(model.shown) == 2500
    assert max(model.shown) <= 1024
