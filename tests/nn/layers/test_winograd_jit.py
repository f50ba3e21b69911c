"""Winograd's convolution gives NumPy's numbers, in all three directions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sutja.nn import config
from sutja.nn.call import Call, Step
from sutja.nn.layers.convolve import ByPatches, ByRows, convolution
from sutja.nn.layers.convolve_jit import ByTiles
from sutja.nn.layers.window import Windows
from sutja.nn.layers.winograd import convolved
from sutja.nn.layers.winograd_jit import LEAST, ByWinograd


@pytest.fixture(autouse=True)
def accelerated():
    config.set_accelerated(True)
    yield
    config.set_accelerated(None)


class Nobody:
    """What is asked for nothing."""


def normal(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


# Few windows and numbers of channels and filters: each three of them are routines to compile.
@pytest.mark.filterwarnings("error")
@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    samples=st.integers(1, 7),
    pixels=st.tuples(st.integers(8, 17), st.integers(8, 17)),
    side=st.sampled_from([3, 3, 5]),
    channels=st.sampled_from([LEAST, 2 * LEAST + 3]),
    filters=st.sampled_from([LEAST, 3 * LEAST + 1]),
    padding=st.sampled_from(["valid", "same"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_squares_agree_with_patches(
    samples: int, pixels: Any, side: int, channels: int, filters: int, padding: str, seed: int
) -> None:
    windows = Windows(*pixels, (side, side), (1, 1), padding)
    kernel = normal(seed, side, side, channels, filters) / np.float32(side * np.sqrt(channels))
    x, dz = normal(seed + 1, samples, *pixels, channels), normal(seed + 2, samples, *windows.out, filters)
    call = Call(Step())
    patches = ByPatches(kernel, windows, call.child("patches"))
    squares = ByWinograd(kernel, windows, call.child("squares"), patches)
    found: dict[Any, Any] = {}
    for products in (patches, squares):
        for step in range(2):  # what a step leaves behind must not matter to the next
            z, dkernel, dx = np.full_like(dz, np.nan), np.ones_like(kernel), np.full_like(x, np.nan)
            products.forward(x, z)
            products.add_kernel_gradient(x, dz, dkernel)
            products.input_gradient(dz, dx)
            found[type(products), step] = z, dkernel, dx
    for step in range(2):
        for ours, theirs in zip(found[ByWinograd, step], found[ByPatches, step], strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=2e-5 * np.abs(theirs).max())


def test_it_is_the_formula() -> None:
    windows = Windows(10, 14, (3, 3), (1, 1), "valid")
    kernel, x = normal(0, 3, 3, LEAST, LEAST), normal(1, 6, 10, 14, LEAST)
    z = np.empty((6, *windows.out, LEAST), np.float32)
    ByWinograd(kernel, windows, Call(Step()), Nobody()).forward(x, z)
    np.testing.assert_allclose(z, convolved(x.astype(float), kernel), rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("relu", [False, True])
def test_bias_and_relu_on_the_way(relu: bool) -> None:
    windows = Windows(9, 19, (3, 3), (1, 1), "valid")
    kernel, bias, x = normal(0, 3, 3, LEAST, LEAST + 2), normal(1, LEAST + 2), normal(2, 4, 9, 19, LEAST)
    x[1, 4, 4, 0] = np.nan
    patches = ByPatches(kernel, windows, Call(Step()))
    ours, theirs = (np.empty((4, *windows.out, LEAST + 2), np.float32) for _ in range(2))
    ByWinograd(kernel, windows, Call(Step()), patches).forward(x, ours, bias, relu=relu)
    patches.forward(x, theirs, bias, relu=relu)
    assert np.isnan(ours[1]).any()
    assert not relu or np.nanmin(ours) == 0
    for picture in (0, 2, 3):
        np.testing.assert_allclose(ours[picture], theirs[picture], rtol=1e-4, atol=1e-3)


def test_few_squares_and_pictures_in_pieces_go_the_other_way() -> None:
    windows = Windows(8, 8, (3, 3), (1, 1), "same")
    kernel = normal(0, 3, 3, LEAST, LEAST)
    call = Call(Step())
    rows = ByRows(kernel, windows, call.child("rows"))
    squares = ByWinograd(kernel, windows, call.child("squares"), rows)
    for pictures in (normal(1, 2, 8, 8, LEAST), normal(1, 40, 8, 8, 2 * LEAST)[..., ::2]):
        ours, theirs = (np.empty((len(pictures), 8, 8, LEAST), np.float32) for _ in range(2))
        squares.forward(pictures, ours)
        rows.forward(pictures, theirs)
        np.testing.assert_array_equal(ours, theirs)
        gradients = np.zeros((2, *kernel.shape), np.float32)
        squares.add_kernel_gradient(pictures, theirs, gradients[0])
        rows.add_kernel_gradient(pictures, theirs, gradients[1])
        np.testing.assert_array_equal(*gradients)


@pytest.mark.parametrize(
    ("channels", "size", "strides", "dilation", "kind"),
    [
        (LEAST, (3, 3), (1, 1), (1, 1), ByWinograd),
        (LEAST, (5, 5), (1, 1), (1, 1), ByWinograd),
        (LEAST - 1, (3, 3), (1, 1), (1, 1), ByTiles),
        (LEAST, (3, 5), (1, 1), (1, 1), ByTiles),
        (LEAST, (1, 1), (1, 1), (1, 1), ByTiles),
        (LEAST, (3, 3), (2, 2), (1, 1), ByTiles),
        (LEAST, (3, 3), (1, 1), (2, 2), ByTiles),
        (LEAST, (7, 7), (1, 1), (1, 1), ByTiles),
    ],
)
def test_who_goes_by_squares(channels: int, size: Any, strides: Any, dilation: Any, kind: Any) -> None:
    windows, kernel = Windows(9, 9, size, strides, "same", dilation), np.zeros((*size, channels, LEAST), np.float32)
    assert isinstance(convolution(kernel, windows, Call(Step())), kind)


@pytest.mark.parametrize(
    ("channels", "filters", "kind"), [(256, 256, ByWinograd), (384, 384, ByRows), (64, 4096, ByRows)]
)
def test_very_many_channels_stay_with_blas(channels: int, filters: int, kind: Any) -> None:
    windows, kernel = Windows(9, 9, (3, 3), (1, 1), "same"), np.zeros((3, 3, channels, filters), np.float32)
    assert isinstance(convolution(kernel, windows, Call(Step())), kind)


def test_a_picture_smaller_than_a_square_goes_by_tiles() -> None:
    windows = Windows(5, 9, (3, 3), (1, 1), "valid")
    assert isinstance(convolution(np.zeros((3, 3, LEAST, LEAST), np.float32), windows, Call(Step())), ByTiles)
