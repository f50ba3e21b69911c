"""Preparing and varying data: against Keras where nothing is left to chance, and against differences."""

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

SHAPE = (2, 5, 6, 2)
FIXED: list[tuple[str, dict[str, Any]]] = [
    ("RandomRotation", {"factor": (0.11, 0.11)}),
    ("RandomRotation", {"factor": (-0.3, -0.3), "interpolation": "nearest"}),
    ("RandomZoom", {"height_factor": (0.2, 0.2)}),
    ("RandomZoom", {"height_factor": (-0.3, -0.3), "width_factor": (0.4, 0.4)}),
    ("RandomTranslation", {"height_factor": (0.3, 0.3), "width_factor": (-0.23, -0.23)}),
    ("RandomTranslation", {"height_factor": (0.4, 0.4), "width_factor": (0, 0), "interpolation": "nearest"}),
]
RANDOM: list[tuple[str, dict[str, Any]]] = [
    ("RandomRotation", {"factor": 0.2}),
    ("RandomZoom", {"height_factor": 0.3, "fill_mode": "constant", "fill_value": 0.5}),
    ("RandomTranslation", {"height_factor": 0.2, "width_factor": (0, 0.3), "fill_mode": "wrap"}),
    ("RandomFlip", {"mode": "horizontal"}),
    ("RandomContrast", {"factor": [0.5, 0.2], "value_range": [-1, 1]}),
    ("RandomCrop", {"height": 3, "width": 4}),
]
PLAIN: list[tuple[str, dict[str, Any]]] = [
    ("Rescaling", {"scale": 0.25}),
    ("Rescaling", {"scale": [2.0, 3.0], "offset": [1.0, -1.0]}),
    ("Normalization", {"mean": 2.0, "variance": 4.0}),
    ("Normalization", {"mean": [1.0, 2.0], "variance": [0.5, 0.0], "invert": True}),
    ("Normalization", {"axis": (1, 3)}),
    ("Normalization", {"axis": None}),
]


def numbers(seed: int = 0, shape: tuple[int, ...] = SHAPE) -> Any:
    return np.random.default_rng(seed).standard_normal(shape).astype(config.floatx())


def run(layer: Any, x: Any, training: bool = True, seed: int = 1) -> Any:
    call = Call(Step())
    call.step.begin(training=training, seed=seed)
    return layer.forward(x, call).copy()


@pytest.mark.parametrize("fill_mode", ["reflect", "wrap", "constant", "nearest"])
@pytest.mark.parametrize(("kind", "arguments"), FIXED)
def test_a_fixed_transformation_is_that_of_keras(keras: Any, kind: str, arguments: Any, fill_mode: str) -> None:
    given_arguments = {**arguments, "fill_mode": fill_mode, "fill_value": 0.7}
    theirs = np.asarray(getattr(keras.layers, kind)(**given_arguments)(numbers(), training=True))
    np.testing.assert_allclose(run(getattr(layers, kind)(**given_arguments), numbers()), theirs, rtol=0, atol=1e-5)


@pytest.mark.parametrize("mode", ["horizontal", "vertical", "horizontal_and_vertical"])
def test_flips_are_those_of_keras(keras: Any, mode: str) -> None:
    x = numbers(shape=(200, 2, 3, 1))
    y = run(layers.RandomFlip(mode), x)
    flips = (y != x).any(axis=(1, 2, 3), keepdims=True)
    assert 60 < flips.sum() < 140
    theirs = keras.layers.RandomFlip(mode).transform_images(x, {"flips": flips}, training=True)
    np.testing.assert_array_equal(y, np.asarray(theirs))


def test_contrast_is_that_of_keras(keras: Any) -> None:
    f = np.array([0.5, 1.7], np.float32).reshape(2, 1, 1, 1)
    theirs = keras.layers.RandomContrast(0.5, (-1, 1)).transform_images(numbers(), {"contrast_factor": f})
    ours = layers.RandomContrast(0.5, (-1, 1)).adjusted(numbers(), f, Call(Step()))
    np.testing.assert_allclose(ours, np.asarray(theirs), rtol=0, atol=1e-6)


@pytest.mark.parametrize(("kind", "arguments"), FIXED + RANDOM + PLAIN)
@settings(max_examples=3, deadline=None, derandomize=True)
@given(training=st.booleans(), seed=st.integers(0, 1000))
def test_gradients(gradient_check: Any, kind: str, arguments: Any, training: bool, seed: int) -> None:
    config.set_floatx("float64")
    layer = getattr(layers, kind)(**arguments)
    layer.build_once((None, *SHAPE[1:]))
    if layer.weights:
        layer.adapt(numbers(seed + 1))
        layer._variables.clear()  # the check would draw other ones, and a negative variance
    gradient_check.check_layer(layer, numbers(seed), training=training, seed=seed)


