"""A picture file as an array of grey levels or colours, in a size of your choice.

Pictures come from strangers. The size of the file and the number of pixels that its header announces are checked
before anything is decoded, and only formats that Pillow decodes by itself are opened. A photograph is turned upright
as its EXIF orientation says, what is transparent becomes white, and the first frame of an animation counts.

A picture that is made smaller or larger keeps its proportions: it is fitted into the wanted size, and what is left
at the sides gets the colour of its border (the median of the outermost pixels).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sutja.errors import PictureTooLarge, UnreadablePicture
from sutja.language import translate as _

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["FORMATS", "read_picture"]

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
_MOST_BYTES, _MOST_PIXELS = 64 * 2**20, 65_000_000


def read_picture(path: Path, size: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """The picture at ``path``.

    Args:
        path: A file in one of FORMATS.
        size: (height, width) to fit it into; by default it keeps its own.

    Returns:
        uint8 of shape (height, width, 1) for a picture without colours, else (height, width, 3).

    Raises:
        UnreadablePicture: There is no such file, or it is damaged or no picture.
        PictureTooLarge: It has more bytes or pixels than we are ready to read.
    """
    from PIL import Image, ImageOps

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise PictureTooLarge(_("{path} is too large for a picture", path=path))
        with Image.open(path, formats=FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise PictureTooLarge(_("{path} is too large for a picture", path=path))
            picture = _without_transparency(ImageOps.exif_transpose(opened))
    except OSError as error:
        reason = error.strerror or _("it is damaged, or no picture")
        raise UnreadablePicture(_("Cannot read {path}: {reason}", path=path, reason=reason)) from error
    except PictureTooLarge:
        raise
    except Exception as error:
        reason = _("it is damaged, or no picture")
        raise UnreadablePicture(_("Cannot read {path}: {reason}", path=path, reason=reason)) from error
    if size is not None:
        picture = _fitted(picture, size)
    return _array(picture)


def _without_transparency(picture: Image.Image) -> Image.Image:
    """``picture`` in mode L or RGB."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):  # more than 8 bits: stretched to what there is
        deep = np.asarray(picture, np.float64)
        top = 65_535 if picture.mode.startswith("I") and deep.max(initial=0) > 255 else 255
        return Image.fromarray(np.clip(deep * (255 / top), 0, 255).astype(np.uint8))
    if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _fitted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL import Image, ImageOps

    height, width = size
    if picture.size == (width, height):
        return picture
    pixels = np.asarray(picture)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    colour: Any = tuple(int(level) for level in np.atleast_1d(np.median(border, axis=0)))
    method = Image.Resampling.LANCZOS if picture.width > width or picture.height > height else Image.Resampling.BICUBIC
    return ImageOps.pad(picture, (width, height), method, color=colour if len(colour) > 1 else colour[0])


def _array(picture: Image.Image) -> NDArray[np.uint8]:
    pixels = np.array(picture)
    if pixels.ndim == 2:
        return pixels[..., None]
    grey = (pixels == pixels[..., :1]).all()
    return pixels[..., :1].copy() if grey else pixels
