"""Softmax with loss: B-layers-backward, and the engine's cross-entropy of logits as twin."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from sutja.nn import losses, primer


@pytest.mark.parametrize("one_hot", [True, False])
def test_twin_of_the_engine(one_hot: bool, rng: Any) -> None:
    a, labels = rng.standard_normal((6, 10)), rng.integers(0, 10, 6)
    rows = primer.one_hot(labels, 10)
    twin = losses.CategoricalCrossentropy(from_logits=True)
    last = primer.SoftmaxWithLoss()
    assert last.forward(a, rows if one_hot else labels) == pytest.approx(twin(rows, a), rel=1e-12)
    np.testing.assert_allclose(last.backward(), twin.gradient(rows, a) / 6, rtol=1e-10, atol=1e-16)


def test_it_is_the_loss_of_the_softmax(rng: Any) -> None:
    """B-layers-backward: the two nodes in one are the two in turn, but for the 1e-7."""
    a, labels = rng.standard_normal((6, 10)), rng.integers(0, 10, 6)
    apart = primer.batch_cross_entropy(primer.softmax(a), labels)
    assert primer.SoftmaxWithLoss().forward(a, labels) == pytest.approx(apart, rel=1e-5)


def test_what_it_said_minus_what_it_should_have_said() -> None:
    """B-layers-backward: y - t, with the deck's softmax of (0.3, 2.9, 4.0)."""
    last = primer.SoftmaxWithLoss()
    assert last.forward([[0.3, 2.9, 4.0]], [1]) == pytest.approx(-np.log(0.24519181), rel=1e-7)
    np.testing.assert_array_equal(last.backward().round(8), [[0.01821127, 0.24519181 - 1, 0.73659691]])
    np.testing.assert_array_equal(last.backward(2.0), 2 * last.backward())


@pytest.mark.parametrize("t", [[2, 0, 1, 1], [[0.5, 0.5, 0], [1, 0, 0], [0, 0.25, 0.75], [0, 0, 1]]])
def test_against_differences(t: Any, rng: Any, slopes_agree: Any) -> None:
    a = rng.standard_normal((4, 3))
    last = primer.SoftmaxWithLoss()
    last.forward(a, t)
    slopes_agree(lambda a: primer.SoftmaxWithLoss().forward(a, t), a, last.backward())


def test_scores_of_any_size() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert primer.SoftmaxWithLoss().forward([[1e4, 0.0], [0.0, -1e4]], [1, 0]) == 5000
