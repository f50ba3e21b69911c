"""``layer(x, training=...)`` in a graph: the call works so whatever the model does, in files as well."""

from __future__ import annotations

import inspect
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.nn.training.straight import StraightNetwork

X = np.random.default_rng(0).random((40, 6), np.float32)
Y = X.sum(axis=1, keepdims=True)


def with_dropout(training: bool | None) -> nn.Model:
    x = nn.Input((6,))
    return nn.Model(x, nn.layers.Dropout(0.5)(x, training=training))


def base(engine: Any) -> Any:
    return engine.Sequential([engine.Input((6,)), engine.layers.BatchNormalization(name="norm")], name="base")


def around(engine: Any, inner: Any, training: bool | None) -> Any:
    x = engine.Input((6,))
    model = engine.Model(x, engine.layers.Dense(1, kernel_initializer="ones")(inner(x, training=training)))
    model.compile(engine.optimizers.SGD(0.01), "mse")
    return model


def moving(model: Any) -> list[Any]:
    layer = model.get_layer("norm")
    return [layer.moving_mean.numpy().copy(), layer.moving_variance.numpy().copy()]


def drops(y: Any) -> bool:
    return bool(np.any(np.asarray(y) == 0))


def test_dropout_that_always_drops_draws_anew_in_every_prediction() -> None:
    model = with_dropout(True)
    model.compile("sgd", "mse")
    seen = [model.predict(X, verbose=0), model.predict_on_batch(X), model(X), model(X), model(X, training=False)]
    assert all(map(drops, seen))
    assert all(not np.array_equal(a, b) for a, b in itertools.pairwise(seen))
    mean = np.mean([model.predict(X, verbose=0) for _number in range(400)], axis=0)
    assert np.abs(mean - X).max() < 0.25
    assert model.evaluate(X, X, verbose=0) > 0.01
    assert StraightNetwork.of(model.graph) is None


def test_the_same_seed_drops_the_same() -> None:
    made = []
    for _number in range(2):
        nn.utils.set_random_seed(3)
        model = with_dropout(True)
        made.append([model.predict(X, verbose=0), model(X)])
    assert np.array_equal(made[0], made[1])


def test_dropout_that_never_drops() -> None:
    assert drops(with_dropout(None)(X, training=True))
    assert not drops(with_dropout(False)(X, training=True))


@pytest.mark.parametrize("threads", [1, 2])
def test_a_base_called_without_training_keeps_its_statistics_while_the_rest_is_trained(threads: int) -> None:
    nn.config.set_num_threads(threads)
    for training in (False, None):
        inner = base(nn)
        model = around(nn, inner, training)
        before = moving(inner)
        expected = np.square(inner(X).sum(axis=1, keepdims=True) - Y).mean()  # of the ones in the Dense layer
        loss = model.fit(X, Y, batch_size=40, verbose=0).history["loss"][0]
        kept = all(np.array_equal(a, b) for a, b in zip(before, moving(inner), strict=True))
        assert kept is (training is False)
        assert bool(np.isclose(loss, expected, rtol=1e-5)) is kept


def test_gamma_is_trained_with_the_moving_statistics() -> None:
    model = around(nn, base(nn), False)
    layer = model.get_layer("base").get_layer("norm")
    layer.set_weights([np.full(6, v, np.float32) for v in (1.5, 0.5, 0.2, 2.0)])
    _loss, slopes = nn.gradients(model, "mse", X, Y)
    normal = (X - 0.2) / np.sqrt(2.0 + layer.epsilon)
    error = 2 * (model.predict(X, verbose=0) - Y) / len(X)
    assert np.allclose(slopes[0], (error * normal).sum(axis=0), rtol=1e-4)


def test_what_is_said_innermost_counts() -> None:
    x = nn.Input((6,))
    inner = with_dropout(True)
    assert drops(nn.Model(x, inner(x, training=False)).predict(X, verbose=0))
    inner = nn.Sequential([nn.Input((6,)), nn.layers.Dropout(0.5)])
    assert drops(nn.Model(x, inner(x, training=True)).predict(X, verbose=0))
    assert not drops(nn.Model(x, inner(x)).predict(X, verbose=0))


def test_wrapped_layers_are_told() -> None:
    x = nn.Input((4, 6))
    steps = nn.layers.TimeDistributed(nn.layers.Dropout(0.5))
    walk = nn.layers.Bidirectional(nn.layers.SimpleRNN(3, dropout=0.5))
    sequences = np.ones((2, 4, 6), np.float32)
    assert drops(nn.Model(x, steps(x, training=True)).predict(sequences, verbose=0))
    model = nn.Model(x, walk(x, training=True))
    assert not np.array_equal(model.predict(sequences, verbose=0), model.predict(sequences, verbose=0))
    model = nn.Model(x, walk(x))
    assert np.array_equal(model.predict(sequences, verbose=0), model.predict(sequences, verbose=0))


