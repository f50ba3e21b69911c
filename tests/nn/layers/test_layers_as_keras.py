"""Every layer against the one of the same name in Keras: outputs, gradients and statistics, argument by argument.

JAX compiles every example that is drawn, which takes a fifth of a second; so there are few, and each draws all
arguments.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ACTIVATIONS = [None, "linear", "relu", "leaky_relu", "elu", "sigmoid", "tanh", "softmax"]
SEEDS = st.integers(0, 2**32 - 1)
few = settings(max_examples=8, deadline=None, derandomize=True)


def numbers(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


@st.composite
def windows(draw: Any, size_name: str, *, ties: bool = False) -> tuple[Any, dict[str, Any]]:
    """Pictures, and a window that fits into them with its strides and padding.

    ``ties``: pictures of few different numbers, many of them 0 as after ReLU.
    """
    shape = [draw(st.integers(1, most)) for most in (3, 7, 7, 3)]
    x = numbers(draw(SEEDS), *shape)
    if ties:
        x = np.maximum(np.round(x), 0)
    padding = draw(st.sampled_from(["valid", "same", "SAME"]))
    most = [4, 4] if padding != "valid" else [min(4, n) for n in shape[1:3]]
    size: Any = tuple(draw(st.integers(1, n)) for n in most)
    strides: Any = tuple(draw(st.integers(1, 3)) for _ in range(2))
    if draw(st.booleans()):
        size = min(size)
    if size_name == "pool_size" and draw(st.booleans()):
        strides = None
    elif strides[0] == strides[1]:
        strides = strides[0]
    return x, {size_name: size, "strides": strides, "padding": padding}


@few
@given(
    lead=st.sampled_from([(1,), (4,), (2, 3)]),
    n=st.integers(1, 6),
    units=st.integers(1, 5),
    activation=st.sampled_from(ACTIVATIONS),
    use_bias=st.booleans(),
    seed=SEEDS,
)
def test_dense(
    twin: Any, lead: tuple[int, ...], n: int, units: int, activation: str | None, use_bias: bool, seed: int
) -> None:
    arguments = {"units": units, "activation": activation, "use_bias": use_bias}
    twin.compare_layer("Dense", arguments, numbers(seed, *lead, n), seed=seed)


@settings(few, max_examples=10)
@given(
    case=windows("kernel_size"),
    filters=st.integers(1, 4),
    activation=st.sampled_from(ACTIVATIONS),
    use_bias=st.booleans(),
    seed=SEEDS,
)
def test_conv2d(twin: Any, case: Any, filters: int, activation: str | None, use_bias: bool, seed: int) -> None:
    x, arguments = case
    twin.compare_layer(
        "Conv2D", {"filters": filters, "activation": activation, "use_bias": use_bias, **arguments}, x, seed=seed
    )


@settings(few, max_examples=8)
@given(case=windows("pool_size"), seed=SEEDS)
def test_max_pooling(twin: Any, case: Any, seed: int) -> None:
    twin.compare_layer("MaxPooling2D", case[1], case[0], seed=seed)


@settings(few, max_examples=8)
@given(case=windows("pool_size", ties=True), seed=SEEDS)
def test_max_pooling_sends_the_gradient_to_the_first_of_equals(twin: Any, case: Any, seed: int) -> None:
    twin.compare_layer("MaxPooling2D", case[1], case[0], seed=seed)


@settings(few, max_examples=8)
@given(case=windows("pool_size"), seed=SEEDS)
def test_average_pooling(twin: Any, case: Any, seed: int) -> None:
    twin.compare_layer("AveragePooling2D", case[1], case[0], seed=seed)


@pytest.mark.parametrize("kind", ["Conv2D", "MaxPooling2D", "AveragePooling2D"])
@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (4, 3)])
def test_same_padding_of_odd_pictures(twin: Any, kind: str, size: int, stride: int) -> None:
    """An odd number of missing places is split with the smaller half first."""
    arguments: dict[str, Any] = {"strides": stride, "padding": "same"}
    arguments |= {"filters": 2, "kernel_size": size} if kind == "Conv2D" else {"pool_size": size}
    twin.compare_layer(kind, arguments, numbers(size + stride, 2, 7, 5, 2))


@settings(few, max_examples=10)
@given(
    shape=st.sampled_from([(5, 4), (4, 3, 2), (1, 4, 5, 3), (2, 3, 4, 3)]),
    training=st.booleans(),
    momentum=st.sampled_from([0.99, 0.5, 0, 1]),
    epsilon=st.sampled_from([1e-3, 1e-2]),
    center=st.booleans(),
    scale=st.booleans(),
    seed=SEEDS,
)
def test_batch_normalization(
    twin: Any,
    shape: tuple[int, ...],
    training: bool,
    momentum: float,
    epsilon: float,
    center: bool,
    scale: bool,
    seed: int,
) -> None:
    arguments = {"momentum": momentum, "epsilon": epsilon, "center": center, "scale": scale}
    x = 1 + 2 * numbers(seed, *shape)
    twin.compare_layer("BatchNormalization", arguments, x, training=training, seed=seed)


def test_frozen_batch_normalization_uses_the_moving_statistics(twin: Any) -> None:
    twin.compare_layer("BatchNormalization", {"trainable": False}, numbers(3, 6, 2), training=True)


@pytest.mark.parametrize("activation", ACTIVATIONS[1:])
def test_activation(twin: Any, activation: str) -> None:
    x = 3 * numbers(5, 2, 3, 3, 2)
    x.flat[:2] = 0  # the kink too
    twin.compare_layer("Activation", {"activation": activation}, x)


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 4), (2, 3, 2, 2)])
def test_flatten(twin: Any, shape: tuple[int, ...]) -> None:
    twin.compare_layer("Flatten", {}, numbers(0, *shape))


@pytest.mark.parametrize("target", [(12,), (3, 4), (2, 3, -1), (-1,)])
def test_reshape(twin: Any, target: tuple[int, ...]) -> None:
    twin.compare_layer("Reshape", {"target_shape": target}, numbers(0, 2, 2, 6))


@pytest.mark.parametrize("count", [2, 3])
def test_add(twin: Any, count: int) -> None:
    twin.compare_layer("Add", {}, [numbers(i, 2, 3, 2) for i in range(count)])


def test_dropout_outside_training(twin: Any) -> None:
    twin.compare_layer("Dropout", {"rate": 0.5}, numbers(0, 3, 4))


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_dropout_of_nothing_and_of_everything(twin: Any, rate: float) -> None:
    """Between the two Keras draws other numbers; what it does with them is checked in test_dropout.py."""
    twin.compare_layer("Dropout", {"rate": rate}, numbers(0, 3, 4), training=True)
