"""Models as graphs and as layers of other models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument, UnknownName

X = np.random.default_rng(0).random((6, 4), np.float32)


def mlp(name: str | None = None) -> nn.Model:
    x = nn.Input((4,), name="x")
    hidden = nn.layers.Dense(3, activation="relu", name="hidden")(x)
    return nn.Model(x, nn.layers.Dense(2, name="scores")(hidden), name=name)


def test_what_a_model_tells_about_itself() -> None:
    model = mlp("net")
    assert (model.name, model.built, model.count_params()) == ("net", True, 4 * 3 + 3 + 3 * 2 + 2)
    assert (model.input_shape, model.output_shape) == ((None, 4), (None, 2))
    assert [layer.name for layer in model.layers] == ["x", "hidden", "scores"]
    assert [w.name for w in model.weights] == ["kernel", "bias"] * 2
    assert model.get_layer("hidden") is model.get_layer(index=1) is model.layers[1]
    assert model.inputs[0].shape == (None, 4) and model.outputs[0].shape == (None, 2)


def test_calling_a_model_on_arrays_computes_what_predict_does() -> None:
    model = mlp()
    y = model(X)
    assert np.array_equal(y, model.predict(X, verbose=0))
    model(X + 1)
    assert np.array_equal(y, model.predict(X, verbose=0))  # an array of its own


def test_a_model_inside_a_model_shares_its_weights_with_it() -> None:
    inner = mlp("inner")
    x = nn.Input((4,))
    outer = nn.Model(x, nn.layers.Dense(1)(inner(x)))
    assert outer.weights[:4] == inner.weights
    assert outer.count_params() == inner.count_params() + 3
    outer.compile("sgd", "mse")
    before = inner.get_weights()
    outer.fit(X, X[:, :1], verbose=0)
    assert not any(np.array_equal(a, b) for a, b in zip(before[::2], inner.get_weights()[::2], strict=True))
    assert np.allclose(inner.predict(X, verbose=0), inner(X))


def test_a_model_cut_out_of_another_one_has_the_layers_in_between_alone(keras: Any) -> None:
    def cut(engine: Any) -> Any:
        x = engine.Input((4,))
        a = engine.layers.Dense(3, name="a")(x)
        b = engine.layers.Dense(3, name="b")(a)
        y = engine.layers.Add(name="sum")([a, b])
        return engine.Model(x, y), engine.Model(x, b), engine.Model(a, y)

    (whole, first, last), (their_whole, _theirs, their_last) = cut(nn), cut(keras)
    assert [layer.name for layer in first.layers][1:] == ["a", "b"]
    assert [layer.name for layer in last.layers][1:] == [layer.name for layer in their_last.layers][1:] == ["b", "sum"]
    assert last.weights == whole.weights[2:]

    their_whole.set_weights(whole.get_weights())
    middle = np.ones((5, 3), np.float32)
    assert last.predict(middle, verbose=0) == pytest.approx(np.asarray(their_last(middle)), abs=1e-5)


def test_a_model_cut_out_of_another_one_can_be_trained_saved_and_read(tmp_path: Path) -> None:
    whole = mlp()
    last = nn.Model(whole.layers[1].output, whole.outputs[0])
    kept = whole.layers[1].get_weights()
    last.compile("sgd", "mse")
    last.fit(X[:, :3], X[:, :2], verbose=0)
    assert all(np.array_equal(a, b) for a, b in zip(kept, whole.layers[1].get_weights(), strict=True))
    last.save(tmp_path / "last.keras")
    again = nn.models.load_model(tmp_path / "last.keras")
    assert np.array_equal(again.predict(X[:, :3], verbose=0), last.predict(X[:, :3], verbose=0))


def test_inputs_come_by_name_or_in_order() -> None:
    a, b = nn.Input((4,), name="a"), nn.Input((4,), name="b")
    model = nn.Model([a, b], nn.layers.Add()([nn.layers.Dense(2)(a), b_times := nn.layers.Dense(2)(b)]))
    assert b_times.shape == (None, 2)
    in_order = model.predict([X, -X], verbose=0)
    assert np.array_equal(model.predict({"b": -X, "a": X}, verbose=0), in_order)
    assert np.array_equal(model([X, -X]), in_order)
    assert model.input_shape == [(None, 4), (None, 4)]


def same_names() -> Any:
    x = nn.Input((4,))
    return nn.Model(x, nn.layers.Dense(2, name="a")(nn.layers.Dense(2, name="a")(x)), name="net")


def two_outputs() -> nn.Model:
    x = nn.Input((4,))
    return nn.Model(x, [nn.layers.Dense(2)(x), nn.layers.Dense(3)(x)], name="two")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (same_names, "Several layers of `net` are called 'a'. Give each of them a `name` of its own."),
        (
            lambda: nn.Model([], []),
            "Invalid value for argument `inputs`. Expected tensors that start from Input(...), or a list of them. "
            "Received: inputs=[]",
        ),
        (
            lambda: nn.Model(nn.Input((4,)), nn.layers.Dense(2)),
            "Invalid value for argument `outputs`. Expected tensors that start from Input(...), or a list of them. "
            "Received: outputs=<Dense name=dense, built=False>",
        ),
        (
            lambda: mlp("net")(np.zeros((2, 5))),
            "Input of model `net` does not fit. Expected shape (None, 4). Received: shape=(None, 5)",
        ),
        (
            lambda: mlp("net")(nn.Input((4, 1))),
            "Input of model `net` does not fit. Expected shape (None, 4). Received: shape=(None, 4, 1)",
        ),
        (
            lambda: mlp("net")([X, X]),
            "Input of model `net` does not fit. Expected shape (None, 4). Received: shape=(None, 4), (None, 4)",
        ),
        (
            lambda: mlp().get_layer(index=3),
            "Invalid value for argument `index`. Expected the number of a layer, below 3. Received: index=3",
        ),
        (
            lambda: mlp().get_layer(),
            "Invalid value for argument `name`. Expected either `name` or `index`. Received: name=None",
        ),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert str(caught.value) == message


def test_an_unknown_layer_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'hidden'"):
        mlp().get_layer("hiden")


def test_setting_weights_that_do_not_fit_changes_nothing() -> None:
    model = mlp("net")
    before = model.get_weights()
    with pytest.raises(InvalidArgument) as caught:
        model.set_weights([np.ones((4, 3)), np.ones(3), np.ones((3, 2)), np.ones(3)])
    assert str(caught.value) == (
        "Invalid value for argument `weights`. Expected arrays of shapes [(4, 3), (3,), (3, 2), (2,)] for `net`. "
        "Received: weights=[(4, 3), (3,), (3, 2), (3,)]"
    )
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_a_model_written_as_for_keras_is_answered_at_once() -> None:
    class Mine(nn.Model):
        def __init__(self) -> None:
            super().__init__()
            self.dense = nn.layers.Dense(3)

        def call(self, x: Any) -> Any:
            return self.dense(x)

    with pytest.raises(InvalidArgument) as caught:
        Mine()
    assert str(caught.value) == (
        "Mine has no graph. Expected Mine(inputs, outputs), or super().__init__(inputs, outputs) in a class of your "
        "own. A model that is written as a method `call` needs Keras itself: `import keras`."
    )
