"""Every layer that Keras has as well, in every format, both ways: three large models hold them all."""

from __future__ import annotations

import inspect
import json
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn

RNG = np.random.default_rng(0)
BEYOND_KERAS = {"GradientReversal", "Maxout"}


def pictures(engine: Any) -> Any:
    layers = engine.layers
    x = engine.Input((8, 8, 2), name="picture")
    y = layers.Rescaling(0.5, offset=0.1)(x)
    for kind, argument in (
        ("Flip", "horizontal"),
        ("Rotation", 0.1),
        ("Translation", (0.1, 0.1)),
        ("Zoom", 0.1),
        ("Contrast", 0.1),
    ):
        arguments = argument if isinstance(argument, tuple) else (argument,)
        y = getattr(layers, f"Random{kind}")(*arguments, seed=1)(y)
    y = layers.RandomCrop(8, 8, seed=1)(y)
    y = layers.ZeroPadding2D(((1, 0), (0, 1)))(y)
    y = layers.Conv2D(4, (3, 2), padding="same", activation="elu", kernel_initializer="he_normal")(y)
    y = layers.BatchNormalization(momentum=0.8, epsilon=0.01)(y)
    y = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, depthwise_regularizer="l2")(y)
    y = layers.LayerNormalization(axis=-1, epsilon=0.01)(y)
    y = layers.SeparableConv2D(3, 2, activation="relu")(y)
    y = layers.PReLU(shared_axes=[1, 2])(y)
    y = layers.UpSampling2D(2, interpolation="bilinear")(y)
    y = layers.Conv2DTranspose(2, 3, strides=2, padding="same")(y)
    y = layers.Cropping2D(((1, 2), (3, 4)))(y)
    y = layers.SpatialDropout2D(0.3)(layers.GaussianNoise(0.1)(layers.GaussianDropout(0.2)(y)))
    y = layers.MaxPooling2D(2)(y)
    y = layers.AveragePooling2D(2, strides=1, padding="same")(y)
    ends = [layers.GlobalAveragePooling2D()(y), layers.GlobalMaxPooling2D(keepdims=True)(y)]
    return engine.Model(x, [*ends, layers.Dense(3, activation="softmax")(layers.Flatten()(y))], name="pictures")


def sequences(engine: Any) -> Any:
    layers = engine.layers
    words, x = engine.Input((6,), dtype="int32", name="words"), engine.Input((6, 4), name="x")
    y = layers.Embedding(5, 4, mask_zero=True, name="read")(words)
    y, h, c = layers.LSTM(3, return_sequences=True, return_state=True, dropout=0.1, name="first")(y)
    y = layers.Bidirectional(layers.GRU(2, return_sequences=True, reset_after=False), merge_mode="ave", name="both")(y)
    y = layers.TimeDistributed(layers.Dense(3, activation="tanh"), name="each")(y)
    end = layers.LSTM(3, go_backwards=True, unit_forget_bias=False, name="second")(y, initial_state=[h, c])
    z = layers.Conv1D(4, 3, padding="causal", dilation_rate=2)(layers.Masking(-1.0)(x))
    z = layers.AveragePooling1D(2, strides=1)(layers.MaxPooling1D(2, strides=1)(z))
    z = layers.SimpleRNN(4, return_sequences=True, use_bias=False, activity_regularizer="l2")(z)
    ends = [layers.GlobalMaxPooling1D()(z), layers.GlobalAveragePooling1D()(z), layers.GRU(4, seed=3)(z)]
    same = layers.Permute((2, 1))(layers.RepeatVector(2)(layers.Average()(ends)))
    return engine.Model([words, x], [end, layers.Minimum()(ends), same], name="sequences")


def numbers(engine: Any) -> Any:
    layers = engine.layers
    shared = layers.Dense(4, name="shared", bias_initializer=engine.initializers.Constant(0.5))
    inner_x, twice = engine.Input((4,), name="inside"), layers.Dense(4, name="twice")
    inner = engine.Model(inner_x, layers.Add()([twice(inner_x), layers.Dense(4)(twice(inner_x))]), name="inner")
    parts = [layers.Dense(4, use_bias=False), layers.BatchNormalization(), engine.Sequential([layers.Dense(4)])]
    block = engine.Sequential(parts, name="block")
    x = engine.Input((4,), name="x")
    y = layers.Normalization(name="adapted")(x)
    y = layers.Normalization(mean=[0.1] * 4, variance=[2.0] * 4, name="given")(y)
    many = [inner(block(y)), inner(shared(y)), shared(y), layers.Activation("leaky_relu")(y)]
    many += [layers.ReLU(max_value=0.5, negative_slope=0.1)(y), layers.LeakyReLU(0.2)(y), layers.ELU(0.7)(y)]
    many += [layers.Softmax()(y), layers.Dropout(0.5)(y)]
    y = layers.Multiply()([layers.Maximum()(many[:3]), layers.Subtract()(many[3:5])])
    y = layers.Concatenate(axis=-1)([y, layers.Dot(axes=1)(many[5:7]), *many[7:]])
    frozen = layers.Dense(6, name="frozen", trainable=False)
    y = layers.Reshape((3, -1))(frozen(y))
    return engine.Model(x, [layers.Dense(2)(y), many[0]], name="numbers")