@pytest.mark.parametrize(("kind", "arguments"), RANDOM)
def test_each_picture_and_each_step_draws_anew_and_use_changes_nothing(kind: str, arguments: Any) -> None:
    x = np.repeat(numbers(shape=(1, 5, 6, 2)), 20, axis=0)
    layer = getattr(layers, kind)(**arguments)
    y = run(layer, x)
    np.testing.assert_array_equal(y, run(layer, x))
    assert any(not np.array_equal(y, run(layer, x, seed=seed)) for seed in (2, 3, 4))
    if kind != "RandomCrop":
        assert any(not np.array_equal(y[0], other) for other in y[1:])
        np.testing.assert_array_equal(run(layer, x, training=False), x)
    with_seeds = [run(getattr(layers, kind)(**arguments, seed=seed), x) for seed in range(5)]
    assert any(not np.array_equal(with_seeds[0], other) for other in with_seeds[1:])


def test_crop() -> None:
    x = np.arange(48, dtype=np.float32).reshape(1, 6, 8, 1)
    layer = layers.RandomCrop(2, 3)
    corners = set()
    for seed in range(60):
        y = run(layer, x, seed=seed)
        top, left = divmod(int(y[0, 0, 0, 0]), 8)
        np.testing.assert_array_equal(y, x[:, top : top + 2, left : left + 3])
        corners.add((top, left))
    assert len(corners) > 20
    np.testing.assert_array_equal(run(layers.RandomCrop(6, 6), x, training=False), x[:, :, 1:7])
    halved = run(layers.RandomCrop(3, 4), x, training=False)
    np.testing.assert_allclose(halved[0, 1, 1, 0], x[0, 2:4, 2:4].mean())
    assert layer(layers.Input((6, 8, 1))).shape == (None, 2, 3, 1)


@pytest.mark.parametrize(("kind", "arguments"), PLAIN)
def test_plain_ones_as_keras(twin: Any, tmp_path: Path, kind: str, arguments: Any) -> None:
    if kind == "Rescaling" or "mean" in arguments:
        twin.compare_layer(kind, arguments, numbers())
    twin.compare_files(kind, arguments, numbers(), tmp_path)


@pytest.mark.parametrize(("kind", "arguments"), [case for case in RANDOM if case[0] != "RandomCrop"])
def test_files(twin: Any, tmp_path: Path, kind: str, arguments: Any) -> None:
    twin.compare_files(kind, arguments, numbers(), tmp_path)


@pytest.mark.parametrize("axis", [-1, (1, 3), None])
@pytest.mark.parametrize("invert", [False, True])
def test_adapt(keras: Any, axis: Any, invert: bool) -> None:
    ours, theirs = layers.Normalization(axis, invert=invert), keras.layers.Normalization(axis, invert=invert)
    ours.adapt(3 + 2 * numbers(1))
    theirs.adapt(3 + 2 * numbers(1))
    np.testing.assert_allclose(ours(numbers()), np.asarray(theirs(numbers())), rtol=1e-5, atol=1e-5)
    assert [v.name for v in ours.weights] == [v.name for v in theirs.weights]


def test_variation_in_front_of_a_model_trains_and_is_off_in_use() -> None:
    model = nn.Sequential([layers.Input((6, 6, 1)), layers.RandomRotation(0.1), layers.Flatten(), layers.Dense(2)])
    model.compile("sgd", "mse")
    x, y = numbers(shape=(40, 6, 6, 1)), numbers(shape=(40, 2))
    before = model.predict(x, verbose=0)
    np.testing.assert_array_equal(before, model.predict(x, verbose=0))
    losses = model.fit(x, y, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: layers.RandomRotation(2),
            "Invalid value for argument `factor`. Expected a number, or two, from -1.0 to 1.0. Received: factor=2",
        ),
        (
            lambda: layers.RandomZoom(0.1, fill_mode="mirror"),
            "Invalid value for argument `fill_mode`. Expected one of: reflect, wrap, constant, nearest. "
            "Received: fill_mode='mirror'",
        ),
        (
            lambda: layers.RandomFlip("diagonal"),
            "Invalid value for argument `mode`. Expected one of: horizontal, vertical, horizontal_and_vertical. "
            "Received: mode='diagonal'",
        ),
        (
            lambda: layers.RandomContrast(0.1, (1, 0)),
            "Invalid value for argument `value_range`. Expected the least and the greatest value. "
            "Received: value_range=(1, 0)",
        ),
        (
            lambda: layers.Normalization(mean=1.0),
            "Invalid value for argument `variance`. Expected a value of the shape of `mean`; both are given, or none. "
            "Received: variance=None",
        ),
        (
            lambda: layers.Normalization(axis=-1)(layers.Input((3, None))),
            "Invalid value for argument `input_shape`. Expected a shape whose dimensions [2] are known. "
            "Received: input_shape=(None, 3, None)",
        ),
        (
            lambda: layers.RandomFlip(bounding_box_format="xyxy"),
            "Unsupported argument `bounding_box_format` of RandomFlip. Expected to be left out: RandomFlip does not "
            "have it. Received: bounding_box_format='xyxy'. For this one, train with Keras itself: `import keras`.",
        ),
    ],
)
def test_misuse(make: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        make()
    assert str(caught.value) == message
