"""Affine: B-layers-backward, and Dense as twin, forwards and backwards."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import Input, Sequential, layers, optimizers, primer


@pytest.fixture
def numbers(rng: Any) -> tuple[Any, Any, Any, Any]:
    return rng.standard_normal((5, 3)), rng.standard_normal((3, 2)), rng.standard_normal(2), rng.standard_normal((5, 2))


def test_the_rows_of_a_batch_by_hand() -> None:
    """B-layers-backward: with the deck's X = (1, 0.5) and first weights, then with a second sample below it."""
    w, b = primer.example_network()[0]
    affine = primer.Affine(w, b)
    np.testing.assert_allclose(affine.forward([[1.0, 0.5], [0.0, 2.0]]), [[0.3, 0.7, 1.1], [0.5, 1.0, 1.5]])
    dx = affine.backward([[1.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    np.testing.assert_allclose(dx, [[0.1, 0.2], [1.0, 1.2]])
    np.testing.assert_allclose(affine.dw, [[1.0, 0.0, 0.0], [0.5, 0.0, 4.0]])
    np.testing.assert_allclose(affine.db, [1, 0, 2])


def test_against_differences(numbers: Any, slopes_agree: Any) -> None:
    x, w, b, d = numbers
    affine = primer.Affine(w, b)
    affine.forward(x)
    dx = affine.backward(d)
    assert (dx.shape, affine.dw.shape, affine.db.shape) == (x.shape, w.shape, b.shape)
    slopes_agree(lambda x: np.sum(d * (x @ w + b)), x, dx)
    slopes_agree(lambda w: np.sum(d * (x @ w + b)), w, affine.dw)
    slopes_agree(lambda b: np.sum(d * (x @ w + b)), b, affine.db)


def test_twin_of_dense(numbers: Any) -> None:
    """One step of SGD with rate 1 changes Dense's weights by their gradient, which is Affine's."""
    x, w, b, t = numbers
    model = Sequential([Input((3,)), layers.Dense(2)])
    model.compile(optimizers.SGD(1.0), "mse")
    model.set_weights([w, b])
    affine = primer.Affine(w, b)
    y = affine.forward(x)
    np.testing.assert_allclose(y, model.predict(x, verbose=0), rtol=1e-12)
    affine.backward(2 / t.size * (y - t))
    model.train_on_batch(x, t)
    dense_w, dense_b = model.get_weights()
    np.testing.assert_allclose(w - dense_w, affine.dw, rtol=1e-9)
    np.testing.assert_allclose(b - dense_b, affine.db, rtol=1e-9)


MISUSE: list[tuple[Any, str]] = [
    (
        lambda: primer.Affine(np.ones((3, 2)), np.ones(3)),
        "`b`. Expected shape (2,) for `w`. Received: b=array of shape (3,), dtype float64",
    ),
    (lambda: primer.Affine(np.ones(3), np.ones(3)), "`w`. Expected rows and columns, an array of 2 dimensions."),
    (
        lambda: primer.Affine(np.ones((4, 2)), np.ones(2)).forward(np.ones(4)),
        "`x`. Expected one sample a row, shape (n, 4). Received: x=array of shape (4,), dtype float64. "
        "x.reshape(-1, 4) lays each sample out in a row",
    ),
    (
        lambda: primer.Affine(np.ones((784, 2)), np.ones(2)).forward(np.ones((5, 28, 28))),
        "Received: x=array of shape (5, 28, 28), dtype float64. x.reshape(-1, 784) lays each sample out in a row",
    ),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()


@pytest.mark.parametrize("shape", [(5, 3), (8, 2), (0, 4), (2, 3, 2), (3,)])
def test_no_advice_where_it_would_mix_samples(shape: Any) -> None:
    with pytest.raises(InvalidArgument) as raised:
        primer.Affine(np.ones((4, 2)), np.ones(2)).forward(np.ones(shape))
    assert str(raised.value).endswith(f"Received: x=array of shape {shape}, dtype float64")


def test_a_slope_of_another_shape() -> None:
    affine = primer.Affine(np.ones((4, 2)), np.ones(2))
    affine.forward(np.ones((3, 4)))
    with pytest.raises(InvalidArgument, match=re.escape("`d`. Expected shape (3, 2), that of the output.")):
        affine.backward(np.ones((2, 3)))
