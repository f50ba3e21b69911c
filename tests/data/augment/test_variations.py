"""What holds for every variation, and what each of them does to a picture that shows it."""

import threading

import numpy as np
import pytest

from sutja.data.augment import (
    Affine,
    Blur,
    Compose,
    Crop,
    CutMix,
    Elastic,
    Erase,
    Flip,
    Grey,
    Light,
    MixUp,
    Noise,
    Some,
    Thickness,
    bent_digits,
    digits,
    photographs,
    varied,
)
from sutja.errors import InvalidArgument

ALL = [
    Affine(rotation=20, zoom=0.2, shear=0.2, shift=3),
    Thickness(thin=0.5, thick=0.5),
    Flip(horizontal=0.5, vertical=0.5),
    Crop(padding=3),
    Light(brightness=0.3, contrast=0.3),
    Grey(chance=0.5),
    Elastic(amount=1.5, smoothness=3),
    Noise(amount=0.2),
    Blur(radius=1.5),
    Erase(chance=0.7),
    digits(),
    photographs(),
    Compose((Elastic(), Affine(rotation=5), Noise(amount=0.1))),
]
RNG = np.random.default_rng(0)
PICTURES = RNG.random((20, 14, 12, 3), np.float32)


@pytest.fixture
def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize("variation", ALL, ids=lambda v: type(v).__name__)
def test_every_variation_keeps_shape_scale_and_its_argument(variation, rng):
    before = PICTURES.copy()
    once = variation(PICTURES, rng)
    assert (once.dtype, once.shape) == (np.float32, PICTURES.shape)
    assert not np.shares_memory(once, PICTURES)
    np.testing.assert_array_equal(PICTURES, before)
    assert once.min() >= -1e-6
    assert once.max() <= 1 + 1e-6
    assert (once != PICTURES).any()
    assert once.tobytes() == variation(PICTURES, np.random.default_rng(1)).tobytes()
    assert once.tobytes() != variation(PICTURES, np.random.default_rng(2)).tobytes()


@pytest.mark.parametrize("variation", ALL, ids=lambda v: type(v).__name__)
def test_every_variation_takes_an_empty_batch_and_refuses_what_is_no_batch(variation, rng):
    assert variation(PICTURES[:0], rng).shape == (0, 14, 12, 3)
    with pytest.raises(InvalidArgument, match="`images`"):
        variation(PICTURES[0], rng)


@pytest.mark.parametrize(
    "still", [Affine(), Thickness(), Flip(), Crop(0), Light(), Grey(0), Elastic(0), Noise(0), Blur(0), Erase(0)]
)
def test_without_a_range_nothing_changes(still, rng):
    np.testing.assert_allclose(still(PICTURES, rng), PICTURES, atol=1e-6)


@pytest.mark.parametrize("variation", ALL[:-1], ids=lambda v: type(v).__name__)
def test_grey_pictures_stay_grey(variation, rng):
    assert variation(PICTURES[..., :1], rng).shape == (20, 14, 12, 1)


def test_flips_mirror(rng):
    np.testing.assert_array_equal(Flip(horizontal=1)(PICTURES, rng), PICTURES[:, :, ::-1])
    np.testing.assert_array_equal(Flip(vertical=1)(PICTURES, rng), PICTURES[:, ::-1])
    np.testing.assert_array_equal(Flip(1, 1)(PICTURES, rng), PICTURES[:, ::-1, ::-1])
    half = Flip(horizontal=0.5)(np.repeat(PICTURES, 50, axis=0), rng) != np.repeat(PICTURES, 50, axis=0)
    assert 400 < half.any((1, 2, 3)).sum() < 600


def test_digits_are_not_mirrored():
    assert "Flip" not in repr(digits())


@pytest.mark.parametrize("preset", [digits, bent_digits])
def test_every_fourth_digit_stays_as_it_is(preset, rng):
    many = np.repeat(PICTURES[:1, ..., :1], 2000, axis=0)
    same = (preset()(many, rng) == many).all(axis=(1, 2, 3)).mean()
    assert 0.21 < same < 0.29


