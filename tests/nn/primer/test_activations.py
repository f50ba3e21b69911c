"""Activations: deck experiment B-activations, the engine's as twins, and what the naive sigmoid does."""

from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import activations, primer

PLOT = np.arange(-5.0, 5.0, 0.1)  # where the deck draws them
LARGE = np.array([-1e4, -800.0, 0.0, 800.0, 1e4])


def test_sigmoid_of_the_deck() -> None:
    """B-activations: sigmoid of -1, 1 and 2, to the 8 digits printed."""
    np.testing.assert_array_equal(primer.sigmoid([-1.0, 1.0, 2.0]).round(8), [0.26894142, 0.73105858, 0.88079708])


def test_step_of_the_deck() -> None:
    """B-activations: step of -1, 1 and 2."""
    np.testing.assert_array_equal(primer.step([-1.0, 1.0, 2.0]), [0, 1, 1])
    assert primer.step(0.0) == 0


def test_formulas_of_the_deck() -> None:
    """B-activations: the table of six, by its formulas."""
    x = PLOT
    np.testing.assert_allclose(primer.sigmoid(x), 1 / (1 + np.exp(-x)), rtol=1e-14)
    np.testing.assert_allclose(primer.tanh(x), (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x)), atol=1e-14)
    np.testing.assert_array_equal(primer.relu(x), [max(0, each) for each in x])
    np.testing.assert_allclose(primer.leaky_relu(x), [max(0.1 * each, each) for each in x])
    np.testing.assert_allclose(primer.elu(x, 2.0), [each if each >= 0 else 2 * (np.exp(each) - 1) for each in x])
    np.testing.assert_array_equal(primer.identity(x), x)


def test_maxout_is_the_largest_of_its_sums(rng: Any) -> None:
    x, w, b = rng.standard_normal((5, 3)), rng.standard_normal((4, 3, 2)), rng.standard_normal((4, 2))
    result = primer.maxout(x, w, b)
    for i, m in np.ndindex(5, 2):
        assert result[i, m] == pytest.approx(max(x[i] @ w[k, :, m] + b[k, m] for k in range(4)))


def test_maxout_can_be_others() -> None:
    x = PLOT[:, None]
    np.testing.assert_array_equal(primer.maxout(x, [[[-1]], [[1]]], [[0], [0]]), np.abs(x))
    np.testing.assert_array_equal(primer.maxout(x, [[[0]], [[1]]], [[0], [0]]), primer.relu(x))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (primer.identity, "linear"),
        (primer.sigmoid, "sigmoid"),
        (primer.tanh, "tanh"),
        (primer.relu, "relu"),
        (lambda x: primer.leaky_relu(x, negative_slope=0.2), "leaky_relu"),
        (primer.elu, "elu"),
    ],
    ids=["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"],
)
def test_twin_of_the_engine(ours: Any, theirs: str) -> None:
    x = np.concatenate([PLOT, LARGE]).reshape(5, -1)
    np.testing.assert_allclose(ours(x), activations.get(theirs)(x), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ["step", "identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"])
def test_nothing_overflows_and_nothing_is_changed(name: str) -> None:
    x = LARGE.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.all(np.isfinite(getattr(primer, name)(x)))
    np.testing.assert_array_equal(x, LARGE)


def test_the_naive_sigmoid_is_right_but_warns() -> None:
    np.testing.assert_allclose(primer.naive_sigmoid(PLOT), primer.sigmoid(PLOT), rtol=1e-14)
    with pytest.warns(RuntimeWarning, match="overflow"):
        assert primer.naive_sigmoid(-800.0) == 0
    with pytest.warns(RuntimeWarning, match="overflow"):
        primer.naive_sigmoid(np.float32(-89))


def test_float32_stays() -> None:
    for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu"):
        assert getattr(primer, name)(np.float32([-1, 2])).dtype == np.float32


MISUSE: list[tuple[Any, str]] = [
    (lambda: primer.sigmoid("high"), "`x`. Expected numbers, in rows of one length. Received: x='high'"),
    (lambda: primer.relu([[1, 2], [3]]), "`x`. Expected numbers, in rows of one length. Received: x=[[1, 2], [3]]"),
    (lambda: primer.tanh(None), "`x`. Expected numbers, in rows of one length. Received: x=None"),
    (
        lambda: primer.maxout([1.0], np.ones((2, 1, 1)), np.ones((2, 1))),
        "`x`. Expected one sample a row, shape (n, inputs). Received: x=array of shape (1,), dtype float64",
    ),
    (
        lambda: primer.maxout([[1.0]], np.ones((2, 3, 1)), np.ones((2, 1))),
        "`w`. Expected shape (k, 1, outputs), as `x` has 1 columns. Received: w=array of shape (2, 3, 1)",
    ),
    (
        lambda: primer.maxout([[1.0]], np.ones((2, 1, 4)), np.ones(2)),
        "`b`. Expected shape (2, 4) for `w`. Received: b=array of shape (2,)",
    ),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
