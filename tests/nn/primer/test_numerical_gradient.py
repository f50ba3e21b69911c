"""The numerical gradient: deck experiment B-numerical-gradient, how exact it is, and where the deck's loop fails."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import losses, primer


def bowl(x: Any) -> Any:
    return x[0] ** 2 + x[1] ** 2


@pytest.mark.parametrize("point", [(3.0, 4.0), (0.0, 2.0), (3.0, 0.0), (-1.5, 0.25)])
def test_partial_derivatives_of_the_deck(point: tuple[float, float]) -> None:
    """B-numerical-gradient: f = x0^2 + x1^2 has the slopes 2 x0 and 2 x1, by themselves and together."""
    x0, x1 = point
    assert primer.numerical_derivative(lambda x: bowl((x, x1)), x0) == pytest.approx(2 * x0, abs=1e-9)
    assert primer.numerical_derivative(lambda x: bowl((x0, x)), x1) == pytest.approx(2 * x1, abs=1e-9)
    np.testing.assert_allclose(primer.numerical_gradient(bowl, np.array(point)), [2 * x0, 2 * x1], atol=1e-9)


def test_both_sides_are_nearer_than_one() -> None:
    """The errors are h^2/6 f''' and h/2 f'', as the module says, with h = 1e-4; for exp all derivatives are e."""
    h, e = 1e-4, np.e
    both = primer.numerical_derivative(np.exp, 1.0) - e
    one = (np.exp(1 + h) - e) / h - e
    assert both == pytest.approx(h**2 / 6 * e, rel=0.01)
    assert one == pytest.approx(h / 2 * e, rel=0.01)


def test_smaller_is_not_better_for_ever() -> None:
    def error(h: float) -> float:
        return abs((np.exp(1 + h) - np.exp(1 - h)) / (2 * h) - np.e)

    assert error(1e-2) > error(1e-4) > error(1e-5) < error(1e-8) < error(1e-12)


def test_any_shape_and_nothing_is_changed(rng: Any) -> None:
    x = rng.standard_normal((2, 3, 4))
    before = x.copy()
    np.testing.assert_allclose(primer.numerical_gradient(lambda x: np.sum(x**3), x), 3 * x**2, atol=1e-7)
    np.testing.assert_array_equal(x, before)


def test_nothing_is_changed_when_the_function_fails() -> None:
    x = np.array([1.0, 2.0])
    with pytest.raises(ZeroDivisionError):
        primer.numerical_gradient(lambda _: 1 / 0, x)
    assert x.tolist() == [1.0, 2.0]


def test_the_function_may_reach_x_another_way() -> None:
    """As the loss of a network does, which knows its weights by itself."""
    w = np.array([1.0, 2.0])
    np.testing.assert_allclose(primer.numerical_gradient(lambda _: np.sum(w**2), w), [2, 4], atol=1e-8)


def test_two_values_for_each_entry() -> None:
    calls = []
    primer.numerical_gradient(lambda x: calls.append(1) or 0.0, np.zeros((3, 4)))
    assert len(calls) == 2 * 12


def test_why_one_entry_at_a_time() -> None:
    """B-numerical-gradient: the deck's loop over x.shape[0], used as it stands on a matrix such as W1, is wrong.

    There x[idx] is a row, and one that changes with x. So the "centre" to go back to has moved along, the loop
    measures (f(x + h) - f(x)) / 2h for the row as a whole, and every entry of the row gets that one number: half
    the sum of its slopes. For vectors, on which the deck shows it, it is right.
    """

    def as_printed(f: Any, x: Any) -> Any:
        gradient = np.zeros_like(x)
        for row in range(x.shape[0]):
            here = x[row]
            x[row] = here + 1e-4
            above = f(x)
            x[row] = here - 1e-4
            below = f(x)
            gradient[row] = (above - below) / 2e-4
            x[row] = here
        return gradient

    slopes = np.array([[1.0, 2.0], [3.0, 5.0]])
    f = lambda x: np.sum(slopes * x)  # noqa: E731
    np.testing.assert_allclose(as_printed(f, np.zeros((2, 2))), [[1.5, 1.5], [4.0, 4.0]])
    np.testing.assert_allclose(primer.numerical_gradient(f, np.zeros((2, 2))), slopes)
    np.testing.assert_allclose(as_printed(bowl, np.array([3.0, 4.0])), [6, 8])


@pytest.mark.parametrize("loss", [losses.MeanSquaredError(), losses.CategoricalCrossentropy(from_logits=True)])
def test_it_finds_the_slopes_that_the_engine_works_out(loss: Any, rng: Any, slopes_agree: Any) -> None:
    y, t = rng.standard_normal((4, 3)), np.eye(3)[[0, 2, 1, 1]]
    slopes_agree(lambda y: loss(t, y), y, loss.gradient(t, y) / 4)


MISUSE: list[tuple[Any, str]] = [
    (
        lambda: primer.numerical_gradient(bowl, np.array([3, 4])),
        "`x`. Expected an array of floats, such as np.array([3.0, 4.0]). Received: x=array of shape (2,), dtype int64",
    ),
    (lambda: primer.numerical_gradient(bowl, [3.0, 4.0]), "`x`. Expected an array of floats"),
    (
        lambda: primer.numerical_gradient(lambda x: x**2, np.ones(3)),
        "`f`. Expected a function that gives one number; np.sum adds up the entries of an array. Received: f=array",
    ),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
