"""Curve fitting: deck experiment A-curve-fitting."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import primer


def noisy_sine(n: int, seed: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, n)
    return x, np.sin(3 * x) + 0.2 * rng.standard_normal(n)


@pytest.mark.parametrize("degree", range(5))
def test_a_polynomial_is_found_again(degree: int, rng: Any) -> None:
    c, x = rng.standard_normal(degree + 1), np.linspace(-1, 1, 12)
    y = primer.polynomial(c, x)
    np.testing.assert_allclose(y, np.polyval(c[::-1], x))
    np.testing.assert_allclose(primer.fit_polynomial(x, y, degree), c, atol=1e-10)


def test_nothing_fits_better() -> None:
    """Any change of the coefficients makes the error larger: its slope is 0 there."""
    x, y = noisy_sine(20, 1)
    c = primer.fit_polynomial(x, y, 4)
    slope = primer.numerical_gradient(lambda c: primer.mean_squared_error(primer.polynomial(c, x), y), c)
    np.testing.assert_allclose(slope, 0, atol=1e-8)


def test_learning_by_heart() -> None:
    """A-curve-fitting: over-fitting as the degree grows. The best degree lies between, and test points agree."""
    training, validation, test = noisy_sine(14, 0), noisy_sine(200, 1), noisy_sine(200, 2)
    errors = primer.compare_degrees(training, validation, range(14))
    assert [e.degree for e in errors] == list(range(14))
    fitted = [e.training for e in errors]
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(fitted))
    assert fitted[-1] < 1e-6  # through each of the points
    best = min(errors, key=lambda e: e.validation)
    assert 3 <= best.degree <= 7
    assert errors[0].validation > 3 * best.validation  # too simple
    assert errors[-1].validation > 10 * best.validation  # learnt by heart
    c = primer.fit_polynomial(*training, best.degree)
    assert primer.mean_squared_error(primer.polynomial(c, test[0]), test[1]) < 2 * best.validation


def test_pieces_are_found_again() -> None:
    """A-curve-fitting: a curve of pieces."""
    knots, heights = [0.0, 1.0, 3.0, 4.0], [1.0, -1.0, 2.0, 0.0]
    x = np.linspace(0, 4, 33)
    y = primer.pieces(heights, knots, x)
    assert primer.pieces(heights, knots, [2.0, -9.0, 9.0]).tolist() == [0.5, 1.0, 0.0]
    np.testing.assert_allclose(primer.fit_pieces(x, y, knots), heights, atol=1e-12)
    assert primer.fit_pieces([0.0, 1.0], [2.0, 3.0], [0, 1, 5, 9]).round(12).tolist() == [2.0, 3.0, 0.0, 0.0]


def test_exp_by_walking_downhill() -> None:
    """A-curve-fitting: f(x) = exp(ax) + b is no sum in a, so its numbers are found step by step."""
    x = np.linspace(0, 1, 20)
    y = np.exp(0.7 * x) - 0.3
    a, b = primer.gradient_descent(
        lambda p: primer.mean_squared_error(np.exp(p[0] * x) + p[1], y), [0.0, 0.0], learning_rate=0.3, steps=400
    )
    assert (a, b) == (pytest.approx(0.7, abs=1e-4), pytest.approx(-0.3, abs=1e-4))


MISUSE: list[tuple[Any, str]] = [
    (
        lambda: primer.fit_polynomial([1, 2, 3], [1, 2, 3], 3),
        "`degree`. Expected a degree below 3, the number of points at different x. Received: degree=3",
    ),
    (lambda: primer.fit_polynomial([1, 1], [1, 2], 1), "`degree`. Expected a degree below 1"),
    (lambda: primer.fit_polynomial([1, 2], [1, 2], -1), "`degree`. Expected a whole number of at least 0."),
    (lambda: primer.fit_polynomial([1, 2], [1, 2, 3], 1), "`y`. Expected shape (2,), that of `x`."),
    (lambda: primer.fit_polynomial([], [], 0), "`x`. Expected at least one number, shape (n,)."),
    (lambda: primer.polynomial(2.0, [1.0]), "`coefficients`. Expected at least one number, shape (n,)."),
    (lambda: primer.polynomial([2.0], 1.0), "`x`. Expected at least one number, shape (n,)."),
    (lambda: primer.pieces([1, 2], [0, 0], [1]), "`knots`. Expected two or more rising numbers."),
    (lambda: primer.pieces([1, 2, 3], [0, 1], [1]), "`heights`. Expected shape (2,), that of `knots`."),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
