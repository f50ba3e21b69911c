"""Sequential: the straight case of a model, with and without an input shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument

X = np.random.default_rng(0).random((6, 4), np.float32)


def test_layers_follow_each_other() -> None:
    model = nn.Sequential([nn.Input((4,)), nn.layers.Dense(3, activation="tanh"), nn.layers.Dense(2)])
    (w, b), (v, c) = (layer.get_weights() for layer in model.layers)
    assert model.predict(X, verbose=0) == pytest.approx(np.tanh(X @ w + b) @ v + c, abs=1e-6)
    assert [layer.name for layer in model.layers] == ["dense", "dense_1"]  # the input is not among them
    assert (model.input_shape, model.output_shape) == ((None, 4), (None, 2))


@pytest.mark.parametrize("first", [{"input_shape": (4,)}, {"input_dim": 4}])
def test_the_first_layer_may_give_the_input_shape(first: dict[str, Any]) -> None:
    model = nn.Sequential([nn.layers.Dense(3, **first), nn.layers.Dense(2)])
    assert model.built and model.output_shape == (None, 2)


def test_layers_may_be_added_one_by_one_before_and_after_it_is_built() -> None:
    model = nn.Sequential()
    model.add(nn.layers.Dense(3))
    assert not model.built
    model.build((None, 4))
    model.add(nn.layers.Dense(2))
    assert [w.shape for w in model.weights] == [(4, 3), (3,), (3, 2), (2,)]
    assert model.predict(X, verbose=0).shape == (6, 2)


def test_without_an_input_the_weights_are_made_for_the_first_data() -> None:
    model = nn.Sequential([nn.layers.Dense(3), nn.layers.Dense(2)], name="net")
    with pytest.raises(InvalidArgument) as caught:
        _shape = model.output_shape
    assert str(caught.value) == (
        "The shapes of `net` are not known yet. Put Input(shape) in front, or call it on data first."
    )
    assert model.weights == []
    model(X)
    assert [w.shape for w in model.weights] == [(4, 3), (3,), (3, 2), (2,)]


def test_a_sequential_is_a_layer_of_another_one() -> None:
    block = nn.Sequential([nn.layers.Dense(3), nn.layers.Dense(3)], name="block")
    model = nn.Sequential([nn.Input((4,)), block, nn.layers.Dense(2)])
    assert [layer.name for layer in model.layers] == ["block", "dense_2"]
    assert block.built and block.input_shape == (None, 4)
    assert model.predict(X, verbose=0).shape == (6, 2)


def test_a_layer_that_does_not_fit_leaves_the_model_as_it_was() -> None:
    model = nn.Sequential([nn.Input((4,)), nn.layers.Dense(3, kernel_initializer="ones")])
    before = model.predict(X, verbose=0)
    for wrong in (nn.layers.Conv2D(3, 3), nn.layers.Reshape((7,)), nn.layers.Dense(2, dtype="float64")):
        with pytest.raises(InvalidArgument):
            model.add(wrong)
        assert len(model.layers) == 1
        assert np.array_equal(model.predict(X, verbose=0), before)
    model.add(nn.layers.Dense(2))
    assert model.predict(X, verbose=0).shape == (6, 2)

    model = nn.Sequential()
    with pytest.raises(InvalidArgument):
        model.add(nn.layers.Conv2D(3, 3, input_shape=(4,)))
    assert (model.layers, model.input_layer, model.built) == ([], None, False)
    model.add(nn.layers.Dense(2, input_shape=(4,)))
    assert model.built


def test_an_input_that_does_not_fit_leaves_the_model_without_a_shape() -> None:
    model = nn.Sequential([nn.layers.Flatten(), nn.layers.Reshape((2, 2))])
    with pytest.raises(InvalidArgument):
        model.build((None, 7))
    assert not model.built
    model.build((None, 4))
    assert model.output_shape == (None, 2, 2)


@pytest.mark.parametrize("with_input", [True, False])
def test_the_last_layer_can_be_taken_away(keras: Any, with_input: bool) -> None:
    shapes = []
    for engine in (nn, keras):
        first = [engine.Input((4,))] if with_input else []
        model = engine.Sequential([*first, engine.layers.Dense(3), engine.layers.Dense(2, name="last")])
        assert model.pop().name == "last"
        model.add(engine.layers.Dense(5))
        model.compile("sgd", "mse")
        model.fit(X, np.zeros((6, 5)), verbose=0)
        shapes.append([tuple(w.shape) for w in model.weights])
        assert model.predict(X, verbose=0).shape == (6, 5)
    assert shapes[0] == shapes[1]


def test_all_layers_can_be_taken_away() -> None:
    model = nn.Sequential([nn.Input((4,)), nn.layers.Dense(3)])
    model.pop()
    assert not model.built
    with pytest.raises(InvalidArgument, match="Expected at least one layer: add"):
        model.pop()
    model.add(nn.layers.Dense(2))
    assert model.output_shape == (None, 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: nn.Sequential(
                [nn.Input((4,)), nn.layers.Dense(3, name="a"), nn.layers.Dense(3, name="a")], name="net"
            ),
            "Invalid value for argument `layer`. Expected a name that no other layer of `net` has. Received: layer='a'",
        ),
        (
            lambda: nn.Sequential([nn.layers.Dense(3), nn.Input((4,), name="x")]),
            "Invalid value for argument `layer`. Expected Input as the first layer only. Received: layer='x'",
        ),
        (
            lambda: nn.Sequential([nn.layers.Dense]),
            "Invalid value for argument `layer`. Expected a layer, such as Dense(10). "
            "Received: layer=<class 'sutja.nn.layers.dense.Dense'>",
        ),
        (
            lambda: nn.Sequential([nn.Input((4,)), nn.layers.Dense(3)], name="net")(X[:, :3]),
            "Input of model `net` does not fit. Expected shape (None, 4). Received: shape=(None, 3)",
        ),
        (
            lambda: nn.Sequential([nn.Input((4,)), nn.layers.Conv2D(3, 3, name="conv")]),
            "Input of layer `conv` (Conv2D) does not fit. Expected 4 dimensions, batch included. "
            "Received: shape=(None, 4)",
        ),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert str(caught.value) == message
