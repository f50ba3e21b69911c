"""The layouts of a convolution give the same numbers, for every kind of window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.nn.call import Call, Step
from sutja.nn.layers.convolve import ByPatches, ByPlanes, ByRows, convolution
from sutja.nn.layers.window import Windows


def results(kind: Any, windows: Windows, x: Any, kernel: Any, dz: Any) -> tuple[Any, ...]:
    """(z, dW, dx) by one of the layouts; twice with the same memory, as in a second step."""
    call = Call(Step())
    made = kind(kernel, windows, call)
    for _step in range(2):
        z, dkernel, dx = np.full(dz.shape, np.nan), np.zeros_like(kernel), np.full(x.shape, np.nan)
        made.forward(x, z)
        made.add_kernel_gradient(x, dz, dkernel)
        made.input_gradient(dz, dx)
    return z, dkernel, dx


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(7, 12), st.integers(7, 12), st.integers(1, 4)),
    size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    filters=st.integers(1, 4),
    strides=st.sampled_from([(1, 1), (1, 1), (1, 2), (2, 1), (2, 2), (3, 3)]),
    dilation=st.sampled_from([(1, 1), (1, 1), (2, 1), (2, 3)]),
    padding=st.sampled_from(["valid", "same", "causal"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_layouts_agree(
    shape: Any, size: Any, filters: int, strides: Any, dilation: Any, padding: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    windows = Windows(*shape[1:3], size, strides, padding, dilation)
    x, kernel = rng.standard_normal(shape), rng.standard_normal((*size, shape[-1], filters))
    dz = rng.standard_normal((len(x), *windows.out, filters))
    expected = results(ByPatches, windows, x, kernel, dz)
    for kind in [ByPlanes, ByRows][: 2 if strides[0] == 1 else 1]:
        for a, b in zip(results(kind, windows, x, kernel, dz), expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize(
    ("size", "channels", "strides", "kind"),
    [
        ((3, 3), 1, (1, 1), ByPlanes),
        ((3, 3), 3, (2, 2), ByPlanes),
        ((3, 3), 6, (1, 1), ByRows),
        ((3, 3), 6, (1, 2), ByRows),
        ((3, 3), 6, (2, 1), ByPatches),
        ((1, 3), 32, (1, 1), ByPatches),
    ],
)
def test_which_layout_is_taken(size: Any, channels: int, strides: Any, kind: type) -> None:
    windows = Windows(8, 8, size, strides, "same")
    assert isinstance(convolution(np.zeros((*size, channels, 2)), windows, Call(Step())), kind)
