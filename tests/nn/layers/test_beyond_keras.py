"""Layers that Keras does not have: Maxout and GradientReversal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.nn import config, layers
from sutja.nn.call import Call, Step


@settings(max_examples=10, deadline=None, derandomize=True)
@given(axis=st.sampled_from([-1, 1, 2]), units=st.sampled_from([1, 2, 4]), seed=st.integers(0, 1000))
def test_gradients_of_maxout(gradient_check: Any, axis: int, units: int, seed: int) -> None:
    config.set_floatx("float64")
    gradient_check.check_layer(layers.Maxout(units, axis), np.random.default_rng(seed).standard_normal((2, 4, 4)))


def test_maxout_takes_the_largest_of_each_group() -> None:
    y = layers.Maxout(2)(np.array([[1.0, 3.0, 2.0, -1.0, -5.0, -2.0]], np.float32))
    np.testing.assert_array_equal(y, [[3, -1]])
    assert layers.Maxout(2)(layers.Input((6,))).shape == (None, 2)


def test_only_the_winner_gets_the_gradient_the_first_one_of_equals() -> None:
    layer, call = layers.Maxout(1), Call(Step())
    layer.forward(np.array([[2.0, 5.0, 5.0]]), call)
    np.testing.assert_array_equal(layer.backward(np.array([[7.0]]), call), [[0, 7, 0]])


def test_the_gradient_is_turned_round() -> None:
    layer, call, x = layers.GradientReversal(0.5), Call(Step()), np.array([[1.0, -2.0]])
    np.testing.assert_array_equal(layer.forward(x, call), x)
    np.testing.assert_array_equal(layer.backward(np.array([[4.0, 6.0]]), call), [[-2, -3]])


def test_a_layer_behind_a_reversal_learns_and_those_before_it_unlearn() -> None:
    """With a step of the plain sign the loss falls, with the turned one it rises."""
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((64, 3)).astype(np.float32), rng.standard_normal((64, 1)).astype(np.float32)
    for scale, better in ((None, True), (1.0, False)):
        middle = [] if scale is None else [layers.GradientReversal(scale)]
        first, last = layers.Dense(4), layers.Dense(1, trainable=False)
        model = nn.Sequential([layers.Input((3,)), first, *middle, last])
        model.compile(nn.optimizers.SGD(0.05), "mse")
        before = model.evaluate(x, y, verbose=0)
        model.fit(x, y, epochs=3, verbose=0)
        assert (model.evaluate(x, y, verbose=0) < before) is better


def test_files(tmp_path: Path) -> None:
    model = nn.Sequential([layers.Input((6,)), layers.GradientReversal(0.5), layers.Maxout(2)])
    model.save(tmp_path / "model.keras")
    again = nn.models.load_model(tmp_path / "model.keras")
    assert [layer.get_config() for layer in again.layers] == [layer.get_config() for layer in model.layers]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: layers.Maxout(4)(layers.Input((6,))),
            "Invalid value for argument `num_units`. Expected a divisor of the features, 6. Received: num_units=4",
        ),
        (
            lambda: layers.GradientReversal(-1),
            "Invalid value for argument `scale`. Expected a number of at least 0. Received: scale=-1",
        ),
    ],
)
def test_misuse(make: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        make()
    assert str(caught.value) == message
