"""Brightness: an array of any kind of picture as one grey value in [0, 1] for each pixel.

Colour becomes luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). Numbers run from 0 to 1, to 255 or to 65,535: the
smallest of the three that holds the largest value of the array is full brightness.

A fourth channel is how opaque a pixel is, and what it lets through has to be invented. A drawing in a single colour
on nothing, as drawing programs export it, may be white on nothing as well as black on nothing; there the
opacity itself is the ink, and is taken as black on white. A picture in several colours lies on white if most of
what is visible is light, else on black, so that the invented part continues its paper.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sutja.errors import InvalidArgument, invalid
from sutja.language import translate as _

__all__ = ["as_picture", "brightness"]

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_SCALES = (1, 255, 65_535)
_ONE_COLOUR = 0.1  # the range of brightness, from the 5th to the 95th percentile, within one colour
_OPAQUE = 0.5

Grey = NDArray[np.float32]


def brightness(picture: ArrayLike) -> Grey:
    """The brightness (H, W), float32 in [0, 1], of an array (H, W), (H, W, 1), (H, W, 3) or (H, W, 4).

    Raises:
        InvalidArgument: The shape or the values are not those of a picture.
    """
    array = as_picture(picture)
    full = _full_brightness(array)
    values = array.astype(np.float32)
    values /= full
    if values.ndim == 2:
        return values
    match values.shape[2]:
        case 1:
            return values[..., 0]
        case 3:
            return values @ _LUMA
    return _compose(values[..., :3] @ _LUMA, values[..., 3])


def as_picture(picture: ArrayLike) -> NDArray[np.generic]:
    """``picture`` as an array of numbers in the shape of a picture.

    Raises:
        InvalidArgument: It is none.
    """
    try:
        array = np.asarray(picture)
    except (TypeError, ValueError):  # such as lists of unequal length
        raise _unlike_a_picture(picture) from None
    if array.dtype.kind not in "buif":
        raise _unlike_a_picture(array)
    if array.ndim not in (2, 3) or 0 in array.shape or (array.ndim == 3 and array.shape[2] not in (1, 3, 4)):
        raise _unlike_a_picture(array)
    return array


def _unlike_a_picture(picture: object) -> InvalidArgument:
    return invalid(
        "picture", _("an array of numbers, (H, W), (H, W, 1), (H, W, 3) or (H, W, 4), one digit at a time"), picture
    )


def _full_brightness(array: NDArray[np.generic]) -> int:
    low, high = array.min().item(), array.max().item()
    if low >= 0:  # false for nan
        for scale in _SCALES:
            if high <= scale:
                return scale
    expected = _("values from 0 to 1, to 255 or to 65535")
    raise invalid("picture", expected, _("values from {low:g} to {high:g}", low=low, high=high))


def _compose(luma: Grey, opacity: Grey) -> Grey:
    """``luma`` laid on the background that its drawing was meant for."""
    visible = luma[opacity > _OPAQUE]
    if visible.size == 0:
        visible = luma[opacity > 0]
    if opacity.min() < 1 and (visible.size == 0 or np.ptp(np.percentile(visible, (5, 95))) < _ONE_COLOUR):
        return 1 - opacity
    background = np.float32(np.median(visible) > 0.5)
    return luma * opacity + background * (1 - opacity)
