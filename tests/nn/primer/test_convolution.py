"""Convolution by hand: deck experiments E-convolution-by-hand and the small one of deck B; Conv2D as twin."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument
from sutja.nn import Input, Sequential, layers, primer
from sutja.nn.layers.conv2d_loops import conv2d

PICTURE = [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]
KERNEL = [[2, 0, 1], [0, 1, 2], [1, 0, 2]]


def test_by_hand() -> None:
    """E-convolution-by-hand: the four numbers that the deck prints, and the nine products of its first."""
    assert primer.convolve(PICTURE, KERNEL).tolist() == [[15, 16], [6, 15]]
    assert 1 * 2 + 2 * 0 + 3 * 1 + 0 * 0 + 1 * 1 + 2 * 2 + 3 * 1 + 0 * 0 + 1 * 2 == 15


def test_same_by_hand() -> None:
    """E-convolution-by-hand: the "same" one, which the deck leaves as an exercise, then 2 x 2 max pooling."""
    same = primer.convolve(PICTURE, KERNEL, padding="same")
    assert same.tolist() == [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]]
    assert primer.max_pool(same).tolist() == [[15, 16], [10, 15]]


def test_the_seventy_of_deck_b() -> None:
    """B-cosine-convolution: 1 x 5 + 2 x 6 + 3 x 7 + 4 x 8 = 70."""
    assert primer.convolve([[1, 2], [3, 4]], [[5, 6], [7, 8]]).tolist() == [[70]]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    sides=st.tuples(st.integers(3, 7), st.integers(3, 7)),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    padding=st.sampled_from(["valid", "same"]),
    seed=st.integers(0, 99),
)
def test_twin_of_conv2d(sides: tuple[int, int], kernel: tuple[int, int], padding: str, seed: int) -> None:
    """The layer of the engine, and for no padding the loops beside it, with one channel and one kernel."""
    rng = np.random.default_rng(seed)
    picture, weights = rng.standard_normal(sides), rng.standard_normal(kernel)
    model = Sequential([Input((*sides, 1)), layers.Conv2D(1, kernel, padding=padding, use_bias=False)])
    model.set_weights([weights[:, :, None, None]])
    mine = primer.convolve(picture, weights, padding)
    np.testing.assert_allclose(mine, model.predict(picture[None, :, :, None], verbose=0)[0, :, :, 0], atol=1e-12)
    if padding == "valid":
        loops = conv2d(picture[None, :, :, None], weights[:, :, None, None], np.zeros(1))
        np.testing.assert_allclose(mine, loops[0, :, :, 0], atol=1e-12)


def test_zeros_go_around() -> None:
    assert primer.zeros_around([[5]], (3, 3)).tolist() == [[0, 0, 0], [0, 5, 0], [0, 0, 0]]
    assert primer.zeros_around([[5]], (2, 1)).tolist() == [[5], [0]]


MISUSE: list[tuple[Any, str]] = [
    (
        lambda: primer.convolve([1, 2, 3], KERNEL),
        "`picture`. Expected rows and columns, an array of 2 dimensions. Received: picture=array of shape (3,)",
    ),
    (
        lambda: primer.convolve(np.ones((28, 28, 1)), KERNEL),
        "`picture`. Expected rows and columns, an array of 2 dimensions. Received: picture=array of shape (28, 28, 1)",
    ),
    (lambda: primer.convolve(PICTURE, [[]]), "`kernel`. Expected rows and columns, an array of 2 dimensions."),
    (
        lambda: primer.convolve([[1, 2], [3, 4]], KERNEL),
        "`kernel`. Expected one no larger than the picture of shape (2, 2). Received: kernel=array of shape (3, 3)",
    ),
    (
        lambda: primer.convolve(PICTURE, KERNEL, padding="full"),
        "`padding`. Expected one of: valid, same. Received: padding='full'",
    ),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
