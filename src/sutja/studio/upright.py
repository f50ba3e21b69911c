"""How large a picture is when it is held upright, as the boxes of its digits mean it."""

from __future__ import annotations

import io

from PIL import ExifTags, Image

__all__ = ["upright_size"]

_ON_ITS_SIDE = (5, 6, 7, 8)  # the EXIF orientations that swap width and height


def upright_size(picture: bytes) -> tuple[int, int]:
    """The width and height of a ``picture`` file that was read before, in pixels, turned as its EXIF data say."""
    with Image.open(io.BytesIO(picture)) as image:
        width, height = image.size
        turned = image.getexif().get(ExifTags.Base.Orientation) in _ON_ITS_SIDE
    return (height, width) if turned else (width, height)
