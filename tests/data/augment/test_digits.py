import numpy as np
import pytest

from sutja import data
from sutja.data.augment import Affine, Compose, Thickness, digits
from sutja.errors import InvalidArgument


@pytest.fixture(scope="module")
def pictures():
    return data.load("mnist5k").x_train[:500]


def test_the_same_seed_epoch_and_batch_give_the_same_bits(pictures):
    once, again = (digits()(pictures, np.random.default_rng([7, 3, 1])) for _ in range(2))
    assert once.tobytes() == again.tobytes()
    assert once.tobytes() != digits()(pictures, np.random.default_rng([7, 4, 1])).tobytes()


def test_digits_keep_their_scale_and_their_ink(pictures):
    varied = digits()(pictures, np.random.default_rng(0))
    assert varied.dtype == np.float32
    assert varied.shape == pictures.shape
    assert varied.min() >= 0
    assert varied.max() <= 255.001
    ink = varied.sum((1, 2, 3)) / pictures.sum((1, 2, 3))
    assert ink.min() > 0.3
    assert ink.max() < 3


def test_bytes_and_floats_give_the_same(pictures):
    np.testing.assert_array_equal(
        digits()(pictures, np.random.default_rng(0)), digits()(pictures.astype(np.float32), np.random.default_rng(0))
    )


def test_compose_applies_its_steps_in_order(pictures):
    steps = (Thickness(thick=1), Affine(rotation=30))
    rng = np.random.default_rng(0)
    expected = steps[1](steps[0](pictures, rng), rng)
    np.testing.assert_array_equal(Compose(steps)(pictures, np.random.default_rng(0)), expected)


def test_compose_without_steps_makes_floats(pictures):
    result = Compose(())(pictures, np.random.default_rng(0))
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result, pictures)
    with pytest.raises(InvalidArgument, match="`images`"):
        Compose(())(pictures[0], np.random.default_rng(0))
