"""Cosine similarity: deck experiment B-cosine-convolution, and Conv2D as twin where lengths are 1."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import Input, Sequential, layers, primer

PICTURE = np.array(
    [[1, 1, 1, 0, 0.5], [0.5, 0.5, 0, 0.5, 0], [0, 0, 1, 1, 1], [1, 0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1, 0]]
)
PATTERN = np.array([[1, 1, 1], [0.5, 0.5, 0.5], [0, 0, 0]])
PRINTED = [
    [0.327, 0.414, 0.327, 0.316, 0.183],
    [0.816, 0.852, 0.609, 0.426, 0.245],
    [0.390, 0.447, 0.573, 0.516, 0.467],
    [0.258, 0.552, 0.652, 0.889, 0.690],
    [0.689, 0.816, 0.778, 0.781, 0.632],
]


def test_the_map_of_the_deck() -> None:
    """B-cosine-convolution: all 25 numbers, to the three digits printed."""
    np.testing.assert_array_equal(primer.cosine_map(PICTURE, PATTERN).round(3), PRINTED)


def test_one_window_of_the_deck() -> None:
    """B-cosine-convolution: the normalised window and pattern, and their product 0.852."""
    window = PICTURE[:3, :3]
    np.testing.assert_array_equal(
        primer.unit(window).round(3), [[0.471, 0.471, 0.471], [0.236, 0.236, 0], [0, 0, 0.471]]
    )
    np.testing.assert_array_equal(primer.unit(PATTERN)[:2].round(3), [[0.516] * 3, [0.258] * 3])
    assert round(primer.cosine_similarity(window, PATTERN), 3) == 0.852


def test_the_best_match_of_the_deck() -> None:
    """B-cosine-convolution: where the picture is most like the pattern."""
    best = primer.cosine_map(PICTURE, PATTERN).argmax()
    assert divmod(best, 5) == (3, 3)


def test_brightness_does_not_count(rng: Any) -> None:
    a, b = rng.standard_normal((2, 3, 3))
    cosine = primer.cosine_similarity(a, b)
    assert primer.cosine_similarity(7 * a, 0.1 * b) == pytest.approx(cosine)
    assert primer.cosine_similarity(a, a) == pytest.approx(1)
    assert primer.cosine_similarity(a, -2 * a) == pytest.approx(-1)
    angle = np.arccos(primer.cosine_similarity([1.0, 0.0], [1.0, 1.0]))
    assert np.degrees(angle) == pytest.approx(45)


def test_each_number_of_the_map_is_a_similarity(rng: Any) -> None:
    picture, pattern = rng.standard_normal((5, 6)), rng.standard_normal((3, 2))
    around = primer.zeros_around(picture, (3, 2))
    result = primer.cosine_map(picture, pattern)
    assert result.shape == (5, 6)
    for r, c in np.ndindex(5, 6):
        window = around[r : r + 3, c : c + 2]
        assert result[r, c] == pytest.approx(primer.cosine_similarity(window, pattern))


def test_an_empty_window_is_like_nothing() -> None:
    assert primer.cosine_map(np.zeros((3, 3)), PATTERN).tolist() == np.zeros((3, 3)).tolist()


def test_twin_of_conv2d(rng: Any) -> None:
    """For a window of length 1 and a pattern of length 1, Conv2D's answer is the cosine."""
    window, pattern = rng.uniform(0, 1, (2, 3, 3))
    model = Sequential([Input((3, 3, 1)), layers.Conv2D(1, 3, use_bias=False)])
    model.set_weights([primer.unit(pattern)[:, :, None, None]])
    theirs = model.predict(primer.unit(window)[None, :, :, None], verbose=0).item()
    assert primer.cosine_similarity(window, pattern) == pytest.approx(theirs, rel=1e-12)


MISUSE: list[tuple[Any, str]] = [
    (lambda: primer.unit([0.0, 0.0]), "`a`. Expected numbers that are not all 0, as a direction needs a length."),
    (lambda: primer.cosine_similarity([1, 2], [1, 2, 3]), "`b`. Expected shape (2,), that of `a`."),
    (lambda: primer.cosine_map(PICTURE, np.zeros((2, 2))), "`a`. Expected numbers that are not all 0"),
    (lambda: primer.cosine_map(PICTURE[0], PATTERN), "`picture`. Expected rows and columns, an array of 2 dimensions."),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
