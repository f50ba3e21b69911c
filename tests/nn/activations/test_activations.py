"""Activation functions: values, derivatives, the ways to name one, and the figures of deck B."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import activations

NAMES = ["linear", "relu", "leaky_relu", "elu", "sigmoid", "tanh", "softmax"]
EXTREMES = [0.0, -0.0, 1e-8, -1e-8, 0.3, -0.3, 5, -5, 40, -40, 1e3, -1e3, 1e38, -1e38]


def test_sigmoid_of_deck_b() -> None:
    """Deck experiment B-activations."""
    np.testing.assert_allclose(
        activations.sigmoid([-1.0, 1.0, 2.0]), [0.26894142, 0.73105858, 0.88079708], rtol=0, atol=5e-8
    )


def test_softmax_of_deck_b() -> None:
    """Deck experiment B-softmax."""
    y = activations.softmax(np.array([0.3, 2.9, 4.0]))
    np.testing.assert_allclose(y, [0.01821127, 0.24519181, 0.73659691], rtol=0, atol=5e-9)
    assert y.sum() == pytest.approx(1)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30, deadline=None, derandomize=True)
@given(shape=st.sampled_from([(1,), (5,), (3, 4), (2, 3, 2)]), seed=st.integers(0, 2**32 - 1))
def test_backward_is_the_derivative(gradient_check: Any, name: str, shape: tuple[int, ...], seed: int) -> None:
    rng = np.random.default_rng(seed)
    f, x, r = activations.get(name), 2 * rng.standard_normal(shape), rng.standard_normal(shape)
    gradient_check.check(lambda: float(np.vdot(r, f(x))), x, f.backward(r, f(x), None))


@pytest.mark.parametrize("name", NAMES)
def test_in_place_or_not_is_the_same(name: str) -> None:
    f, x = activations.get(name), np.random.default_rng(0).standard_normal((4, 5)).astype(np.float32)
    y = f(x)
    dx = f.backward(x, y, None)
    own = x.copy()
    np.testing.assert_array_equal(f.forward(own, own), y)
    out = np.full_like(x, np.nan)
    np.testing.assert_array_equal(f.forward(x, out), y)
    np.testing.assert_array_equal(f.backward(x, y, out), dx)


@pytest.mark.parametrize("name", NAMES)
def test_values_as_keras_finds_them(keras: Any, name: str) -> None:
    """Also where an exponential would overflow."""
    x = np.array([EXTREMES, EXTREMES[::-1]], np.float32)
    with np.errstate(over="raise", invalid="raise"):
        ours = getattr(activations, name)(x)
    theirs = np.asarray(getattr(keras.activations, name)(x))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_float_type_stays(name: str, dtype: str) -> None:
    f = activations.get(name)
    y = f(np.ones((2, 3), dtype))
    assert y.dtype == dtype
    assert f.backward(y, y, None).dtype == dtype
    assert f([[1, 2, 3]]).dtype == "float32"


def test_calling_one_leaves_its_argument_alone() -> None:
    x = np.array([-1.0, 2.0])
    for name in NAMES:
        activations.get(name)(x)
    np.testing.assert_array_equal(x, [-1, 2])


@pytest.mark.parametrize("name", NAMES)
def test_every_way_to_name_one(keras: Any, name: str) -> None:
    f = getattr(activations, name)
    assert activations.get(name) is f
    assert activations.get(f) is f
    assert activations.get(activations.serialize(f)) is f
    assert activations.get(keras.activations.serialize(getattr(keras.activations, name))) is f
    assert activations.deserialize({"class_name": "function", "config": name}) is f
    assert repr(f) == f"<activation {name}>"


def test_none_is_linear() -> None:
    assert activations.get(None) is activations.linear


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownName) as caught:
        activations.get("rellu")
    assert str(caught.value) == (
        "Invalid value for argument `activation`. "
        "Expected one of: linear, relu, leaky_relu, elu, sigmoid, tanh, softmax. "
        "Received: activation='rellu'. Did you mean 'relu'?"
    )
    with pytest.raises(InvalidArgument) as other:
        activations.get(3)
    assert str(other.value) == (
        "Invalid value for argument `activation`. Expected the name of an activation, or one of "
        "`sutja.nn.activations`. Received: activation=3"
    )