X: dict[str, Any] = {
    "pictures": RNG.random((3, 8, 8, 2), np.float32),
    "sequences": [np.array([[1, 2, 0, 3, 0, 0], [4, 1, 2, 1, 3, 2]]), RNG.random((2, 6, 4), np.float32)],
    "numbers": RNG.random((3, 4), np.float32),
}
MODELS = {"pictures": pictures, "sequences": sequences, "numbers": numbers}


def drawn(model: Any) -> list[Any]:
    """Weights that fit ``model``; a single number counts something."""
    return [RNG.uniform(0.2, 1, size=w.shape) if w.shape else np.array(7) for w in model.get_weights()]


def randomized(model: Any) -> Any:
    """``model`` with other weights than those an untrained one has."""
    model.set_weights(drawn(model))
    for layer in model.layers:
        if hasattr(layer, "finalize_state"):  # Keras' Normalization keeps a copy
            layer.finalize_state()
    return model


def assert_same(ours: list[Any], theirs: Any) -> None:
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, np.asarray(b), atol=3e-5)


def test_no_layer_is_forgotten() -> None:
    used: set[str] = set()

    def look(layer: Any) -> None:
        used.add(type(layer).__name__)
        for inner in layer.layers_inside:
            look(inner)

    for make in MODELS.values():
        look(make(nn))
    public = [getattr(nn.layers, name) for name in nn.layers.__all__]
    all_layers = {kind.__name__ for kind in public if inspect.isclass(kind)}
    assert all_layers - used == BEYOND_KERAS | {"Layer"}


def assert_same_weights(one: Any, other: Any) -> None:
    for a, b in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


def described(model: Any) -> Any:
    """The description of a model, without the numbers of operations' names (not_equal_1) and what tells of building."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(item) for name, item in value.items() if name != "build_config"}
        return [plain(item) for item in value] if isinstance(value, list) else value

    return plain(json.loads(re.sub(r"_\d+\"", '"', model.to_json())))


Pair = tuple[str, Any, Any]


@pytest.fixture(scope="module", params=MODELS)
def pair(request: Any, keras: Any) -> Pair:
    """The name of a model, ours, and that of Keras; each test gives them weights of its own."""
    make = MODELS[request.param]
    return request.param, make(nn), make(keras)


def test_files_go_both_ways(keras: Any, pair: Pair, tmp_path: Path) -> None:
    """Keras computes slowly here, so that what it reads from the second format is held against the first."""
    name, ours, theirs = pair
    mine, other = randomized(ours).predict(X[name], verbose=0), randomized(theirs)(X[name], training=False)
    there = {}
    for ending in ("keras", "h5"):
        ours.save(tmp_path / f"ours.{ending}")
        theirs.save(tmp_path / f"theirs.{ending}")
        here, again = (nn.models.load_model(tmp_path / f"{whose}.{ending}") for whose in ("theirs", "ours"))
        assert [layer.name for layer in here.layers] == [layer.name for layer in theirs.layers]
        assert_same(here.predict(X[name], verbose=0), other)
        assert_same(again.predict(X[name], verbose=0), mine)
        for layer in here.layers:
            assert layer.trainable == theirs.get_layer(layer.name).trainable, layer.name
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message=".*could not be loaded.*")
            there[ending] = keras.models.load_model(tmp_path / f"ours.{ending}")
    assert [layer.name for layer in there["keras"].layers] == [layer.name for layer in ours.layers]
    assert_same(mine, there["keras"](X[name], training=False))
    assert described(there["keras"]) == described(there["h5"])
    assert_same_weights(there["keras"], there["h5"])


def test_weights_go_both_ways(pair: Pair, tmp_path: Path) -> None:
    _name, ours, theirs = pair
    for ending in ("weights.h5", "h5"):
        path = tmp_path / f"model.{ending}"
        randomized(ours).save_weights(path)
        theirs.load_weights(path)
        assert_same_weights(ours, theirs)
        randomized(theirs)
        theirs.save_weights(path) if ending == "weights.h5" else theirs.save(path)
        ours.load_weights(path)
        assert_same_weights(ours, theirs)


def test_descriptions_go_both_ways(keras: Any, pair: Pair) -> None:
    name, ours, theirs = pair
    here, there = nn.models.model_from_json(theirs.to_json()), keras.models.model_from_json(ours.to_json())
    clone, made = nn.models.clone_model(ours), nn.Model.from_config(ours.get_config())
    assert [layer.name for layer in here.layers] == [layer.name for layer in theirs.layers]
    weights = drawn(ours)
    for model in (ours, here, there, clone, made):
        model.set_weights(weights)
    mine = ours.predict(X[name], verbose=0)
    for model in (here, clone, made):
        assert_same(model.predict(X[name], verbose=0), mine)
    for one, other in zip(there.get_weights(), weights, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
