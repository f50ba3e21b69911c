"""Layers that make one tensor of several, against differences and Keras, with broadcasting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument
from sutja.nn import config, layers

ELEMENTWISE = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"]
SHAPES = [[(2, 3), (2, 3)], [(2, 3, 4), (2, 1, 4)], [(2, 1, 3), (2, 4, 1)], [(2, 3), (2, 4, 3)], [(2, 3, 2, 1), (2, 2)]]
THREE = [[(2, 3), (2, 3), (2, 3)], [(2, 1), (2, 3), (2, 4, 1)]]
DOTS: list[tuple[list[tuple[int, ...]], Any]] = [
    ([(2, 3), (2, 3)], 1),
    ([(2, 3), (2, 3)], -1),
    ([(2, 3, 4), (2, 5, 4)], (2, 2)),
    ([(2, 3, 4), (2, 4, 3)], (1, 2)),
    ([(2, 3, 4), (2, 4)], (-1, 1)),
    ([(2, 3), (2, 2, 3, 2)], (1, 2)),
    ([(2, 2, 3, 2), (2, 3, 3)], (2, 1)),
]


def drawn(shapes: list[tuple[int, ...]], seed: int = 0, dtype: str = "float32") -> list[Any]:
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


@pytest.mark.parametrize("kind", ELEMENTWISE)
@settings(max_examples=6, deadline=None, derandomize=True)
@given(shapes=st.sampled_from(SHAPES + THREE), seed=st.integers(0, 1000))
def test_gradients(gradient_check: Any, kind: str, shapes: Any, seed: int) -> None:
    config.set_floatx("float64")
    given_shapes = shapes[:2] if kind == "Subtract" else shapes
    gradient_check.check_layer(getattr(layers, kind)(), drawn(given_shapes, seed, "float64"))


@pytest.mark.parametrize("kind", ELEMENTWISE)
@pytest.mark.parametrize("shapes", SHAPES + THREE)
def test_as_keras(twin: Any, kind: str, shapes: Any) -> None:
    twin.compare_layer(kind, {}, drawn(shapes[:2] if kind == "Subtract" else shapes))


@pytest.mark.parametrize("kind", ["Maximum", "Minimum"])
def test_equals_share_the_gradient(twin: Any, kind: str) -> None:
    x = [np.maximum(np.round(a), 0) for a in drawn([(4, 5)] * 3)]
    twin.compare_layer(kind, {}, x)


@pytest.mark.parametrize(("shapes", "axis"), [([(2, 3), (2, 4)], -1), ([(2, 3, 2), (2, 1, 2), (2, 2, 2)], 1)])
def test_concatenate(twin: Any, tmp_path: Path, shapes: Any, axis: int) -> None:
    twin.compare_layer("Concatenate", {"axis": axis}, drawn(shapes))
    twin.compare_files("Concatenate", {"axis": axis}, drawn(shapes), tmp_path)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(seed=st.integers(0, 1000))
def test_gradients_of_concatenate(gradient_check: Any, seed: int) -> None:
    config.set_floatx("float64")
    gradient_check.check_layer(layers.Concatenate(1), drawn([(2, 3, 2), (2, 1, 2), (2, 2, 2)], seed, "float64"))


@pytest.mark.parametrize("normalize", [False, True])
@pytest.mark.parametrize(("shapes", "axes"), DOTS)
def test_dot(twin: Any, shapes: Any, axes: Any, normalize: bool) -> None:
    twin.compare_layer("Dot", {"axes": axes, "normalize": normalize}, drawn(shapes))


@settings(max_examples=10, deadline=None, derandomize=True)
@given(case=st.sampled_from(DOTS), normalize=st.booleans(), seed=st.integers(0, 1000))
def test_gradients_of_dot(gradient_check: Any, case: Any, normalize: bool, seed: int) -> None:
    config.set_floatx("float64")
    gradient_check.check_layer(layers.Dot(case[1], normalize), drawn(case[0], seed, "float64"))


@pytest.mark.parametrize("kind", [*ELEMENTWISE, "Dot"])
def test_files(twin: Any, tmp_path: Path, kind: str) -> None:
    twin.compare_files(kind, {"axes": 1} if kind == "Dot" else {}, drawn([(2, 3), (2, 3)]), tmp_path)


@pytest.mark.parametrize("kind", [*ELEMENTWISE, "Concatenate", "Dot"])
def test_function_forms(kind: str) -> None:
    inputs = drawn([(2, 3), (2, 3)])
    layer = layers.Dot(-1) if kind == "Dot" else getattr(layers, kind)()
    np.testing.assert_array_equal(getattr(layers, kind.lower())(inputs), layer(inputs))
    tensor = getattr(layers, kind.lower())([layers.Input((3,)), layers.Input((3,))])
    assert tensor.shape == (None, *layer(inputs).shape[1:])


def test_open_dimensions_stay_open() -> None:
    assert layers.add([layers.Input((None, 3)), layers.Input((4, 1))]).shape == (None, None, 3)
    assert layers.concatenate([layers.Input((None, 3)), layers.Input((4, 3))], axis=1).shape == (None, None, 3)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: layers.Add()(layers.Input((3,))),
            "Invalid value for argument `inputs`. Expected a list of two or more tensors. Received: inputs=(None, 3)",
        ),
        (
            lambda: layers.Subtract()([layers.Input((3,))] * 3),
            "Invalid value for argument `inputs`. Expected a list of 2 tensors. "
            "Received: inputs=[(None, 3), (None, 3), (None, 3)]",
        ),
        (
            lambda: layers.Multiply()([layers.Input((3,)), layers.Input((4,))]),
            "Invalid value for argument `inputs`. Expected tensors whose dimensions are equal, or 1. "
            "Received: inputs=[(None, 3), (None, 4)]",
        ),
        (
            lambda: layers.concatenate([layers.Input((3, 2)), layers.Input((4, 1))], axis=1),
            "Invalid value for argument `inputs`. Expected tensors of one shape, but for axis 1. "
            "Received: inputs=[(None, 3, 2), (None, 4, 1)]",
        ),
        (
            lambda: layers.Concatenate(axis=0),
            "Invalid value for argument `axis`. Expected the number of a dimension, not 0, which is the batch. "
            "Received: axis=0",
        ),
        (
            lambda: layers.Dot((1, 2, 3)),
            "Invalid value for argument `axes`. Expected the number of a dimension, not 0, or two of them. "
            "Received: axes=(1, 2, 3)",
        ),
        (
            lambda: layers.Dot(1)([layers.Input((3,)), layers.Input((4,))]),
            "Invalid value for argument `inputs`. Expected tensors that are equally long along axes 1. "
            "Received: inputs=[(None, 3), (None, 4)]",
        ),
    ],
)
def test_misuse(make: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        make()
    assert str(caught.value) == message