def test_a_model_from_the_middle_of_another_calls_its_layers_as_they_were_called() -> None:
    x = nn.Input((6,))
    middle = nn.layers.Rescaling(1.0)(x)
    whole = nn.Model(x, nn.layers.Dropout(0.5)(middle, training=True))
    assert drops(nn.Model(middle, whole.outputs).predict(X, verbose=0))


def test_arrays_as_ever() -> None:
    layer = nn.layers.Dropout(0.5)
    assert drops(layer(X, training=True))
    assert not drops(layer(X))
    assert not drops(layer(X, training=False))


def test_keras_counts_the_same_when_it_is_called(keras: Any) -> None:
    """``model(x)``: what the call in the graph says, in both engines."""
    for training in (True, False):
        models = [around(engine, base(engine), training) for engine in (nn, keras)]
        for model in models:
            rng = np.random.default_rng(1)
            model.set_weights([rng.uniform(0.5, 2, w.shape).astype(np.float32) for w in model.get_weights()])
        ours, theirs = models
        assert np.allclose(ours(X), theirs(X), atol=1e-5)
        for own, other in zip(*(moving(m.get_layer("base")) for m in models), strict=True):
            assert np.allclose(own, other, atol=1e-5)


def recorded(model: Any, name: str) -> Any:
    layers = {layer["config"]["name"]: layer for layer in model.get_config()["layers"]}
    return layers[name]["inbound_nodes"][0]["kwargs"].get("training")


@pytest.mark.parametrize("training", [True, False, None])
def test_files_say_it_as_keras_does(keras: Any, tmp_path: Path, training: bool | None) -> None:
    ours, theirs = around(nn, base(nn), training), around(keras, base(keras), training)
    assert recorded(ours, "base") is recorded(theirs, "base") is training
    ours.save(tmp_path / "ours.keras")
    theirs.save(tmp_path / "theirs.keras")
    assert recorded(keras.models.load_model(tmp_path / "ours.keras"), "base") is training
    for name in ("ours", "theirs"):
        read = nn.models.load_model(tmp_path / f"{name}.keras")
        inner = read.get_layer("base")
        before = moving(inner)
        read.fit(X, Y, verbose=0)
        kept = all(np.array_equal(a, b) for a, b in zip(before, moving(inner), strict=True))
        assert kept is (training is False)


def test_dropout_that_always_drops_goes_through_files(keras: Any, tmp_path: Path) -> None:
    x = keras.Input((6,))
    keras.Model(x, keras.layers.Dropout(0.5)(x, training=True)).save(tmp_path / "theirs.keras")
    with_dropout(True).save(tmp_path / "ours.keras")
    with_dropout(True).save(tmp_path / "ours.h5")
    for name in ("ours.keras", "theirs.keras", "ours.h5"):
        assert drops(nn.models.load_model(tmp_path / name).predict(X, verbose=0)), name
    assert drops(nn.models.clone_model(with_dropout(True)).predict(X, verbose=0))


def test_an_old_file_says_it_too() -> None:
    """Files of Keras 2 have the arguments of a call behind its first tensor."""
    from sutja.nn.saving.architecture import model_from_config
    from sutja.nn.saving.legacy.description import modern

    config = json.loads(with_dropout(None).to_json())
    for layer in config["config"]["layers"]:
        layer["inbound_nodes"] = [[["input_layer", 0, 0, {"training": True}]]] if layer["inbound_nodes"] else []
    assert drops(model_from_config(modern(config)).predict(X, verbose=0))


def test_what_keras_writes_for_calls_that_said_nothing_says_nothing(keras: Any, tmp_path: Path) -> None:
    x = keras.Input((6,))
    theirs = keras.Model(x, keras.layers.Dropout(0.5)(x))
    assert theirs.get_config()["layers"][1]["inbound_nodes"][0]["kwargs"] == {"training": False}
    theirs.save(tmp_path / "theirs.keras")
    read = nn.models.load_model(tmp_path / "theirs.keras")
    assert drops(read(X, training=True))
    assert not drops(read.predict(X, verbose=0))


def test_a_file_that_cannot_say_it_is_warned_of() -> None:
    with pytest.warns(UserWarning, match="`dropout` was called with training=False, which files have for calls"):
        with_dropout(False).get_config()


def test_the_usual_mode_of_each_layer_is_keras_own(keras: Any) -> None:
    for name in nn.layers.__all__:
        kind, theirs = getattr(nn.layers, name), getattr(keras.layers, name, None)
        if inspect.isclass(kind) and theirs is not None and kind is not nn.Layer:
            argument = inspect.signature(theirs.call).parameters.get("training")
            assert kind.usual_training is (None if argument is None else argument.default), name
