"""Activation functions: values, derivatives, the ways to name one, and the figures of deck B."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import activations

NAMES = [
    "linear",
    "relu",
    "leaky_relu",
    "relu6",
    "elu",
    "celu",
    "selu",
    "gelu",
    "silu",
    "hard_silu",
    "mish",
    "softplus",
    "softsign",
    "sigmoid",
    "hard_sigmoid",
    "log_sigmoid",
    "tanh",
    "exponential",
    "softmax",
    "log_softmax",
]
VARIANTS: list[tuple[str, dict[str, Any]]] = [
    ("relu", {"negative_slope": 0.3}),
    ("relu", {"max_value": 1.0}),
    ("relu", {"threshold": 0.7}),
    ("relu", {"negative_slope": 0.2, "max_value": 1.5, "threshold": 0.5}),
    ("leaky_relu", {"negative_slope": 0.0}),
    ("leaky_relu", {"negative_slope": 1.5}),
    ("elu", {"alpha": 0.5}),
    ("elu", {"alpha": 0.0}),
    ("celu", {"alpha": 2.0}),
    ("gelu", {"approximate": True}),
    ("softmax", {"axis": 0}),
    ("log_softmax", {"axis": 1}),
]
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
    gradient_check.check(lambda: float(np.vdot(r, f(x))), x, f.backward(r, _kept(f, x), None))


@pytest.mark.parametrize(("name", "arguments"), VARIANTS)
@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_backward_of_variants(gradient_check: Any, name: str, arguments: dict[str, Any], seed: int) -> None:
    rng = np.random.default_rng(seed)
    f = activations.get(name).with_arguments(**arguments)
    x, r = 2 * rng.standard_normal((3, 4)), rng.standard_normal((3, 4))
    gradient_check.check(lambda: float(np.vdot(r, f(x))), x, f.backward(r, _kept(f, x), None))


@pytest.mark.parametrize(("name", "arguments"), VARIANTS)
def test_arguments_mean_what_they_do_in_keras(keras: Any, name: str, arguments: dict[str, Any]) -> None:
    x = np.linspace(-3, 3, 25, dtype=np.float32).reshape(5, 5)
    theirs = np.asarray(getattr(keras.activations, name)(x, **arguments))
    np.testing.assert_allclose(getattr(activations, name)(x, **arguments), theirs, rtol=1e-6, atol=5e-7)


def _kept(f: Any, x: Any) -> Any:
    """What a layer keeps for ``backward``."""
    return x if f.from_input else f(x)


@pytest.mark.parametrize("name", NAMES)
def test_in_place_or_not_is_the_same(name: str) -> None:
    f, x = activations.get(name), np.random.default_rng(0).standard_normal((4, 5)).astype(np.float32)
    y = f(x)
    kept = _kept(f, x)
    dx = f.backward(x, kept, None)
    if not f.from_input:
        own = x.copy()
        np.testing.assert_array_equal(f.forward(own, own), y)
    out = np.full_like(x, np.nan)
    np.testing.assert_array_equal(f.forward(x, out), y)
    np.testing.assert_array_equal(f.backward(x, kept, out), dx)


@pytest.mark.parametrize("name", NAMES)
def test_values_as_keras_finds_them(keras: Any, name: str) -> None:
    """Also where an exponential would overflow."""
    x = np.array([EXTREMES, EXTREMES[::-1]], np.float32)
    with np.errstate(over="raise", invalid="raise"):
        ours = getattr(activations, name)(np.minimum(x, 80) if name == "exponential" else x)
    theirs = np.asarray(getattr(keras.activations, name)(np.minimum(x, 80) if name == "exponential" else x))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=5e-7)


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
        f"Expected one of: {', '.join(NAMES)}. "
        "Received: activation='rellu'. Did you mean 'relu'?"
    )
    assert activations.get("swish") is activations.silu
    assert activations.get("hard_swish") is activations.hard_silu
    with pytest.raises(InvalidArgument) as other:
        activations.get(3)
    assert str(other.value) == (
        "Invalid value for argument `activation`. Expected the name of an activation, or one of "
        "`sutja.nn.activations`. Received: activation=3"
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: activations.elu(1.0, alpha=-1),
            "Invalid value for argument `alpha`. Expected a number of at least 0. Received: alpha=-1",
        ),
        (
            lambda: activations.celu(1.0, alpha=0),
            "Invalid value for argument `alpha`. Expected a number above 0. Received: alpha=0",
        ),
        (
            lambda: activations.tanh(1.0, 2),
            "Invalid value for argument `x`. Expected the only argument of `tanh`. Received: x=(2,)",
        ),
    ],
)
def test_arguments_that_cannot_be(call: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize("size", [1, 32767, 32768, 100_001])
def test_relu_of_many_numbers(size: int) -> None:
    """Computed piece by piece; also where the numbers do not lie side by side."""
    x = np.random.default_rng(0).standard_normal((size, 2)).astype(np.float32)
    expected = np.where(x > 0, x, 0)
    np.testing.assert_array_equal(activations.relu.forward(x, np.full_like(x, np.nan)), expected)
    np.testing.assert_array_equal(activations.relu.forward(x[:, 0], np.full(size, np.nan, np.float32)), expected[:, 0])
