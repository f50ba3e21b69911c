"""How a model with several outputs was compiled, in files of ours that Keras reads and in files of Keras."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn

RNG = np.random.default_rng(0)
X = RNG.random((12, 3), np.float32)
A, B = RNG.random((12, 2), np.float32), RNG.integers(0, 4, 12)
SPARSE = "sparse_categorical_crossentropy"

COMPILED: dict[str, Any] = {
    "lists": lambda e: {
        "loss": ["mse", e.losses.SparseCategoricalCrossentropy()],
        "loss_weights": [0.5, 2.0],
        "metrics": [["mae"], ["accuracy", e.metrics.SparseTopKCategoricalAccuracy(2, name="top")]],
        "weighted_metrics": [None, [SPARSE]],
    },
    "dicts": lambda e: {
        "loss": {"zed": e.losses.MeanAbsoluteError("sum"), "alpha": SPARSE},
        "loss_weights": {"zed": 3.0, "alpha": 0.25},
        "metrics": {"alpha": "accuracy"},
    },
    "a function": lambda e: {"loss": [e.losses.mean_squared_error, None], "metrics": [None, ["accuracy"]]},
}


def network(engine: Any, kind: str) -> Any:
    x = engine.Input((3,), name="x")
    a = engine.layers.Dense(2, name="zed")(x)
    b = engine.layers.Dense(4, activation="softmax", name="alpha")(x)
    model = engine.Model(x, [a, b])
    model.compile("adam", **COMPILED[kind](engine))
    return model


def numbers(model: Any) -> dict[str, float]:
    result: dict[str, float] = model.evaluate(X, [A, B], verbose=0, return_dict=True)
    return result


@pytest.mark.parametrize("kind", COMPILED)
def test_it_is_kept_in_files(keras: Any, tmp_path: Path, kind: str) -> None:
    ours = network(nn, kind)
    expected = numbers(ours)
    ours.save(tmp_path / "ours.keras")
    again = nn.models.load_model(tmp_path / "ours.keras")
    assert numbers(again) == expected and list(numbers(again)) == list(expected)
    there = keras.models.load_model(tmp_path / "ours.keras")
    assert numbers(there) == pytest.approx(expected, rel=2e-5)
    there.save(tmp_path / "theirs.keras")
    back = nn.models.load_model(tmp_path / "theirs.keras")
    assert numbers(back) == pytest.approx(expected, rel=1e-6)


def test_one_loss_for_all_with_weights_becomes_what_keras_understands(keras: Any, tmp_path: Path) -> None:
    x = nn.Input((3,))
    model = nn.Model(x, [nn.layers.Dense(2, name="a")(x), nn.layers.Dense(2, name="b")(x)])
    for weights in ([1.0, 2.0], {"a": 1.0, "b": 2.0}):
        model.compile("sgd", "mse", loss_weights=weights)
        model.save(tmp_path / "model.keras")
        again = nn.models.load_model(tmp_path / "model.keras")
        assert again.evaluate(X, [A, A], verbose=0) == model.evaluate(X, [A, A], verbose=0)
    kept = keras.models.load_model(tmp_path / "model.keras").get_compile_config()
    assert (kept["loss"], kept["loss_weights"]) == ({"a": "mse", "b": "mse"}, {"a": 1.0, "b": 2.0})


def test_outputs_in_a_dict_stay_in_a_dict(keras: Any, tmp_path: Path) -> None:
    x = nn.Input((3,), name="x")
    model = nn.Model({"x": x}, {"q": nn.layers.Dense(2)(x), "p": nn.layers.Dense(4)(x)})
    model.save(tmp_path / "ours.keras")
    expected = model.predict({"x": X}, verbose=0)
    assert list(expected) == ["p", "q"]
    there = keras.models.load_model(tmp_path / "ours.keras")
    there.save(tmp_path / "theirs.keras")
    for found in (
        there.predict({"x": X}, verbose=0),
        nn.models.load_model(tmp_path / "ours.keras").predict({"x": X}, verbose=0),
        nn.models.load_model(tmp_path / "theirs.keras").predict(X, verbose=0),
        model({"x": X}),
    ):
        assert sorted(found) == ["p", "q"]
        assert all(np.asarray(found[name]) == pytest.approx(y, abs=1e-6) for name, y in expected.items())


def test_the_optimizer_of_a_model_with_several_outputs_goes_on(tmp_path: Path) -> None:
    model = network(nn, "lists")
    model.fit(X, [A, B], epochs=3, batch_size=5, verbose=0)
    model.save(tmp_path / "model.keras")
    again = nn.models.load_model(tmp_path / "model.keras")
    again.seed = model.seed
    for each in (model, again):
        each.fit(X, [A, B], epochs=2, batch_size=5, verbose=0)
    for a, b in zip(model.get_weights(), again.get_weights(), strict=True):
        assert np.array_equal(a, b)
