import numpy as np
import pytest
from scipy import ndimage

from sutja.data.augment import Thickness, dilate, erode
from sutja.errors import InvalidArgument

PICTURES = np.random.default_rng(0).random((4, 7, 6, 2), np.float32)
CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])[None, :, :, None]


def test_dilation_and_erosion_are_those_of_scipy_with_darkness_outside():
    np.testing.assert_array_equal(
        dilate(PICTURES), ndimage.grey_dilation(PICTURES, footprint=CROSS, mode="constant", cval=0)
    )
    np.testing.assert_array_equal(
        erode(PICTURES), ndimage.grey_erosion(PICTURES, footprint=CROSS, mode="constant", cval=0)
    )


class Drawn:
    def __init__(self, amounts):
        self.amounts = np.array(amounts)

    def uniform(self, low, high, size):
        assert (low, high, size) == (-0.5, 1, len(self.amounts))
        return self.amounts


def test_the_amount_blends_from_erosion_through_the_picture_to_dilation():
    result = Thickness(thin=0.5, thick=1)(PICTURES, Drawn([-0.5, 0, 0.25, 1]))
    np.testing.assert_allclose(result[0], (PICTURES[0] + erode(PICTURES)[0]) / 2, rtol=1e-6)
    np.testing.assert_array_equal(result[1], PICTURES[1])
    np.testing.assert_allclose(result[2], 0.75 * PICTURES[2] + 0.25 * dilate(PICTURES)[2], rtol=1e-6)
    np.testing.assert_allclose(result[3], dilate(PICTURES)[3], rtol=1e-6)


def test_without_any_range_pictures_stay_as_they_are():
    pictures = (255 * PICTURES).astype(np.uint8)
    result = Thickness()(pictures, np.random.default_rng(0))
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result, pictures)


def test_the_pictures_given_are_not_changed():
    before = PICTURES.copy()
    Thickness(thin=1, thick=1)(PICTURES, np.random.default_rng(0))
    np.testing.assert_array_equal(PICTURES, before)


@pytest.mark.parametrize("name", ["thin", "thick"])
def test_ranges_are_checked(name):
    with pytest.raises(InvalidArgument, match=rf"`{name}`. Expected a number in \[0, 1\]. Received: {name}=1.5"):
        Thickness(**{name: 1.5})
