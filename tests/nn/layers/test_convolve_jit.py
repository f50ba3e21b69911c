"""Convolution in compiled tiles gives NumPy's numbers, for every kind of window."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sutja.nn import config, layers
from sutja.nn.call import Call, Step
from sutja.nn.jit.processor import LANES
from sutja.nn.layers.convolve import ByPatches, ByPlanes, ByRows, convolution
from sutja.nn.layers.convolve_jit import ByTiles
from sutja.nn.layers.patches import add_patches
from sutja.nn.layers.window import Windows


@pytest.fixture(autouse=True)
def accelerated():
    config.set_accelerated(True)
    yield
    config.set_accelerated(None)


def results(products: Any, windows: Windows, x: Any, dz: Any, call: Call) -> tuple[Any, ...]:
    """(z, dW, dx), the latter two added to what is there or not, as in the layer; twice, as in a second step."""
    for _step in range(2):
        z, dkernel, dx = np.full_like(dz, np.nan), np.ones_like(products.kernel), np.full_like(x, np.nan)
        products.forward(x, z)
        products.add_kernel_gradient(x, dz, dkernel)
        products.input_gradient(dz, dx)
    return z, dkernel, dx


# Few widths and numbers of filters: each pair is a routine to compile.
@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    samples=st.integers(1, 3),
    pixels=st.sampled_from([(7, 7), (5, 15), (1, 17)]),
    channels=st.sampled_from([1, 3, LANES]),
    size=st.sampled_from([(3, 3), (1, 1), (1, 5)]),
    filters=st.sampled_from([LANES, LANES + 4, 3 * LANES + 1]),
    strides=st.sampled_from([(1, 1), (1, 1), (2, 2), (1, 3)]),
    dilation=st.sampled_from([(1, 1), (1, 1), (2, 2)]),
    padding=st.sampled_from(["valid", "same"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_tiles_agree_with_patches(
    samples: int,
    pixels: Any,
    channels: int,
    size: Any,
    filters: int,
    strides: Any,
    dilation: Any,
    padding: str,
    seed: int,
) -> None:
    if any((k - 1) * d + 1 > n for k, d, n in zip(size, dilation, pixels, strict=True)):
        padding = "same"
    if max(strides) > 1:
        dilation = (1, 1)
    rng = np.random.default_rng(seed)
    windows = Windows(*pixels, size, strides, padding, dilation)
    x = rng.standard_normal((samples, *pixels, channels)).astype(np.float32)
    kernel = rng.standard_normal((*size, channels, filters)).astype(np.float32)
    dz = rng.standard_normal((samples, *windows.out, filters)).astype(np.float32)
    call = Call(Step())
    patches = ByPatches(kernel, windows, call.child("patches"))
    patches.kernel = kernel
    tiles = ByTiles(kernel, windows, call.child("tiles"), patches)
    expected = results(patches, windows, x, dz, call)
    for ours, theirs in zip(results(tiles, windows, x, dz, call), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("filters", [LANES, 2 * LANES + 3])
@pytest.mark.parametrize("with_bias", [False, True])
@pytest.mark.parametrize("relu", [False, True])
@pytest.mark.parametrize("otherwise", [ByPatches, ByPlanes, ByRows])
def test_bias_and_relu_on_the_way(filters: int, with_bias: bool, relu: bool, otherwise: Any) -> None:
    rng = np.random.default_rng(filters)
    windows = Windows(9, 19, (3, 3), (1, 1), "valid")
    x = rng.standard_normal((2, 9, 19, 5)).astype(np.float32)
    x[1, 4, 4, 0] = np.nan
    kernel, bias = rng.standard_normal((3, 3, 5, filters)), rng.standard_normal(filters).astype(np.float32)
    kernel = kernel.astype(np.float32)
    plain = otherwise(kernel, windows, Call(Step()))
    ours, theirs, sums = (np.empty((2, *windows.out, filters), np.float32) for _ in range(3))
    given_bias = bias if with_bias else None
    ByTiles(kernel, windows, Call(Step()), plain).forward(x, ours, given_bias, relu=relu)
    plain.forward(x, theirs, given_bias, relu=relu)
    plain.forward(x, sums)
    np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)
    expected = sums + (bias if with_bias else 0)
    np.testing.assert_allclose(theirs, np.maximum(expected, 0) if relu else expected, rtol=1e-5, atol=1e-6)
    assert np.isnan(ours).any()
    assert not relu or np.nanmin(ours) == 0


def test_a_picture_that_does_not_lie_in_one_piece_goes_the_other_way() -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, 9, 9, 8)).astype(np.float32)[..., ::2]
    layer = layers.Conv2D(LANES, 3)
    layer.build_once((None, 9, 9, 4))
    z = layer.forward(x, Call(Step())).copy()
    assert isinstance(convolution(layer.kernel.value, Windows(9, 9, (3, 3), (1, 1), "valid"), Call(Step())), ByTiles)
    config.set_accelerated(False)
    np.testing.assert_allclose(z, layer.forward(x, Call(Step())), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("filters", "dtype", "wanted"), [(LANES, np.float32, True), (LANES - 1, np.float32, False), (LANES, float, False)]
)
def test_who_is_accelerated(filters: int, dtype: Any, wanted: bool) -> None:
    windows, kernel = Windows(9, 9, (3, 3), (1, 1), "valid"), np.zeros((3, 3, 8, filters), dtype)
    assert isinstance(convolution(kernel, windows, Call(Step())), ByTiles if wanted else ByRows)
    part_of_a_kernel = np.zeros((3, 3, 8, 2 * filters), dtype)[..., :filters]  # as in a convolution in groups
    assert isinstance(convolution(part_of_a_kernel, windows, Call(Step())), ByRows)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    samples=st.integers(1, 3),
    pixels=st.tuples(st.integers(3, 9), st.integers(3, 9)),
    channels=st.integers(1, 20),
    size=st.sampled_from([(3, 3), (1, 2), (3, 1)]),
    strides=st.sampled_from([(1, 1), (2, 2), (3, 1)]),
    dilation=st.sampled_from([(1, 1), (1, 2), (2, 1)]),
    seed=st.integers(0, 2**32 - 1),
)
def test_patches_go_back_to_the_same_places(
    samples: int, pixels: Any, channels: int, size: Any, strides: Any, dilation: Any, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    windows = Windows(*pixels, size, strides, "same", dilation)
    rows = rng.integers(-9, 10, (samples, *windows.out, math.prod(size) * channels)).astype(np.float32)
    pictures = rng.integers(-9, 10, (samples, *windows.padded, channels)).astype(np.float32)
    compiled, plain = pictures.copy(), pictures.copy()
    add_patches(rows.reshape(-1, rows.shape[-1]), compiled, windows, Call(Step()))
    config.set_accelerated(False)
    add_patches(rows.reshape(-1, rows.shape[-1]), plain, windows, Call(Step()))
    np.testing.assert_array_equal(compiled, plain)


@pytest.mark.parametrize("size", [1, 3])
def test_a_slope_that_does_not_lie_in_one_piece(size: int) -> None:
    rng = np.random.default_rng(0)
    layer = layers.Conv2D(LANES, size, padding="same")
    layer.build_once((None, 7, 7, LANES))
    x = rng.standard_normal((2, 7, 7, LANES)).astype(np.float32)
    dy = rng.standard_normal((2, 9, 8, LANES)).astype(np.float32)[:, 1:-1, 1:]  # as padded pooling hands it back
    slopes = []
    for allowed in (True, False):
        config.set_accelerated(allowed)
        call = Call(Step())
        layer.forward(x, call)
        slopes.append(layer.backward(dy, call).copy())
    np.testing.assert_allclose(*slopes, rtol=1e-4, atol=1e-5)
