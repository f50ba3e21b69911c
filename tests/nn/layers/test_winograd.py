"""Winograd's matrices give the sums of a sliding window exactly, and the formula with them a convolution."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutja.nn.layers.conv2d_loops import conv2d
from sutja.nn.layers.winograd import SIDE, convolved, matrices

numbers = st.integers(-9, 9)


def times(matrix: Any, vector: Any) -> list[Fraction]:
    return [sum((a * b for a, b in zip(row, vector, strict=True)), start=Fraction(0)) for row in matrix]


def transposed(matrix: Any) -> Any:
    return list(zip(*matrix, strict=True))


@pytest.mark.parametrize("window", [3, 4, 5])
@given(data=st.data())
def test_without_rounding_the_sums_are_those_of_a_sliding_window(window: int, data: Any) -> None:
    w = data.draw(st.lists(numbers, min_size=window, max_size=window))
    d = data.draw(st.lists(numbers, min_size=SIDE, max_size=SIDE))
    a, b, g = matrices(window)
    products = [u * v for u, v in zip(times(g, w), times(transposed(b), d), strict=True)]
    expected = [sum(w[k] * d[i + k] for k in range(window)) for i in range(SIDE - window + 1)]
    assert times(transposed(a), products) == expected


@pytest.mark.parametrize("window", [3, 4, 5])
def test_the_formula_is_a_convolution(window: int) -> None:
    rng = np.random.default_rng(window)
    down, across = 3 * (SIDE - window + 1), 2 * (SIDE - window + 1)
    pictures = rng.standard_normal((2, down + window - 1, across + window - 1, 3))
    kernel = rng.standard_normal((window, window, 3, 4))
    np.testing.assert_allclose(convolved(pictures, kernel), conv2d(pictures, kernel, np.zeros(4)), atol=1e-12)
