"""Pooling: deck experiment D-max-pool, and the engine's layers as twins."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument
from sutja.nn import layers, primer

PICTURE = [[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]


def test_the_picture_of_the_deck() -> None:
    """D-max-pool: the four largest as printed, and the four means beside them."""
    assert primer.max_pool(PICTURE).tolist() == [[2, 3], [4, 2]]
    assert primer.average_pool(PICTURE).tolist() == [[1.0, 1.5], [2.25, 1.0]]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(sides=st.tuples(st.integers(3, 9), st.integers(3, 9)), size=st.integers(1, 3), seed=st.integers(0, 99))
def test_twins_of_the_engine(sides: tuple[int, int], size: int, seed: int) -> None:
    """Rows and columns that fill no square are left out by both."""
    picture = np.random.default_rng(seed).standard_normal(sides)
    x = picture[None, :, :, None]
    np.testing.assert_array_equal(primer.max_pool(picture, size), layers.MaxPooling2D(size)(x)[0, :, :, 0])
    np.testing.assert_allclose(primer.average_pool(picture, size), layers.AveragePooling2D(size)(x)[0, :, :, 0])


def test_a_feature_may_move_inside_its_square() -> None:
    moved = np.zeros((4, 4, 4))
    for number, (r, c) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        moved[number, 2 + r, c] = 9
    assert {str(primer.max_pool(each).tolist()) for each in moved} == {"[[0.0, 0.0], [9.0, 0.0]]"}


MISUSE: list[tuple[Any, str]] = [
    (lambda: primer.max_pool([1, 2]), "`picture`. Expected rows and columns, an array of 2 dimensions."),
    (lambda: primer.max_pool(PICTURE, 0), "`size`. Expected a whole number of at least 1. Received: size=0"),
    (
        lambda: primer.average_pool(PICTURE, 5),
        "`size`. Expected at most 4, the shorter side of the picture. Received: size=5",
    ),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
