"""The two layouts of a convolution give the same numbers, for every kind of window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.nn.call import Call, Step
from sutja.nn.layers.convolve import ByPlanes, ByRows, convolution
from sutja.nn.layers.window import Windows


def results(kind: Any, windows: Windows, x: Any, kernel: Any, dz: Any) -> tuple[Any, ...]:
    """(z, dW, dx) by one of the two; twice with the same memory, as in a second step."""
    call = Call(Step())
    made = kind(kernel, windows, call)
    for _step in range(2):
        z, dkernel, dx = np.full(dz.shape, np.nan), np.zeros_like(kernel), np.full(x.shape, np.nan)
        padded = windows.pad_input(x, 0, call)
        made.forward(padded, z)
        made.add_kernel_gradient(padded, dz, dkernel)
        made.input_gradient(dz, dx)
    return z, dkernel, dx


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(7, 12), st.integers(7, 12), st.integers(1, 4)),
    size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    filters=st.integers(1, 4),
    strides=st.sampled_from([(1, 1), (1, 1), (1, 2), (2, 1), (2, 2), (3, 3)]),
    dilation=st.sampled_from([(1, 1), (1, 1), (2, 1), (2, 3)]),
    padding=st.sampled_from(["valid", "same", "causal"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_rows_and_planes_agree(
    shape: Any, size: Any, filters: int, strides: Any, dilation: Any, padding: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    windows = Windows(*shape[1:3], size, strides, padding, dilation)
    x, kernel = rng.standard_normal(shape), rng.standard_normal((*size, shape[-1], filters))
    dz = rng.standard_normal((len(x), *windows.out, filters))
    for a, b in zip(results(ByRows, windows, x, kernel, dz), results(ByPlanes, windows, x, kernel, dz), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize(("channels", "kind"), [(1, ByPlanes), (3, ByPlanes), (6, ByRows), (32, ByRows)])
def test_few_channels_are_laid_out_as_planes(channels: int, kind: type) -> None:
    windows = Windows(8, 8, (3, 3), (1, 1), "same")
    assert isinstance(convolution(np.zeros((3, 3, channels, 2)), windows, Call(Step())), kind)
