"""Gradient descent: deck experiment B-numerical-gradient, what learning rates do, and SGD as its twin."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import Input, Sequential, layers, optimizers, primer


def bowl(x: Any) -> Any:
    return x[0] ** 2 + x[1] ** 2


START = np.array([-3.0, 4.0])


@pytest.mark.parametrize(("rate", "factor"), [(0.01, 0.98), (0.1, 0.8), (1.0, -1.0), (0.5, 0.0), (0.6, -0.2)])
def test_every_step_is_the_same_factor(rate: float, factor: float) -> None:
    """B-numerical-gradient: on x0^2 + x1^2 a step multiplies x by 1 - 2 lr."""
    path = primer.descent_path(bowl, START, rate, steps=30)
    assert path.shape == (31, 2)
    np.testing.assert_allclose(path, START * factor ** np.arange(31)[:, None], atol=1e-6)


def test_the_settings_of_the_deck() -> None:
    """B-numerical-gradient: lr 0.01 and 100 steps are the defaults; they go 87 % of the way."""
    left = 0.98**100
    np.testing.assert_allclose(primer.gradient_descent(bowl, START), START * left, atol=1e-8)
    assert round(1 - left, 2) == 0.87


def test_too_large_and_too_small() -> None:
    """B-numerical-gradient: lr 10 flies away, 1e-10 stays where it is."""
    assert np.linalg.norm(primer.gradient_descent(bowl, START, 10.0, 5)) > 1e6
    np.testing.assert_allclose(primer.gradient_descent(bowl, START, 1e-10), START, rtol=1e-6)


def test_the_start_is_not_changed() -> None:
    start = START.copy()
    path = primer.descent_path(bowl, start)
    np.testing.assert_array_equal(start, START)
    np.testing.assert_array_equal(path[0], START)
    np.testing.assert_array_equal(path[-1], primer.gradient_descent(bowl, start))


def test_whole_numbers_are_a_start() -> None:
    np.testing.assert_allclose(primer.gradient_descent(bowl, [-3, 4], 0.5, 1), [0, 0], atol=1e-9)
    np.testing.assert_array_equal(primer.descent_path(bowl, [-3, 4], steps=0), [[-3, 4]])


def test_twin_of_sgd_and_the_line_of_deck_a() -> None:
    """A-linear-regression: one Dense(1) on four points of y = 1 - x, lr 0.1, mse, 200 epochs; x = 5 gives about -4."""
    x, y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([[0.0], [-1.0], [-2.0], [-3.0]])
    model = Sequential([Input((1,)), layers.Dense(1)])
    model.compile(optimizers.SGD(0.1), "mse")
    model.set_weights([np.array([[0.3]]), np.array([0.2])])

    def loss(p: Any) -> float:
        return primer.mean_squared_error(p[0] * x + p[1], y)

    path = primer.descent_path(loss, [0.3, 0.2], learning_rate=0.1, steps=200)
    for place in path[1:]:
        model.train_on_batch(x, y)
        w, b = model.get_weights()
        np.testing.assert_allclose(place, [w.item(), b.item()], atol=1e-8)
    assert path[-1] @ [5, 1] == pytest.approx(-4, abs=0.01)


MISUSE: list[tuple[Any, str]] = [
    (
        lambda: primer.gradient_descent(bowl, START, learning_rate=-0.1),
        "`learning_rate`. Expected a number above 0. Received: learning_rate=-0.1",
    ),
    (lambda: primer.gradient_descent(bowl, START, np.nan), "`learning_rate`. Expected a number above 0."),
    (lambda: primer.gradient_descent(bowl, START, steps=0.5), "`steps`. Expected a whole number of at least 0."),
    (lambda: primer.descent_path(bowl, [1.0, np.inf]), "`start`. Expected finite numbers."),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
