"""Filters made by hand: deck experiment B-filters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja.nn import Input, Sequential, layers, primer

ALL = {"SHARPEN": 1, "EDGE": 0, "BLUR": 1, "EMBOSS": 1}
STEP = np.array([[0.0, 0.0, 1.0, 1.0]] * 3)  # dark to the left, bright to the right
DOT = np.pad([[1.0]], 2)


def test_kernels_of_the_deck() -> None:
    """B-filters: the numbers printed, without the frames of zeros around two of them; the blur divided by its sum."""
    assert primer.SHARPEN.tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert primer.EDGE.tolist() == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    assert primer.EMBOSS.tolist() == [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
    np.testing.assert_allclose(primer.BLUR * 9, np.ones((3, 3)))


@pytest.mark.parametrize(("name", "total"), ALL.items())
def test_an_area_of_one_grey(name: str, total: int) -> None:
    """B-filters: it keeps its grey level, and under EDGE it vanishes."""
    flat = primer.convolve(np.full((5, 5), 0.4), getattr(primer, name))
    np.testing.assert_allclose(flat, 0.4 * total, atol=1e-15)


def test_what_each_sees_at_an_edge() -> None:
    """B-filters, by hand: the two columns at the border between dark and bright."""
    np.testing.assert_allclose(
        primer.convolve(STEP, primer.SHARPEN), [[-1, 2]]
    )  # darker than dark, brighter than bright
    np.testing.assert_allclose(primer.convolve(STEP, primer.EDGE), [[1, -1]])
    np.testing.assert_allclose(primer.convolve(STEP, primer.BLUR), [[1 / 3, 2 / 3]])
    np.testing.assert_allclose(primer.convolve(STEP, primer.EMBOSS), [[3, 4]])


def test_a_dot_becomes_the_kernel_turned_round() -> None:
    for name in ALL:
        kernel = getattr(primer, name)
        np.testing.assert_array_equal(primer.convolve(DOT, kernel), kernel[::-1, ::-1])


def test_the_frame_of_zeros_makes_no_difference(rng: Any) -> None:
    """B-filters: the deck prints SHARPEN and the blur as 5 x 5 with zeros around."""
    picture = rng.uniform(0, 1, (6, 6))
    framed = primer.convolve(picture, np.pad(primer.SHARPEN, 1), padding="same")
    np.testing.assert_allclose(framed, primer.convolve(picture, primer.SHARPEN, padding="same"))


def test_twin_of_conv2d_all_at_once(rng: Any) -> None:
    picture = rng.uniform(0, 1, (7, 6))
    kernels = [getattr(primer, name) for name in ALL]
    model = Sequential([Input((7, 6, 1)), layers.Conv2D(4, 3, use_bias=False)])
    model.set_weights([np.stack(kernels, axis=-1)[:, :, None, :]])
    theirs = model.predict(picture[None, :, :, None], verbose=0)[0]
    np.testing.assert_allclose(np.stack([primer.convolve(picture, k) for k in kernels], axis=-1), theirs, atol=1e-12)


def test_they_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="read-only"):
        primer.BLUR[0, 0] = 1
