"""Pooling, borders, enlarging, noise and normalisation: against differences, Keras and files of Keras."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument
from sutja.nn import config, layers
from sutja.nn.call import Call, Step

PICTURE, SEQUENCE = (2, 4, 5, 2), (3, 6, 2)
CASES: list[tuple[str, dict[str, Any], tuple[int, ...]]] = [
    ("MaxPooling1D", {}, SEQUENCE),
    ("MaxPooling1D", {"pool_size": 3, "strides": 2, "padding": "same"}, SEQUENCE),
    ("AveragePooling1D", {"pool_size": 3, "strides": 1}, SEQUENCE),
    ("AveragePooling1D", {"pool_size": 4, "strides": 3, "padding": "same"}, SEQUENCE),
    ("GlobalMaxPooling1D", {}, SEQUENCE),
    ("GlobalMaxPooling2D", {"keepdims": True}, PICTURE),
    ("GlobalAveragePooling1D", {"keepdims": True}, SEQUENCE),
    ("GlobalAveragePooling2D", {}, PICTURE),
    ("ZeroPadding2D", {}, PICTURE),
    ("ZeroPadding2D", {"padding": ((1, 0), (2, 3))}, PICTURE),
    ("Cropping2D", {"cropping": 1}, PICTURE),
    ("Cropping2D", {"cropping": ((1, 0), (0, 3))}, PICTURE),
    ("Cropping2D", {"cropping": (1, 2)}, PICTURE),
    ("UpSampling2D", {}, PICTURE),
    ("UpSampling2D", {"size": (3, 1)}, PICTURE),
    ("UpSampling2D", {"size": (2, 3), "interpolation": "bilinear"}, PICTURE),
    ("LayerNormalization", {}, (3, 4)),
    ("LayerNormalization", {"axis": [1, 2], "scale": False}, (3, 4, 2)),
    ("LayerNormalization", {"axis": 1, "epsilon": 0.1}, (2, 3, 4)),
    ("LayerNormalization", {"axis": (1, 3), "center": False}, PICTURE),
    ("BatchNormalization", {"axis": 1}, (3, 4, 2)),
    ("BatchNormalization", {"axis": -2, "scale": False}, PICTURE),
    ("GaussianNoise", {"stddev": 0.5}, (3, 4)),
    ("GaussianDropout", {"rate": 0.5}, (3, 4)),
    ("SpatialDropout2D", {"rate": 0.5}, PICTURE),
]
NAMES = [f"{kind}-{number}" for number, (kind, _arguments, _shape) in enumerate(CASES)]
each = pytest.mark.parametrize(("kind", "arguments", "shape"), CASES, ids=NAMES)


def numbers(seed: int, shape: tuple[int, ...]) -> Any:
    return (1 + np.random.default_rng(seed).standard_normal(shape)).astype(config.floatx())


@each
@settings(max_examples=3, deadline=None, derandomize=True)
@given(training=st.booleans(), seed=st.integers(0, 1000))
def test_gradients(gradient_check: Any, kind: str, arguments: Any, shape: Any, training: bool, seed: int) -> None:
    config.set_floatx("float64")
    layer = getattr(layers, kind)(**arguments)
    gradient_check.check_layer(layer, numbers(seed, shape), training=training, seed=seed)


@each
def test_as_keras(twin: Any, kind: str, arguments: Any, shape: Any) -> None:
    """In training as well, but for those whose random numbers differ."""
    random = kind.startswith(("Gaussian", "Spatial"))
    twin.compare_layer(kind, arguments, numbers(0, shape), training=not random)
    if kind == "BatchNormalization":
        twin.compare_layer(kind, arguments, numbers(0, shape))


@each
def test_files(twin: Any, tmp_path: Path, kind: str, arguments: Any, shape: Any) -> None:
    twin.compare_files(kind, arguments, numbers(0, shape), tmp_path)


@pytest.mark.parametrize("kind", ["GlobalMaxPooling2D", "GlobalMaxPooling1D"])
def test_equals_share_the_gradient_of_a_global_maximum(twin: Any, kind: str) -> None:
    x = np.maximum(np.round(numbers(0, PICTURE if "2D" in kind else SEQUENCE)), 1)
    twin.compare_layer(kind, {}, x)


def trained(layer: Any, x: Any, seed: int = 1) -> Any:
    call = Call(Step())
    call.step.begin(training=True, seed=seed)
    return layer.forward(x, call).copy()


def test_noise_has_the_mean_and_deviation_that_it_should_have() -> None:
    x = np.full((400, 500), 2, np.float32)
    y = trained(layers.GaussianNoise(0.3), x)
    assert y.mean() == pytest.approx(2, abs=0.005)
    assert y.std() == pytest.approx(0.3, rel=0.01)
    y = trained(layers.GaussianDropout(0.2), x)
    assert y.mean() == pytest.approx(2, abs=0.01)
    assert y.std() == pytest.approx(2 * 0.5, rel=0.01)
    np.testing.assert_array_equal(y, trained(layers.GaussianDropout(0.2), x))
    assert not np.array_equal(y, trained(layers.GaussianDropout(0.2), x, seed=2))
    assert not np.array_equal(y, trained(layers.GaussianDropout(0.2, seed=5), x))


def test_spatial_dropout_drops_whole_channels() -> None:
    y = trained(layers.SpatialDropout2D(0.25), np.ones((50, 3, 3, 400), np.float32))
    assert (y == y[:, :1, :1]).all()
    assert set(np.unique(y)) == {np.float32(0), np.float32(1 / 0.75)}
    assert (y == 0).mean() == pytest.approx(0.25, abs=0.015)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: layers.ZeroPadding2D((1, 2, 3)),
            "Invalid value for argument `padding`. Expected a whole number, two of them, or "
            "((top, bottom), (left, right)). Received: padding=(1, 2, 3)",
        ),
        (
            lambda: layers.Cropping2D(3)(layers.Input((5, 9, 1))),
            "Invalid value for argument `cropping`. Expected less than the picture, of shape (None, 5, 9, 1). "
            "Received: cropping=((3, 3), (3, 3))",
        ),
        (
            lambda: layers.UpSampling2D(interpolation="bicubic"),
            "Invalid value for argument `interpolation`. Expected 'nearest' or 'bilinear'. "
            "Received: interpolation='bicubic'",
        ),
        (
            lambda: layers.LayerNormalization(rms_scaling=True),
            "Unsupported argument `rms_scaling` of LayerNormalization. Expected to be left out: LayerNormalization "
            "does not have it. Received: rms_scaling=True. For this one, train with Keras itself: `import keras`.",
        ),
        (
            lambda: layers.LayerNormalization(axis=3)(layers.Input((2,))),
            "Invalid value for argument `axis`. Expected dimensions of the input (None, 2). Received: axis=[3]",
        ),
        (
            lambda: layers.BatchNormalization(axis=0),
            "Invalid value for argument `axis`. Expected the number of a dimension, not 0, which is the batch. "
            "Received: axis=0",
        ),
        (
            lambda: layers.BatchNormalization(axis=2)(layers.Input((2,))),
            "Invalid value for argument `axis`. Expected a dimension of the input (None, 2), not 0. Received: axis=2",
        ),
        (
            lambda: layers.GaussianNoise(2),
            "Invalid value for argument `stddev`. Expected a number in [0, 1]. Received: stddev=2",
        ),
        (
            lambda: layers.GaussianDropout(1),
            "Invalid value for argument `rate`. Expected a number in [0, 1). Received: rate=1",
        ),
        (
            lambda: layers.MaxPooling1D((2, 2)),
            "Invalid value for argument `pool_size`. Expected a whole number above 0. Received: pool_size=(2, 2)",
        ),
    ],
)
def test_misuse(make: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        make()
    assert str(caught.value) == message
