"""Conv2D: the fast one against the loops that define it, and deck E's example."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.nn import config, layers
from sutja.nn.call import Call, Step
from sutja.nn.layers.conv2d_loops import conv2d, conv2d_gradients

DECK_PICTURE = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]], float).reshape(1, 4, 4, 1)
DECK_FILTER = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]], float).reshape(3, 3, 1, 1)
VALID = [[15, 16], [6, 15]]
SAME = [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]]


def run(layer: Any, x: Any, dy: Any = None) -> tuple[Any, ...]:
    """(y, dx, dkernel, dbias) of the fast layer."""
    layer.build_once((None, *x.shape[1:]))
    call = Call(Step())
    call.step.gradients = {id(v): np.full_like(v.value, np.nan) for v in layer.trainable_weights}
    call.step.begin(training=True)
    y = layer.forward(x, call).copy()
    dx = layer.backward(np.ones_like(y) if dy is None else dy, call)
    call.step.finish_backward()
    return y, dx, *(call.step.gradients[id(v)] for v in layer.trainable_weights)


def layer_with(kernel: Any, bias: Any, **arguments: Any) -> Any:
    layer = layers.Conv2D(kernel.shape[-1], kernel.shape[:2], **arguments)
    layer.build_once((None, None, None, kernel.shape[2]))
    layer.set_weights([kernel, bias])
    return layer


@pytest.mark.parametrize(("padding", "figure"), [("valid", VALID), ("same", SAME)])
def test_by_hand_as_in_deck_e(padding: str, figure: list[list[int]]) -> None:
    """Deck experiment E-convolution-by-hand; the deck prints the valid one."""
    layer = layer_with(DECK_FILTER, np.zeros(1), padding=padding)
    np.testing.assert_array_equal(layer(DECK_PICTURE)[0, :, :, 0], figure)


def test_pooling_after_the_convolution_of_deck_e() -> None:
    convolved = layer_with(DECK_FILTER, np.zeros(1), padding="same")(DECK_PICTURE)
    np.testing.assert_array_equal(layers.MaxPooling2D(2)(convolved)[0, :, :, 0], [[15, 16], [10, 15]])


def test_the_loops_give_deck_e_too() -> None:
    np.testing.assert_array_equal(conv2d(DECK_PICTURE, DECK_FILTER, np.zeros(1))[0, :, :, 0], VALID)
    around = np.pad(DECK_PICTURE, [(0, 0), (1, 1), (1, 1), (0, 0)])
    np.testing.assert_array_equal(conv2d(around, DECK_FILTER, np.zeros(1))[0, :, :, 0], SAME)


def test_a_channel_that_was_just_added() -> None:
    """``x[..., None]`` has the stride 0 along its new axis; a window's columns do not follow each other by that."""
    layer = layer_with(DECK_FILTER, np.zeros(1))
    pictures = np.float32(DECK_PICTURE[..., 0])  # the layer's own type, so that it takes them as they are
    np.testing.assert_array_equal(layer(pictures[..., None])[0, :, :, 0], VALID)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    batch=st.integers(1, 4),
    size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    more=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    channels=st.integers(1, 3),
    filters=st.integers(1, 4),
    stride=st.integers(1, 3),
    seed=st.integers(0, 2**32 - 1),
)
def test_equals_the_loops(
    batch: int,
    size: tuple[int, int],
    more: tuple[int, int],
    channels: int,
    filters: int,
    stride: int,
    seed: int,
) -> None:
    """In float64, to rounding: values and all three gradients."""
    config.set_floatx("float64")
    compare((batch, size[0] + more[0], size[1] + more[1], channels), (*size, channels, filters), stride, seed, 1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("shape", "kernel", "stride"),
    [
        ((70, 28, 28, 1), (5, 5, 1, 6), 1),
        ((20, 24, 24, 8), (3, 3, 8, 4), 1),
        ((3, 40, 40, 24), (5, 5, 24, 2), 2),
        ((64, 14, 14, 16), (1, 1, 16, 8), 1),
        ((33, 12, 12, 32), (2, 2, 32, 16), 2),
    ],
)
def test_equals_the_loops_on_pictures_of_real_size(
    dtype: str, shape: tuple[int, ...], kernel: tuple[int, ...], stride: int
) -> None:
    """Large enough that the fast one cuts the batch into several blocks, the last one smaller."""
    config.set_floatx(dtype)
    compare(shape, kernel, stride, 5, 1e-11 if dtype == "float64" else 2e-5)


def compare(shape: tuple[int, ...], kernel_shape: tuple[int, ...], stride: int, seed: int, tolerance: float) -> None:
    rng = np.random.default_rng(seed)
    x, kernel, bias = (rng.standard_normal(s).astype(config.floatx()) for s in (shape, kernel_shape, kernel_shape[-1:]))
    expected = conv2d(x, kernel, bias, stride)
    dy = rng.standard_normal(expected.shape).astype(config.floatx())
    y, dx, dkernel, dbias = run(layer_with(kernel, bias, strides=stride), x, dy)
    named = zip(
        ("y", "dx", "dkernel", "dbias"),
        (y, dx, dkernel, dbias),
        (expected, *conv2d_gradients(x, kernel, dy, stride)),
        strict=True,
    )
    for name, ours, theirs in named:
        assert ours.dtype == config.floatx()
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance * np.abs(theirs).max(), err_msg=name)


def test_smaller_batches_after_larger_ones() -> None:
    """Memory is used again; what is left in it from the step before must not show."""
    layer = layers.Conv2D(3, 3, padding="same", activation="relu")
    rng = np.random.default_rng(0)
    pictures = [rng.standard_normal((n, 9, 9, 2)).astype(np.float32) for n in (8, 3, 8, 1)]
    layer.build_once((None, 9, 9, 2))
    call = Call(Step())
    call.step.gradients = {id(v): np.zeros_like(v.value) for v in layer.trainable_weights}
    for x in pictures:
        call.step.begin(training=True)
        y = layer.forward(x, call).copy()
        dx = layer.backward(np.ones_like(y), call).copy()
        call.step.finish_backward()
        fresh = run(layer, x)
        np.testing.assert_allclose(y, fresh[0], rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(dx, fresh[1], rtol=1e-6, atol=1e-6)
        for v, gradient in zip(layer.trainable_weights, fresh[2:], strict=True):
            np.testing.assert_allclose(call.step.gradients[id(v)], gradient, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("view", [np.s_[:, :, ::2], np.s_[:, ::2], np.s_[..., :2], np.s_[:, ::-1]])
def test_pictures_that_are_views_of_others(view: Any) -> None:
    """Their numbers do not lie side by side in memory."""
    x = np.random.default_rng(0).standard_normal((2, 8, 8, 4)).astype(np.float32)[view]
    layer = layers.Conv2D(3, 3)
    np.testing.assert_allclose(layer(x), layer(x.copy()), rtol=1e-6)
