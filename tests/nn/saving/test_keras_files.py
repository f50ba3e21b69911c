"""``.keras`` files of ours that Keras reads, and files of Keras that are read here: the same model goes on."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn

RNG = np.random.default_rng(0)
X = RNG.normal(size=(24, 6)).astype(np.float32)
Y = RNG.normal(size=(24, 2)).astype(np.float32)
PICTURES = RNG.random((5, 9, 9, 2), np.float32)


def built_by_data(engine: Any) -> Any:
    model = engine.Sequential([engine.layers.Flatten(), engine.layers.Dense(3)])
    model.build((None, 9, 9, 2))
    return model


def dense_layers_of_one_shape(engine: Any) -> Any:
    """Nothing but their order tells these weights apart."""
    x = engine.Input((9, 9, 2))
    near, far = engine.layers.Dense(2, name="near")(x), engine.layers.Dense(2, name="far")(x)
    shared = engine.layers.Dense(2, name="shared")
    y = engine.layers.Add()([near, shared(engine.layers.Dense(2)(shared(far))), x])
    return engine.Model(x, [engine.layers.Dense(2)(y), near])


def models_inside(engine: Any) -> Any:
    inner_x = engine.Input((9, 9, 2))
    shared = engine.layers.Dense(2)
    inner = engine.Model(inner_x, engine.layers.Add()([shared(inner_x), engine.layers.Dense(2)(inner_x)]), name="inner")
    block = engine.Sequential([engine.layers.Dense(4), engine.Sequential([engine.layers.Dense(2)])], name="block")
    a, b = engine.Input((9, 9, 2)), engine.Input((9, 9, 2))
    two = engine.Model([a, b], engine.layers.Add()([engine.layers.Dense(2)(a), b]), name="two")
    x = engine.Input((9, 9, 2))
    return engine.Model(x, [two([inner(block(x)), inner(x)]), inner(two([x, block(x)]))])


MODELS = [built_by_data, dense_layers_of_one_shape, models_inside]


def randomized(model: Any) -> Any:
    """``model`` with other weights than those an untrained one has."""
    model.set_weights([RNG.uniform(0.2, 1, size=w.shape) for w in model.get_weights()])
    return model


def assert_same_predictions(ours: Any, theirs: Any, x: Any = PICTURES) -> None:
    mine, other = ours.predict(x, verbose=0), theirs(x)
    several = isinstance(mine, list)
    for a, b in zip(mine if several else [mine], other if several else [other], strict=True):
        assert a == pytest.approx(np.asarray(b), abs=2e-5)


@pytest.mark.parametrize("make", MODELS)
def test_keras_reads_our_file(keras: Any, tmp_path: Path, make: Any) -> None:
    ours = randomized(make(nn))
    ours.save(tmp_path / "ours.keras")
    theirs = keras.models.load_model(tmp_path / "ours.keras")
    assert [layer.name for layer in theirs.layers] == [layer.name for layer in ours.layers]
    assert_same_predictions(ours, theirs)
    assert_same_predictions(nn.models.load_model(tmp_path / "ours.keras"), theirs)


@pytest.mark.parametrize("make", MODELS)
def test_we_read_a_file_of_keras(keras: Any, tmp_path: Path, make: Any) -> None:
    theirs = randomized(make(keras))
    theirs.save(tmp_path / "theirs.keras")
    ours = nn.models.load_model(tmp_path / "theirs.keras")
    assert [layer.name for layer in ours.layers] == [layer.name for layer in theirs.layers]
    assert_same_predictions(ours, theirs)


def trainable(engine: Any, optimizer: Any) -> Any:
    model = engine.Sequential(
        [
            engine.Input((6,)),
            engine.layers.Dense(8, activation="tanh"),
            engine.layers.BatchNormalization(momentum=0.5),
            engine.layers.Dense(2),
        ]
    )
    model.layers[0].trainable = False
    model.compile(optimizer, "mse", metrics=["mae"])
    return model


def adam(engine: Any) -> Any:
    decay = engine.optimizers.schedules.CosineDecay(0.0, 20, alpha=0.1, warmup_target=0.05, warmup_steps=4)
    return engine.optimizers.Adam(decay)


def train(*models: Any) -> list[list[float]]:
    histories = [model.fit(X, Y, epochs=3, verbose=0, batch_size=12, shuffle=False).history for model in models]
    return [history["loss"] + history["mae"] for history in histories]


def test_training_goes_on_over_there_and_comes_back(keras: Any, tmp_path: Path) -> None:
    ours = trainable(nn, adam(nn))
    train(ours)
    ours.save(tmp_path / "ours.keras")
    theirs = keras.models.load_model(tmp_path / "ours.keras")
    mine, other = train(ours, theirs)
    assert mine == pytest.approx(other, rel=1e-3)

    theirs.save(tmp_path / "theirs.keras")
    back = nn.models.load_model(tmp_path / "theirs.keras")
    assert back.optimizer is not None and back.optimizer.iterations == 12
    assert not back.layers[0].trainable
    mine, again, other = train(ours, back, theirs)
    assert again == pytest.approx(other, rel=1e-3)
    assert mine == pytest.approx(again, rel=3e-3)


COMPILATIONS = {
    "names": lambda e: {"loss": "mse", "metrics": ["mae", "accuracy"]},
    "no metrics": lambda e: {"loss": "mean_absolute_error"},
    "objects": lambda e: {
        "loss": e.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1),
        "metrics": [e.metrics.CategoricalAccuracy(name="right"), "mse"],
    },
    "a function": lambda e: {"loss": e.losses.categorical_crossentropy, "metrics": ["accuracy"]},
}


def settings(model: Any) -> tuple[Any, ...]:
    loss = nn.losses.get(model.loss)
    return (type(loss).__name__, loss.get_config(), model.metrics_names, model.optimizer.name)


@pytest.mark.parametrize("kind", COMPILATIONS)
def test_how_a_model_was_compiled_is_kept(keras: Any, tmp_path: Path, kind: str) -> None:
    one_hot = np.eye(2, dtype=np.float32)[(Y[:, 0] > 0).astype(int)]
    ours = randomized(nn.Sequential([nn.Input((6,)), nn.layers.Dense(2)]))
    ours.compile("adam", **COMPILATIONS[kind](nn))
    ours.save(tmp_path / "ours.keras")
    again = nn.models.load_model(tmp_path / "ours.keras")
    assert settings(again) == settings(ours)
    expected = ours.evaluate(X, one_hot, verbose=0, return_dict=True)
    assert again.evaluate(X, one_hot, verbose=0, return_dict=True) == expected

    theirs = keras.models.load_model(tmp_path / "ours.keras")
    if kind == "objects":  # the one whose numbers depend on all that is kept; Keras takes long for each
        assert theirs.evaluate(X, one_hot, verbose=0, return_dict=True) == pytest.approx(expected, rel=1e-4)
    else:
        kept, chosen = theirs.get_compile_config(), COMPILATIONS[kind](keras)
        assert kept["metrics"] == chosen.get("metrics")
        assert theirs.loss == chosen["loss"] or kept["loss"]["class_name"] == "CategoricalCrossentropy"
    theirs.compile("adam", **COMPILATIONS[kind](keras))
    theirs.save(tmp_path / "theirs.keras")
    back = nn.models.load_model(tmp_path / "theirs.keras")
    assert back.evaluate(X, one_hot, verbose=0, return_dict=True) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("wrapped", [{"dense": ["mae"]}, [["mae"]], ["mae"]])
def test_metrics_of_the_single_output_may_be_wrapped(tmp_path: Path, wrapped: Any) -> None:
    model = nn.Sequential([nn.Input((6,)), nn.layers.Dense(2, name="dense")])
    model.compile("sgd", "mse", metrics=["mae"])
    model.save(tmp_path / "plain.keras")
    with zipfile.ZipFile(tmp_path / "plain.keras") as plain, zipfile.ZipFile(tmp_path / "model.keras", "w") as archive:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "config.json":
                config = json.loads(data)
                config["compile_config"]["metrics"] = wrapped
                data = json.dumps(config).encode()
            archive.writestr(name, data)
    assert nn.models.load_model(tmp_path / "model.keras").metrics_names == ["loss", "mae"]
