"""Opening a picture: from a file, from bytes, from Pillow or from an array to its brightness.

Pictures come from strangers. What is checked is checked before a pixel is decoded: the size of the file, its format
(only those that Pillow decodes by itself, none that starts another program), and the number of pixels that the
header announces, so that a file of a few kilobytes cannot claim gigabytes of memory. Whatever a decoder does with
damaged bytes comes out as :class:`~sutja.errors.UnreadablePicture`. The first frame of an animation counts, and a
photograph is turned upright as its EXIF orientation says.

A large picture is shrunk by the smallest whole factor that brings it to 512 pixels (each block of pixels becomes
its mean), which bounds all further work; of a digit, 20 pixels will be needed.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sutja.errors import PictureTooLarge, UnreadablePicture
from sutja.ink.brightness import as_picture, brightness, to_scale
from sutja.ink.shrink import factor_for, shrink
from sutja.language import translate as _

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["FORMATS", "LONGEST_SIDE", "MAX_BYTES", "MAX_PIXELS", "Opened", "Picture", "open_picture"]

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
MAX_BYTES = 64 * 2**20
MAX_PIXELS = 65_000_000
LONGEST_SIDE = 512

Picture: TypeAlias = "str | os.PathLike[str] | bytes | Image.Image | ArrayLike"

_DEEP = ("I", "F")  # what the names of Pillow's modes with more than 8 bits begin with
_ORIENTATION = 0x0112  # the EXIF tag


class Opened(NamedTuple):
    """The brightness of a picture.

    Attributes:
        grey: (H, W), float32 in [0, 1], shrunk.
        factor: How many pixels of the picture, along each side, became one.
        size: (width, height) of the picture held upright, in pixels, as it was before.
    """

    grey: NDArray[np.float32]
    factor: int
    size: tuple[int, int]


def open_picture(picture: Picture, longest_side: int = LONGEST_SIDE) -> Opened:
    """Open a ``picture``: a path, the bytes of a file, a Pillow image, or an array as in :func:`brightness`.

    It is shrunk by a whole factor until its longer side has at most ``longest_side`` pixels.

    Raises:
        UnreadablePicture: There is no such file, or it is damaged, or no picture in one of FORMATS.
        PictureTooLarge: It has more than MAX_BYTES bytes or MAX_PIXELS pixels.
        InvalidArgument: An array that is no picture.
    """
    if isinstance(picture, str | os.PathLike):
        return _from_bytes(_read(picture), str(picture), longest_side)
    if isinstance(picture, bytes | bytearray | memoryview):
        return _from_bytes(bytes(picture), _("the given bytes"), longest_side)
    if not isinstance(picture, np.ndarray):
        from PIL import Image

        if isinstance(picture, Image.Image):
            return _from_image(picture, _("the given image"), longest_side)
    array = as_picture(picture)
    height, width = array.shape[:2]
    _check_pixels(width, height, name=_("the given array"))
    grey = brightness(array)
    factor = factor_for(grey.shape, longest_side)
    return Opened(shrink(grey, factor), factor, (width, height))


def _read(path: str | os.PathLike[str]) -> bytes:
    try:
        if not Path(path).is_file():
            raise UnreadablePicture(_("There is no file {name}. Check the path of the picture", name=path))
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnreadablePicture(_("The file {name} cannot be read: {reason}", name=path, reason=error)) from error


def _from_bytes(data: bytes, name: str, longest_side: int) -> Opened:
    from PIL import Image

    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise PictureTooLarge(
            _("{name} is too large. Expected at most {limit} MiB. Save the picture smaller", name=name, limit=limit)
        )
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name, "") from error
    except Exception as error:  # hostile bytes may bring a decoder to raise anything
        formats = ", ".join(FORMATS)
        raise UnreadablePicture(
            _("{name} is no picture that can be read. Expected one of: {formats}", name=name, formats=formats)
        ) from error
    return _from_image(image, name, longest_side)


def _from_image(image: Image.Image, name: str, longest_side: int) -> Opened:
    _check_pixels(*image.size, name=name)
    factor = factor_for(image.size, longest_side)
    try:
        image = _upright(image)
        pixels = _pixels(image, factor)
    except Exception as error:  # as above: pixels are decoded only now
        raise UnreadablePicture(
            _("{name} is damaged or not complete. Save or send the picture again", name=name)
        ) from error
    if not image.mode.startswith(_DEEP):
        return Opened(brightness(pixels / np.float32(255)), factor, image.size)
    if not np.isfinite([pixels.min(), pixels.max()]).all():
        raise UnreadablePicture(
            _("{name} has pixels that are not finite numbers. Save the picture with 8 or 16 bits a channel", name=name)
        )
    return Opened(shrink(brightness(to_scale(pixels)), factor), factor, image.size)


def _upright(image: Image.Image) -> Image.Image:
    """The decoded ``image``, turned as its EXIF data say."""
    from PIL import ImageOps

    image.load()  # Pillow itself turns TIFF, and says so in the EXIF data only when it has
    return image if image.getexif().get(_ORIENTATION, 1) == 1 else ImageOps.exif_transpose(image)


def _pixels(image: Image.Image, factor: int) -> NDArray[Any]:
    """The pixels of an upright ``image``: deep ones as they are, others with 8 bits and shrunk by ``factor``."""
    if image.mode.startswith(_DEEP):
        return np.asarray(image)
    mode = "RGBA" if image.has_transparency_data else "L" if image.mode in ("1", "L") else "RGB"
    return np.asarray((image if image.mode == mode else image.convert(mode)).reduce(factor))


def _check_pixels(width: int, height: int, name: str) -> None:
    if width * height == 0:
        raise UnreadablePicture(_("{name} has no pixels. Expected a picture with a digit", name=name))
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(name, f" ({width}x{height})")


def _too_many_pixels(name: str, size: str) -> PictureTooLarge:
    limit = MAX_PIXELS // 1_000_000
    return PictureTooLarge(
        _(
            "{name} has too many pixels{size}. Expected at most {limit} million. Save the picture smaller",
            name=name,
            size=size,
            limit=limit,
        )
    )
