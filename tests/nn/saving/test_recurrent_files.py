"""Recurrent models in .keras files: what Keras writes is read here, and what is written here Keras reads."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import ModelFileError

WORDS = np.array([[1, 2, 0, 0], [3, 1, 2, 1], [0, 0, 0, 0]])
NUMBERS = np.random.default_rng(0).standard_normal((3, 4, 2)).astype(np.float32)
NUMBERS[0, 1] = 0


def encoder_decoder(engine: Any) -> Any:
    layers = engine.layers
    source, target = engine.Input((4,), dtype="int32", name="source"), engine.Input((None,), name="target")
    read = layers.Embedding(4, 3, mask_zero=True, name="read")(source)
    _output, h, c = layers.LSTM(3, return_state=True, dropout=0.1, name="encoder")(read)
    written = layers.Embedding(4, 3, name="write")(target)
    decoded = layers.LSTM(3, return_sequences=True, name="decoder")(written, initial_state=[h, c])
    again = layers.GRU(3, name="again")(decoded, initial_state=h)
    return engine.Model([source, target], [layers.Dense(4, name="scores")(decoded), again])


def masked(engine: Any) -> Any:
    layers = engine.layers
    x = engine.Input((4, 2), name="x")
    one = layers.Masking(name="one")(x)
    both = layers.Bidirectional(layers.GRU(2, return_sequences=True, reset_after=False), name="both")(one)
    each = layers.TimeDistributed(layers.Dense(3, activation="tanh"), name="each")(both)
    return engine.Model(x, layers.SimpleRNN(2, go_backwards=True, use_bias=False, name="end")(each))


def chain(engine: Any) -> Any:
    layers = engine.layers
    return engine.Sequential(
        [
            engine.Input((4,), dtype="int32"),
            layers.Embedding(4, 3, mask_zero=True),
            layers.Bidirectional(
                layers.LSTM(2, unit_forget_bias=False, recurrent_dropout=0.2),
                merge_mode="mul",
                backward_layer=layers.LSTM(2, go_backwards=True, recurrent_initializer="identity"),
            ),
            layers.RepeatVector(3),
            layers.Permute((2, 1)),
            layers.GRU(2, zero_output_for_mask=True, unroll=True, seed=1),
        ]
    )


def both_directions_with_states(engine: Any) -> Any:
    layers = engine.layers
    x = engine.Input((4, 2), name="x")
    y, y_back, h, h_back = layers.Bidirectional(
        layers.GRU(2, return_sequences=True, return_state=True), merge_mode=None, name="first"
    )(x)
    second = layers.Bidirectional(layers.GRU(2), merge_mode="sum", name="second")(y, initial_state=[h, h_back])
    return engine.Model(x, [second, layers.GRU(2, name="third")(y_back)])


MODELS: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "encoder-decoder": (encoder_decoder, [WORDS, WORDS[:, :3]]),
    "masked": (masked, NUMBERS),
    "chain": (chain, WORDS),
    "both directions": (both_directions_with_states, NUMBERS),
}


COMPUTED = ("encoder-decoder", "both directions")  # in Keras too; masks are in test_every_layer_in_files.py


def outputs(model: Any, x: Any) -> list[Any]:
    """What a model says, without compiling anything."""
    y = (
        model(x)
        if hasattr(model, "_jit_compile") or "keras.src" in type(model).__module__
        else model.predict(x, verbose=0)
    )
    return [np.asarray(part) for part in (y if isinstance(y, list | tuple) else [y])]


def assert_same(one: list[Any], other: list[Any]) -> None:
    assert len(one) == len(other)
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, atol=2e-6)


@pytest.mark.parametrize("name", MODELS)
def test_files_go_both_ways(keras: Any, name: str, tmp_path: Path) -> None:
    """Keras computes once, with the weights of ours, which it has read from our file."""
    make, x = MODELS[name]
    ours = make(nn)
    ours.save(tmp_path / "ours.keras")
    assert_same(outputs(ours, x), outputs(nn.models.load_model(tmp_path / "ours.keras"), x))
    theirs = keras.models.load_model(tmp_path / "ours.keras")
    if name in COMPUTED:
        assert_same(outputs(ours, x), outputs(theirs, x))
    assert_same(ours.get_weights(), theirs.get_weights())
    theirs.save(tmp_path / "theirs.keras")
    read = nn.models.load_model(tmp_path / "theirs.keras")
    assert_same(outputs(ours, x), outputs(read, x))
    made = make(keras)
    assert [w.shape for w in ours.get_weights()] == [w.shape for w in made.get_weights()]
    made.save(tmp_path / "made.keras")
    read = nn.models.load_model(tmp_path / "made.keras")
    for one, other in zip(made.get_weights(), read.get_weights(), strict=True):
        np.testing.assert_array_equal(np.asarray(one), other)


def test_a_trained_model_goes_on_with_its_optimizer(tmp_path: Path) -> None:
    model = chain(nn)
    model.compile("adam", "mse")
    y = np.ones((3, 2), np.float32)
    model.train_on_batch(WORDS, y)
    model.save(tmp_path / "model.keras")
    read = nn.models.load_model(tmp_path / "model.keras")
    for m in (model, read):
        m.seed = 0
    assert model.train_on_batch(WORDS, y) == read.train_on_batch(WORDS, y)
    for one, other in zip(model.get_weights(), read.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_layer_inside_another_model_keeps_its_place(tmp_path: Path) -> None:
    """A model as the layer of a TimeDistributed: its weights lie below it in the file."""
    inner = nn.Sequential([nn.Input((2,)), nn.layers.Dense(3), nn.layers.Dense(1)])
    model = nn.Sequential([nn.Input((4, 2)), nn.layers.TimeDistributed(inner), nn.layers.GRU(2)])
    model.save(tmp_path / "model.keras")
    assert_same(outputs(model, NUMBERS), outputs(nn.models.load_model(tmp_path / "model.keras"), NUMBERS))


@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM", "Embedding", "Masking", "RepeatVector", "Permute"])
def test_arguments_survive_in_keras(keras: Any, kind: str) -> None:
    """Keras makes the same layer from our description, and we from its."""
    arguments: dict[str, Any] = {
        "SimpleRNN": {"units": 3, "activation": "relu", "dropout": 0.2, "return_sequences": True},
        "GRU": {"units": 3, "reset_after": False, "recurrent_activation": "tanh", "go_backwards": True},
        "LSTM": {"units": 3, "unit_forget_bias": False, "return_state": True, "bias_initializer": "ones"},
        "Embedding": {"input_dim": 3, "output_dim": 2, "mask_zero": True, "embeddings_initializer": "normal"},
        "Masking": {"mask_value": -1.0},
        "RepeatVector": {"n": 3},
        "Permute": {"dims": (2, 1)},
    }[kind]
    ours, theirs = getattr(nn.layers, kind)(**arguments), getattr(keras.layers, kind)(**arguments)
    from_ours = getattr(keras.layers, kind).from_config(ours.get_config()).get_config()
    from_theirs = getattr(nn.layers, kind).from_config(theirs.get_config()).get_config()
    for name in set(ours.get_config()) - {"name", "dtype", "seed"}:
        assert from_ours.get(name) == theirs.get_config().get(name) or "initializer" in name, name
        assert from_theirs[name] == ours.get_config()[name] or "initializer" in name, name


def change(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """Rewrite the architecture in a file."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(parts["config.json"])
    edit(config)
    parts["config.json"] = json.dumps(config).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_an_output_that_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    encoder_decoder(nn).save(path)
    change(path, lambda config: config["config"].update(output_layers=[["again", 0, 2]]))
    with pytest.raises(ModelFileError, match="The file asks for output 2 of `again`, which"):
        nn.models.load_model(path)


def test_a_mask_made_by_hand_is_refused(keras: Any, tmp_path: Path) -> None:
    x, mask = keras.Input((4, 2)), keras.Input((4,), dtype="bool", name="mask")
    model = keras.Model([x, mask], keras.layers.LSTM(2, name="reader")(x, mask=mask))
    model.save(tmp_path / "model.keras")
    with pytest.raises(ModelFileError, match="Layer `reader` takes a mask of its own making"):
        nn.models.load_model(tmp_path / "model.keras")
