"""Every layer's ``backward`` against differences, over the arguments that it takes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.nn import config, layers
from sutja.nn.call import Call, Step

ACTIVATIONS = ["linear", "relu", "leaky_relu", "elu", "sigmoid", "tanh", "softmax"]
SEEDS = st.integers(0, 2**32 - 1)
grid = settings(max_examples=25, deadline=None, derandomize=True)


@pytest.fixture(autouse=True)
def _float64(_settings: None) -> None:
    config.set_floatx("float64")


def numbers(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).standard_normal(shape)


def pictures(draw: Any) -> Any:
    """A few small pictures (batch, height, width, channels)."""
    shape = [draw(st.integers(1, most)) for most in (3, 6, 6, 3)]
    return numbers(draw(SEEDS), *shape)


@st.composite
def windows(draw: Any, size_name: str) -> tuple[Any, dict[str, Any]]:
    """Pictures, and a window that fits into them with its strides and padding."""
    x = pictures(draw)
    padding = draw(st.sampled_from(["valid", "same"]))
    most = [4, 4] if padding == "same" else [min(4, n) for n in x.shape[1:3]]
    size = tuple(draw(st.integers(1, n)) for n in most)
    strides = tuple(draw(st.integers(1, 3)) for _ in range(2))
    return x, {size_name: size, "strides": strides, "padding": padding}


@grid
@given(
    batch=st.integers(1, 4),
    steps=st.sampled_from([(), (3,)]),
    n=st.integers(1, 5),
    units=st.integers(1, 4),
    activation=st.sampled_from(ACTIVATIONS),
    use_bias=st.booleans(),
    seed=SEEDS,
)
def test_dense(
    gradient_check: Any,
    batch: int,
    steps: tuple[int, ...],
    n: int,
    units: int,
    activation: str,
    use_bias: bool,
    seed: int,
) -> None:
    layer = layers.Dense(units, activation=activation, use_bias=use_bias)
    gradient_check.check_layer(layer, numbers(seed, batch, *steps, n), seed=seed)


@grid
@given(
    case=windows("kernel_size"),
    filters=st.integers(1, 3),
    activation=st.sampled_from(ACTIVATIONS),
    use_bias=st.booleans(),
    seed=SEEDS,
)
def test_conv2d(gradient_check: Any, case: Any, filters: int, activation: str, use_bias: bool, seed: int) -> None:
    x, arguments = case
    layer = layers.Conv2D(filters, activation=activation, use_bias=use_bias, **arguments)
    gradient_check.check_layer(layer, x, seed=seed)


@grid
@given(case=windows("pool_size"), kind=st.sampled_from([layers.MaxPooling2D, layers.AveragePooling2D]), seed=SEEDS)
def test_pooling(gradient_check: Any, case: Any, kind: Any, seed: int) -> None:
    x, arguments = case
    gradient_check.check_layer(kind(**arguments), x, seed=seed)


@grid
@given(
    shape=st.sampled_from([(1, 3), (2, 1), (5, 3), (2, 3, 2), (1, 2, 3, 2), (3, 2, 2, 1)]),
    training=st.booleans(),
    center=st.booleans(),
    scale=st.booleans(),
    epsilon=st.sampled_from([1e-3, 0.1]),
    seed=SEEDS,
)
def test_batch_normalization(
    gradient_check: Any, shape: tuple[int, ...], training: bool, center: bool, scale: bool, epsilon: float, seed: int
) -> None:
    layer = layers.BatchNormalization(center=center, scale=scale, epsilon=epsilon)
    gradient_check.check_layer(layer, 1 + 2 * numbers(seed, *shape), training=training, seed=seed)


@grid
@given(
    activation=st.sampled_from(ACTIVATIONS),
    shape=st.sampled_from([(1, 1), (4, 3), (2, 3, 2), (1, 2, 2, 3)]),
    seed=SEEDS,
)
def test_activation(gradient_check: Any, activation: str, shape: tuple[int, ...], seed: int) -> None:
    gradient_check.check_layer(layers.Activation(activation), 2 * numbers(seed, *shape), seed=seed)


@grid
@given(rate=st.sampled_from([0, 0.25, 0.5, 0.9, 1]), training=st.booleans(), seed=SEEDS)
def test_dropout(gradient_check: Any, rate: float, training: bool, seed: int) -> None:
    """The same step draws the same mask, so the function that is differentiated stays the same."""
    gradient_check.check_layer(layers.Dropout(rate), numbers(seed, 3, 4, 2), training=training, seed=seed)


@grid
@given(count=st.integers(2, 4), shape=st.sampled_from([(1, 1), (3, 2), (2, 2, 3, 1)]), seed=SEEDS)
def test_add(gradient_check: Any, count: int, shape: tuple[int, ...], seed: int) -> None:
    gradient_check.check_layer(layers.Add(), [numbers(seed + i, *shape) for i in range(count)], seed=seed)


@grid
@given(shape=st.sampled_from([(1, 1), (2, 3), (1, 2, 3), (3, 2, 2, 2)]), seed=SEEDS)
def test_flatten(gradient_check: Any, shape: tuple[int, ...], seed: int) -> None:
    gradient_check.check_layer(layers.Flatten(), numbers(seed, *shape), seed=seed)


@grid
@given(target=st.sampled_from([(12,), (3, 4), (2, 3, -1), (-1, 1)]), seed=SEEDS)
def test_reshape(gradient_check: Any, target: tuple[int, ...], seed: int) -> None:
    gradient_check.check_layer(layers.Reshape(target), numbers(seed, 2, 2, 6), seed=seed)


BUILT = {
    "dense": (lambda: layers.Dense(3, activation="tanh"), (4, 5)),
    "conv2d": (lambda: layers.Conv2D(3, 2, padding="same", activation="sigmoid"), (2, 4, 4, 2)),
    "batch_normalization": (layers.BatchNormalization, (6, 3)),
}


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("name", BUILT)
def test_what_nobody_wants_changes_nothing_else(name: str, training: bool) -> None:
    """Without the input's gradient the weights' stay the same, and the other way round."""
    make, shape = BUILT[name]
    layer, x = make(), numbers(1, *shape)
    layer.build_once((None, *shape[1:]))
    everything = _backward(layer, x, layer.trainable_weights, True, training)
    no_input = _backward(layer, x, layer.trainable_weights, False, training)
    frozen = _backward(layer, x, [], True, training)
    one = _backward(layer, x, layer.trainable_weights[:1], True, training)
    assert no_input[0] is None
    for a, b in zip(everything[1], no_input[1], strict=True):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(everything[0], frozen[0])
    np.testing.assert_array_equal(everything[0], one[0])
    np.testing.assert_array_equal(everything[1][0], one[1][0])
    assert _backward(layer, x, [], False, training)[0] is None


def _backward(layer: Any, x: Any, wanted: list[Any], input_too: bool, training: bool) -> tuple[Any, list[Any]]:
    call = Call(Step())
    call.needs_input_gradient = input_too
    call.step.gradients = {id(v): np.full(v.shape, np.nan) for v in wanted}
    call.step.begin(training=training)
    y = layer.forward(x, call)
    dx = layer.backward(numbers(2, *y.shape), call)
    call.step.finish_backward()
    return dx if dx is None else dx.copy(), [call.step.gradients[id(v)] for v in wanted]