def test_some_pictures_are_varied_and_the_others_are_not(rng):
    result = Some(0.5, Flip(vertical=1))(np.repeat(PICTURES, 50, axis=0), rng)
    changed = (result != np.repeat(PICTURES, 50, axis=0)).any(axis=(1, 2, 3))
    assert 400 < changed.sum() < 600
    np.testing.assert_array_equal(result[changed][:1], np.repeat(PICTURES, 50, axis=0)[changed][:1, ::-1])
    with pytest.raises(InvalidArgument, match="`share`"):
        Some(1.5, Flip())


def test_a_crop_moves_by_whole_pixels(rng):
    point = np.zeros((500, 9, 9, 1), np.float32)
    point[:, 4, 4] = 1
    moved = Crop(padding=2)(point, rng)
    assert moved.sum((1, 2, 3)).tolist() == [1] * 500
    _n, y, x, _c = np.nonzero(moved)
    assert (sorted(set(y)), sorted(set(x))) == ([2, 3, 4, 5, 6],) * 2


def test_light_and_contrast_by_their_formula(rng):
    grey = np.full((200, 4, 4, 1), 0.5, np.float32)
    brightness = Light(brightness=0.2)(grey, rng)[:, 0, 0, 0] - 0.5
    assert -0.2 <= brightness.min() < -0.18
    assert 0.18 < brightness.max() <= 0.2
    step = np.tile(np.float32([0.4, 0.6]), (200, 4, 2))[..., None]
    contrast = Light(contrast=0.5)(step, rng)
    np.testing.assert_allclose(contrast.mean((1, 2, 3)), 0.5, atol=1e-6)
    difference = contrast[:, 0, 1, 0] - contrast[:, 0, 0, 0]
    assert 0.1 <= difference.min() < 0.11
    assert 0.29 < difference.max() <= 0.3
    assert Light(brightness=1, white=255)(grey * 510, rng).max() == 255


def test_grey_is_the_brightness_of_the_colours(rng):
    result = Grey(chance=1)(PICTURES, rng)
    np.testing.assert_allclose(result[..., 0], PICTURES @ np.float32([0.299, 0.587, 0.114]), rtol=1e-5)
    np.testing.assert_array_equal(result[..., 0], result[..., 2])


def test_elastic_moves_points_by_its_amount_and_neighbours_alike(rng):
    ramp = np.broadcast_to(np.arange(40, dtype=np.float32)[:, None], (50, 40, 40, 1))[..., :1].copy()
    ramp = np.tile(np.arange(40, dtype=np.float32), (50, 40, 1))[..., None]
    moved = (Elastic(amount=1, smoothness=4)(ramp, rng) - ramp)[:, 6:-6, 6:-6, 0]  # sideways, away from the border
    assert 0.8 < np.sqrt(np.mean(moved**2)) < 1.2
    assert np.abs(np.diff(moved, axis=2)).mean() < 0.25


def test_noise_has_its_strength(rng):
    grey = np.full((400, 20, 20, 1), 0.5, np.float32)
    strength = (Noise(amount=0.1)(grey, rng) - grey).std((1, 2, 3))
    assert 0 <= strength.min() < 0.005
    assert 0.09 < strength.max() < 0.11


def test_blur_spreads_a_point_and_keeps_its_brightness(rng):
    point = np.zeros((100, 11, 11, 1), np.float32)
    point[:, 5, 5] = 1
    blurred = Blur(radius=1.2)(point, rng)
    np.testing.assert_allclose(blurred.sum((1, 2, 3)), 1, atol=1e-5)
    assert blurred[:, 5, 5].min() < 0.2
    np.testing.assert_allclose(blurred, blurred.transpose(0, 2, 1, 3), atol=1e-6)


