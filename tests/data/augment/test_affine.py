import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from sutja.data.augment import Affine, Compose, Elastic, warp
from sutja.errors import InvalidArgument

RNG = np.random.default_rng(0)
PICTURES = RNG.integers(0, 256, (5, 9, 8, 2), np.uint8)


class Drawn:
    """A generator that draws these numbers for each picture: turn, zoom x and y, slant, shift x and y."""

    def __init__(self, *numbers):
        self.numbers = numbers

    def uniform(self, low, high, size):
        assert (low, high) == (-1, 1)
        return np.broadcast_to(self.numbers, size)


def test_without_any_range_pictures_stay_as_they_are():
    result = Affine()(PICTURES, np.random.default_rng(0))
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result, PICTURES)


def test_shifts_by_whole_pixels_move_pixels_and_bring_in_zeros():
    result = Affine(shift=2)(PICTURES, Drawn(0, 0, 0, 0, 1, -0.5))
    np.testing.assert_allclose(result[:, :-1, 2:], PICTURES[:, 1:, :-2], atol=1e-3)
    assert not result[:, -1].any()
    assert not result[:, :, :2].any()


def test_a_positive_turn_is_clockwise():
    square = PICTURES[:, :8]
    result = Affine(rotation=90)(square, Drawn(1, 0, 0, 0, 0, 0))
    np.testing.assert_allclose(result, np.rot90(square, -1, axes=(1, 2)), atol=0.01)


def test_a_positive_slant_leans_to_the_left():
    line = np.zeros((1, 9, 9, 1), np.uint8)
    line[:, :, 4] = 255
    result = Affine(shear=1)(line, Drawn(0, 0, 0, 1, 0, 0))
    np.testing.assert_allclose(result[0, :, :, 0], 255 * np.eye(9), atol=0.01)


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_the_map_is_the_one_of_the_module_docstring(drawn):
    turn, zoom_x, zoom_y, slant, shift_x, shift_y = drawn
    augment = Affine(rotation=40, zoom=0.3, shear=0.5, shift=3)
    angle = np.deg2rad(40 * turn)
    matrix = (
        np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        @ np.array([[1, 0.5 * slant], [0, 1]])
        @ np.diag([1 + 0.3 * zoom_x, 1 + 0.3 * zoom_y])
    )
    # SciPy counts (row, column) and also maps from the result back to the original.
    inverse = np.linalg.inv(matrix)[::-1, ::-1]
    centre = np.array([4, 3.5])
    offset = centre - inverse @ (centre + 3 * np.array([shift_y, shift_x]))
    picture = PICTURES[:1]
    expected = ndimage.affine_transform(
        picture[0, :, :, 0].astype(float), inverse, offset, order=1, mode="grid-constant"
    )
    result = augment(picture, Drawn(*drawn))
    np.testing.assert_allclose(result[0, :, :, 0], expected, atol=0.02)


def test_what_a_picture_gets_does_not_depend_on_how_many_follow_it():
    many = np.tile(PICTURES, (300, 1, 1, 1))
    augment = Affine(rotation=12, zoom=0.15, shear=0.2, shift=2)
    few = augment(many[:7], np.random.default_rng(5))
    np.testing.assert_array_equal(augment(many, np.random.default_rng(5))[:7], few)
    assert (augment(many[:7], np.random.default_rng(6)) != few).any()


@given(st.integers(0, 2**32), st.sampled_from([(0, 28, 28, 1), (3, 28, 28, 1), (2, 1, 1, 3), (1, 5, 30, 1)]))
def test_means_lie_between_zero_and_the_brightest_pixel(seed, shape):
    rng = np.random.default_rng(seed)
    pictures = rng.random(shape, np.float32)
    result = Affine(rotation=180, zoom=0.9, shear=2, shift=40)(pictures, rng)
    assert result.shape == shape
    assert ((result >= 0) & (result <= 1 + 1e-6)).all()


def test_points_far_outside_are_dark():
    maps = np.array([[[1, 0, 1e9], [0, 1, -1e9]]])
    assert not warp(np.ones((1, 4, 4, 1), np.float32), maps).any()


def test_the_pictures_given_are_not_changed():
    pictures = PICTURES.astype(np.float32)
    Affine(rotation=12, shift=2)(pictures, np.random.default_rng(0))
    np.testing.assert_array_equal(pictures, PICTURES)


@pytest.mark.parametrize(
    ("ranges", "message"),
    [
        ({"rotation": -1}, "`rotation`. Expected a number of at least 0. Received: rotation=-1"),
        ({"shear": float("nan")}, "`shear`. Expected a number of at least 0"),
        ({"shift": float("inf")}, "`shift`. Expected a number of at least 0"),
        ({"zoom": 1}, r"`zoom`. Expected a number in \[0, 1\). Received: zoom=1"),
    ],
)
def test_ranges_are_checked(ranges, message):
    with pytest.raises(InvalidArgument, match=message):
        Affine(**ranges)


@pytest.mark.parametrize("images", [np.zeros((3, 28, 28), np.uint8), np.zeros((3, 28, 28, 1))])
def test_a_batch_of_pictures_is_asked_for(images):
    with pytest.raises(
        InvalidArgument, match=r"`images`. Expected uint8 or float32 of shape \(n, height, width, chann"
    ):
        Affine()(images, np.random.default_rng(0))


def test_bending_in_the_same_pass_is_bending_where_nothing_else_moves():
    bend = Elastic(amount=1.5)
    np.testing.assert_allclose(
        Affine(bend=bend)(PICTURES, OnlyMoves(1)), bend(PICTURES, np.random.default_rng(1)), atol=1e-3
    )


def test_bending_in_the_same_pass_blurs_less_than_bending_before():
    lines = np.zeros((50, 28, 28, 1), np.float32)
    lines[:, :, ::4] = 1

    def sharpness(*steps):
        return np.abs(np.diff(Compose(steps)(lines, np.random.default_rng(0))[:, 8:20, 8:20], axis=2)).mean()

    assert sharpness(Affine(shift=1, bend=Elastic(0.5))) > 1.1 * sharpness(Elastic(0.5), Affine(shift=1))


class OnlyMoves:
    """A generator whose first numbers, those of the affine map, are not taken from the stream of the bend."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def uniform(self, low, high, size):
        return np.zeros(size)

    def random(self, *args):
        return self.rng.random(*args)
