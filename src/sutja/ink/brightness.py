"""Brightness: an array of any kind of picture as one grey value in [0, 1] for each pixel.

Colour becomes luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). Numbers run from 0 to 1, to 255 or to 65,535: the
smallest of the three that holds the largest value of the array is full brightness. What a 32-bit file holds may fit
none of them; it runs from the lowest of its values to the highest (:func:`to_scale`).

A fourth channel is how opaque a pixel is, and what it lets through has to be invented. A drawing in a single colour
on nothing, as drawing programs export it, may be white on nothing as well as black on nothing; there the
opacity itself is the ink, and is taken as black on white. A picture in several colours lies on white, or on black if
most of the box around it is dark, so that the invented part continues its paper. One colour means every pixel that is
all but opaque: what little ink a page has must count, and the blurred edges of a drawing, whose colour may be anything,
must not. The web page chooses the ground in the same way (``static/ground.js`` of the studio).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sutja.errors import InvalidArgument, invalid
from sutja.language import translate as _

__all__ = ["as_picture", "brightness", "to_scale"]

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_SCALES = (1, 255, 65_535)
_ONE_COLOUR = 0.1  # the range of brightness within one colour
_SOLID = 0.9  # of the highest opacity: from there on, the colour of a pixel is its own

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


def to_scale(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """Finite ``values`` as they are if :func:`brightness` takes them, else from the lowest to the highest as 0 to 1."""
    low, high = values.min().item(), values.max().item()
    if low >= 0 and high <= _SCALES[-1]:
        return values
    largest = max(-low, high)  # divided by first, since the difference of two numbers may be too large for one
    scaled = values.astype(np.float32)
    scaled /= np.float32(largest)
    scaled -= scaled.min()
    scaled /= scaled.max() or 1
    return scaled


def _unlike_a_picture(picture: object) -> InvalidArgument:
    return invalid(
        "picture", _("an array of numbers, (H, W), (H, W, 1), (H, W, 3) or (H, W, 4), one picture at a time"), picture
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
    if opacity.min() == 1:
        return luma
    solid = opacity > _SOLID * opacity.max()
    if not solid.any() or np.ptp(luma[solid]) < _ONE_COLOUR:
        return 1 - opacity
    on_white = luma * opacity + (1 - opacity)
    rows, columns = (np.flatnonzero(solid.any(axis=axis)) for axis in (1, 0))
    inside = on_white[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return on_white if np.median(inside) > 0.5 else luma * opacity
