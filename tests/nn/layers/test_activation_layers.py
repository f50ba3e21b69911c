"""Activation functions as layers of their own, and the layers that have one inside, against differences and Keras."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument
from sutja.nn import activations, config, layers

CASES: list[tuple[str, dict[str, Any]]] = [
    ("ReLU", {}),
    ("ReLU", {"max_value": 1.0}),
    ("ReLU", {"max_value": 1.5, "negative_slope": 0.2, "threshold": 0.4}),
    ("ReLU", {"negative_slope": 0.5}),
    ("LeakyReLU", {}),
    ("LeakyReLU", {"negative_slope": 0.0}),
    ("PReLU", {}),
    ("PReLU", {"shared_axes": [1, 2]}),
    ("PReLU", {"shared_axes": [2], "alpha_initializer": "ones"}),
    ("ELU", {}),
    ("ELU", {"alpha": 0.3}),
    ("Softmax", {}),
    ("Softmax", {"axis": 1}),
    ("Softmax", {"axis": [1, 3]}),
]
NEW = ["relu6", "celu", "selu", "gelu", "silu", "hard_silu", "mish", "softplus", "softsign", "hard_sigmoid"]
NEW += ["log_sigmoid", "exponential", "log_softmax"]


few = settings(max_examples=4, deadline=None, derandomize=True)


def numbers(*shape: int, seed: int = 0) -> Any:
    return np.random.default_rng(seed).standard_normal(shape).astype(config.floatx())


@pytest.mark.parametrize(("kind", "arguments"), CASES)
@few
@given(seed=st.integers(0, 1000))
def test_gradients(gradient_check: Any, kind: str, arguments: dict[str, Any], seed: int) -> None:
    config.set_floatx("float64")
    gradient_check.check_layer(getattr(layers, kind)(**arguments), numbers(2, 3, 2, 3, seed=seed), seed=seed)


@pytest.mark.parametrize(("kind", "arguments"), CASES)
def test_as_keras(twin: Any, kind: str, arguments: dict[str, Any]) -> None:
    x = numbers(2, 3, 2, 3)
    if kind != "Softmax":
        x.flat[:3] = 0  # the kink too
    twin.compare_layer(kind, arguments, x)


@pytest.mark.parametrize(("kind", "arguments"), CASES)
def test_files(twin: Any, tmp_path: Path, kind: str, arguments: dict[str, Any]) -> None:
    if kind == "ELU" and arguments:
        pytest.skip("Keras leaves alpha out of its files")
    twin.compare_files(kind, arguments, numbers(2, 3, 2, 3), tmp_path)


def test_alpha_of_elu_is_kept_in_our_files() -> None:
    assert layers.ELU.from_config(layers.ELU(alpha=0.3).get_config()).alpha == 0.3


@pytest.mark.parametrize("activation", NEW)
def test_inside_other_layers(twin: Any, activation: str) -> None:
    """The functions that need x, which a layer must not overwrite then, and those that do not."""
    twin.compare_layer("Dense", {"units": 4, "activation": activation}, numbers(3, 2))
    twin.compare_layer("Conv2D", {"filters": 2, "kernel_size": 2, "activation": activation}, numbers(2, 3, 3, 2))


@pytest.mark.parametrize("activation", ["silu", "gelu", "mish", "hard_silu"])
@few
@given(seed=st.integers(0, 1000))
def test_gradients_where_the_function_needs_x(gradient_check: Any, activation: str, seed: int) -> None:
    config.set_floatx("float64")
    gradient_check.check_layer(layers.Dense(3, activation=activation), numbers(4, 2, seed=seed))
    gradient_check.check_layer(layers.Conv2D(2, 2, activation=activation), numbers(2, 3, 3, 1, seed=seed))
    assert activations.get(activation).from_input


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: layers.ReLU(max_value=-1),
            "Invalid value for argument `max_value`. Expected a number of at least 0. Received: max_value=-1",
        ),
        (
            lambda: layers.LeakyReLU(None),
            "Invalid value for argument `negative_slope`. Expected a number of at least 0. "
            "Received: negative_slope=None",
        ),
        (
            lambda: layers.Softmax(axis=0),
            "Invalid value for argument `axis`. Expected the number of a dimension, not 0, or a list of them. "
            "Received: axis=0",
        ),
        (
            lambda: layers.PReLU(shared_axes=[0]),
            "Invalid value for argument `shared_axes`. Expected numbers of dimensions above 0, which is the batch. "
            "Received: shared_axes=[0]",
        ),
        (
            lambda: layers.PReLU()(layers.Input((None, 3))),
            "Invalid value for argument `input_shape`. Expected known dimensions, but for the batch and "
            "`shared_axes`. Received: input_shape=(None, None, 3)",
        ),
        (
            lambda: layers.PReLU(alpha_constraint="non_neg"),
            "Unsupported argument `alpha_constraint` of PReLU. Expected to be left out: PReLU does not have it. "
            "Received: alpha_constraint='non_neg'. For this one, train with Keras itself: `import keras`.",
        ),
    ],
)
def test_misuse(make: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        make()
    assert str(caught.value) == message