def test_erasing_covers_a_rectangle_of_the_right_area(rng):
    white = np.ones((500, 20, 30, 3), np.float32)
    erased = Erase(chance=0.5, smallest=0.1, largest=0.3, value=0.25)(white, rng)
    share = (erased[..., 0] == 0.25).mean((1, 2))
    assert 200 < (share > 0).sum() < 300
    assert 0.08 < share[share > 0].min() < 0.13
    assert 0.25 < share.max() < 0.33
    for covered in (erased[..., 0] == 0.25)[share > 0][:20]:
        rows, columns = covered.any(1), covered.any(0)
        assert covered.sum() == rows.sum() * columns.sum()  # a rectangle


@pytest.mark.parametrize("mix", [MixUp(0.5), CutMix()])
def test_labels_are_mixed_like_the_pictures(mix, rng):
    """The picture of class k is k everywhere, so that the mean of a mixed one is the mean of its label."""
    classes = np.arange(40) % 4
    images = np.broadcast_to(classes[:, None, None, None], (40, 8, 8, 1)).astype(np.float32)
    x, y = mix(images, np.eye(4)[classes], rng)
    assert (x.dtype, y.dtype, y.shape) == (np.float32, np.float32, (40, 4))
    np.testing.assert_allclose(y.sum(1), 1, rtol=1e-5)
    np.testing.assert_allclose(x.mean((1, 2, 3)), y @ np.arange(4), rtol=1e-4, atol=1e-5)
    assert ((y > 0).sum(1) == 2).any()
    with pytest.raises(InvalidArgument, match=r"`labels`. Expected rows of probabilities"):
        mix(images, classes, rng)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Flip(horizontal=1.5),
        lambda: Crop(padding=-1),
        lambda: Crop(padding=1.5),
        lambda: Light(contrast=-1),
        lambda: Grey(chance=2),
        lambda: Elastic(smoothness=0),
        lambda: Noise(amount=float("nan")),
        lambda: Blur(radius=-1),
        lambda: Erase(smallest=0.5, largest=0.1),
        lambda: MixUp(alpha=0),
        lambda: varied([], seed=0, workers=-1),
        lambda: varied([], seed=-1),
        lambda: varied([], seed=0.5, workers=0),
        lambda: varied([], seed=0, epoch=-1),
    ],
)
def test_ranges_are_checked(make):
    with pytest.raises(InvalidArgument, match="Invalid value for argument"):
        make()


def batches(count=12):
    return [(PICTURES[i % 3 :], np.eye(20)[i % 3 :]) for i in range(count)]


@pytest.mark.parametrize("mix", [None, MixUp()])
def test_any_number_of_workers_gives_the_same_bits(mix):
    def run(**more):
        return b"".join(x.tobytes() + y.tobytes() for x, y in varied(batches(), ALL[-1], mix=mix, **more))

    expected = run(seed=3, workers=0)
    assert all(run(seed=3, workers=workers) == expected for workers in (1, 2, 5))
    assert run(seed=3, workers=2, epoch=1) != expected
    assert run(seed=4, workers=2) != expected


def test_every_batch_has_a_generator_of_its_own():
    """Seeded from (seed, epoch, batch): the same batch twice is varied in two ways, each of them known beforehand."""
    twice = [x for x, _y in varied([(PICTURES, PICTURES[:, 0, 0])] * 2, ALL[0], seed=5, epoch=7, workers=2)]
    for index, x in enumerate(twice):
        np.testing.assert_array_equal(x, ALL[0](PICTURES, np.random.default_rng([5, 7, index])))
    assert twice[0].tobytes() != twice[1].tobytes()


def test_workers_do_not_run_far_ahead_and_end_when_nobody_wants_more():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield PICTURES, PICTURES[:, 0, 0]

    running = threading.active_count()
    stream = varied(endless(), Flip(0.5), seed=0, workers=2)
    next(stream)
    assert len(taken) <= 6
    stream.close()
    assert threading.active_count() == running


def test_an_error_of_a_worker_reaches_the_caller():
    with pytest.raises(InvalidArgument, match="`images`"):
        list(varied([(PICTURES[0], PICTURES)], Flip(0.5), seed=0, workers=2))
