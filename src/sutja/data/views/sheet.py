"""Many pictures on one: a grid, with a caption under each, as a PNG or SVG file.

In an SVG file the pictures are one PNG inside it, shown without smoothing, and captions are text, in any script; in a
PNG file captions are drawn with Pillow's own font, which has Latin letters only, so that others become ``?``.
"""

from __future__ import annotations

import base64
import html
import io
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sutja.checks import whole
from sutja.errors import DataError, invalid
from sutja.language import translate as _
from sutja.whole_file import write_whole

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["Sheet", "make_sheet", "one_of_each_class"]

_GAP, _CAPTION = 4, 14  # pixels
_LEAST_SIDE = 56  # smaller pictures are shown enlarged
_LETTER = 6  # the width of a Latin letter in pixels; those of Korean are twice as wide


@dataclass(frozen=True)
class Sheet:
    """A grid of pictures.

    Attributes:
        pictures: uint8 of shape ``(n, height, width, channels)``.
        captions: One for each picture, or none at all.
        columns: Pictures in a row.
        title: What the sheet shows, for those who cannot see it.
    """

    pictures: NDArray[np.uint8]
    captions: Sequence[str]
    columns: int
    title: str

    @property
    def scale(self) -> int:
        """By what whole factor the pictures are enlarged."""
        return max(1, -(-_LEAST_SIDE // max(self.pictures.shape[1:3])))

    def _cell(self) -> tuple[int, int]:
        height, width = (self.scale * side for side in self.pictures.shape[1:3])
        if self.captions:
            return height + _CAPTION + _GAP, max(width, *map(_width_of, self.captions)) + _GAP
        return height + _GAP, width + _GAP

    def _size(self) -> tuple[int, int]:
        height, width = self._cell()
        rows = -(-len(self.pictures) // self.columns)
        return rows * height + _GAP, min(self.columns, len(self.pictures)) * width + _GAP

    def _place(self, index: int) -> tuple[int, int]:
        """The upper left corner (y, x) of a picture, in the middle of its cell."""
        height, width = self._cell()
        row, column = divmod(index, self.columns)
        spare = width - _GAP - self.scale * self.pictures.shape[2]
        return row * height + _GAP, column * width + _GAP + spare // 2

    def image(self, *, captions: bool = True) -> Image.Image:
        """The sheet as a Pillow image."""
        from PIL import Image, ImageDraw

        height, width = self._size()
        sheet = Image.new("RGB", (width, height), "white")
        draw = ImageDraw.Draw(sheet)
        for index, pixels in enumerate(self.pictures):
            y, x = self._place(index)
            colours = pixels if pixels.shape[2] == 3 else np.repeat(pixels[..., :1], 3, axis=2)
            picture = Image.fromarray(np.ascontiguousarray(colours))
            size = (picture.width * self.scale, picture.height * self.scale)
            sheet.paste(picture.resize(size, Image.Resampling.NEAREST), (x, y))
            if captions and self.captions:
                text = self.captions[index].encode("ascii", "replace").decode("ascii")
                middle = (x + size[0] // 2, y + size[1] + 1)
                draw.text(middle, text, fill="black", anchor="ma")
        return sheet

    def svg(self) -> str:
        """The sheet as an SVG document."""
        height, width = self._size()
        data = base64.b64encode(self._png(captions=False)).decode("ascii")
        scale, side = self.scale, self.pictures.shape[1:3]
        texts = []
        for index, caption in enumerate(self.captions):
            y, x = self._place(index)
            middle, below = x + scale * side[1] / 2, y + scale * side[0] + _CAPTION - 3
            texts.append(f'<text x="{middle:g}" y="{below}">{html.escape(caption)}</text>')
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" font-family="sans-serif" font-size="11" text-anchor="middle" role="img">\n'
            f"<title>{html.escape(self.title)}</title>\n"
            f'<image width="{width}" height="{height}" style="image-rendering:pixelated" '
            f'href="data:image/png;base64,{data}"/>\n' + "\n".join(texts) + "\n</svg>\n"
        )

    def _png(self, *, captions: bool = True) -> bytes:
        content = io.BytesIO()
        self.image(captions=captions).save(content, "PNG", optimize=True)
        return content.getvalue()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the sheet to ``path``, a name that ends in ``.png`` or ``.svg``; all of it or nothing.

        Raises:
            InvalidArgument: ``path`` has another ending.
            DataError: The operating system does not let us write.
        """
        file = Path(path).expanduser()
        if file.suffix.lower() not in (".png", ".svg"):
            raise invalid("path", _("a name that ends in .png or .svg"), str(path))
        content = self.svg() if file.suffix.lower() == ".svg" else self._png()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, content)
        except OSError as error:
            raise DataError(_("Cannot write {path}: {reason}", path=file, reason=error.strerror or error)) from error
        return file


def _width_of(caption: str) -> int:
    return _LETTER * sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in caption)


def make_sheet(
    pictures: NDArray[Any], captions: Sequence[str] = (), *, columns: int = 10, title: str = "", most: int = 1000
) -> Sheet:
    """A sheet of ``pictures``, uint8 of shape (n, height, width, channels), the first ``most`` of them.

    Raises:
        InvalidArgument: An argument is not as described, or there are no pictures.
    """
    if pictures.dtype != np.uint8 or pictures.ndim != 4 or not len(pictures):
        raise invalid("pictures", _("uint8 of shape (n, height, width, channels)"), pictures)
    if captions and len(captions) != len(pictures):
        raise invalid("captions", _("one for each of the {count} pictures", count=len(pictures)), len(captions))
    whole("columns", columns)
    return Sheet(pictures[:most], tuple(captions[:most]), columns, title)


def one_of_each_class(labels: NDArray[Any], each: int, seed: int = 0) -> NDArray[np.intp]:
    """The positions of ``each`` examples of every class, by class; by chance, the same for the same ``seed``."""
    order = np.random.default_rng(seed).permutation(len(labels))
    return np.concatenate([order[labels[order] == label][:each] for label in np.unique(labels)])
