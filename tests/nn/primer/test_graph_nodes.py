"""Graph nodes: deck experiment B-graph-shopping, forwards and backwards."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument, SutjaError
from sutja.nn import primer


def test_two_apples() -> None:
    """B-graph-shopping: 220 to pay; slopes 2.2 by the apple, 110 by the number and 200 by the tax."""
    apples, taxed = primer.MulLayer(), primer.MulLayer()
    price = taxed.forward(apples.forward(100, 2), 1.1)
    assert price == pytest.approx(220)
    d_apples, d_tax = taxed.backward(1)
    d_apple, d_number = apples.backward(d_apples)
    assert [d_apple, d_number, d_tax] == [pytest.approx(2.2), pytest.approx(110), 200]


def test_apples_and_oranges() -> None:
    """B-graph-shopping: 2 apples at 100 and 3 oranges at 150 make 715; the deck draws the slopes, here they are."""
    apples, oranges, taxed = primer.MulLayer(), primer.MulLayer(), primer.MulLayer()
    both = primer.AddLayer()
    price = taxed.forward(both.forward(apples.forward(100, 2), oranges.forward(150, 3)), 1.1)
    assert price == pytest.approx(715)
    d_sum, d_tax = taxed.backward(1)
    d_apples, d_oranges = both.backward(d_sum)
    d_apple, d_apple_number = apples.backward(d_apples)
    d_orange, d_orange_number = oranges.backward(d_oranges)
    assert d_tax == 650
    assert d_apples == d_oranges == 1.1
    assert [d_apple, d_apple_number] == [pytest.approx(2.2), pytest.approx(110)]
    assert [d_orange, d_orange_number] == [pytest.approx(3.3), pytest.approx(165)]

    def pay(v: Any) -> Any:
        return (v[0] * v[1] + v[2] * v[3]) * v[4]

    measured = primer.numerical_gradient(pay, np.array([100, 2, 150, 3, 1.1]))
    np.testing.assert_allclose(measured, [d_apple, d_apple_number, d_orange, d_orange_number, d_tax], rtol=1e-7)


def test_arrays_entry_by_entry(rng: Any, slopes_agree: Any) -> None:
    x, y, d = rng.standard_normal((3, 2, 3))
    times = primer.MulLayer()
    np.testing.assert_array_equal(times.forward(x, y), x * y)
    dx, dy = times.backward(d)
    slopes_agree(lambda x: np.sum(d * x * y), x, dx)
    slopes_agree(lambda y: np.sum(d * x * y), y, dy)


def test_the_slopes_of_a_sum_are_two_arrays() -> None:
    d = np.ones(2)
    dx, dy = primer.AddLayer().backward(d)
    dx *= 5
    assert dy.tolist() == [1, 1]


MISUSE: list[tuple[Any, str]] = [
    (lambda: primer.MulLayer().forward([1, 2], 3), "`y`. Expected shape (2,), that of `x`. Received: y=3"),
    (lambda: primer.AddLayer().forward([1, 2], [3]), "`y`. Expected shape (2,), that of `x`."),
    (lambda: primer.MulLayer().forward("two", 100), "`x`. Expected numbers, in rows of one length."),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()


def test_a_slope_of_another_shape() -> None:
    times = primer.MulLayer()
    times.forward([1, 2], [3, 4])
    with pytest.raises(InvalidArgument, match=re.escape("`d`. Expected shape (2,), that of `x`. Received: d=1.0")):
        times.backward(1)


@pytest.mark.parametrize(
    "layer",
    [
        primer.MulLayer(),
        primer.Relu(),
        primer.Sigmoid(),
        primer.Affine([[1.0]], [0.0]),
        primer.SoftmaxWithLoss(),
    ],
)
def test_backward_first(layer: Any) -> None:
    text = "There is nothing to go back through yet. Call `forward` first, then `backward`"
    with pytest.raises(SutjaError, match=re.escape(text)):
        layer.backward(np.ones((1, 1)))
