"""One digit, from what a person gives to what a network receives.

Strokes and pictures meet in the same last steps (fit, contrast, place), and all of it follows how MNIST was made, so
that a network trained on MNIST sees what it knows. ``docs/ink.md`` is the specification for other languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sutja.ink.clean import clean
from sutja.ink.contrast import framed, full_contrast, thicken
from sutja.ink.convention import BOX, PEN
from sutja.ink.desk import without_desk
from sutja.ink.fit import box_of, cut, fit
from sutja.ink.pen import redraw, width
from sutja.ink.picture import Picture, open_picture
from sutja.ink.pieces import of_one_digit
from sutja.ink.place import place
from sutja.ink.rules import remove_rules
from sutja.ink.strokes import Path, check_pen, draw, extent, fit_path, fitted_width, read_strokes

__all__ = ["Digit", "from_picture", "from_strokes"]

_CANVAS = 4 * BOX  # strokes are drawn four times as fine as MNIST


@dataclass(frozen=True, eq=False)
class Digit:
    """A digit as MNIST's were made, and how it came about.

    Attributes:
        pixels: uint8 (28, 28), 255 = ink, 0 = paper: what a network receives.
        ink: float32 (H, W), 1 = ink, 0 = paper: what was taken for ink in the picture (as far as it was shrunk), or
            the strokes as they were drawn.
        box: (left, top, right, bottom) of the digit, pen included, in pixels of the picture held upright or in the
            unit of the strokes.
        dark_ink: Whether the ink was darker than the paper.
    """

    pixels: NDArray[np.uint8]
    ink: NDArray[np.float32]
    box: tuple[float, float, float, float]
    dark_ink: bool = True

    @cached_property
    def pen_width(self) -> float:
        """The width of the pen in ``pixels``, as :mod:`sutja.ink.pen` measures it; 2.35 is usual for MNIST."""
        return width(self.pixels / np.float32(255))


def from_strokes(
    strokes: Iterable[ArrayLike], pen_width: float | None = None, *, scale_stroke_width: bool = False
) -> Digit:
    """The digit that a pen has drawn.

    The result depends neither on where the digit was drawn nor on how large, if the pen was as much larger.

    Args:
        strokes: Strokes, each a list or array (n, 2) of points (x, y), y down, in any unit; at most 20,000 points.
        pen_width: The width of the pen in the same unit; None for the usual pen of MNIST.
        scale_stroke_width: Draw with the usual pen of MNIST, whatever ``pen_width`` is.

    Raises:
        NothingDrawn: There is no point.
        InvalidArgument: The strokes or the pen are none.
    """
    path = read_strokes(strokes)
    if pen_width is not None:
        check_pen(pen_width)
    pen = PEN if pen_width is None or scale_stroke_width else fitted_width(path, pen_width)
    ink = draw(*fit_path(path, pen, _CANVAS), _CANVAS)
    return Digit(place(full_contrast(fit(ink))), ink.astype(np.float32), _box_of_strokes(path, pen))


def from_picture(picture: Picture, *, scale_stroke_width: bool = False) -> Digit:
    """The digit in a picture: one digit, dark on light or light on dark, drawn, scanned or photographed.

    A digit of MNIST comes back as it is.

    Args:
        picture: A path, the bytes of a file (PNG, JPEG, GIF, BMP, WebP, TIFF, PPM), a Pillow image, or an array
            (H, W), (H, W, 1), (H, W, 3) or (H, W, 4) with values from 0 to 1, to 255 or to 65,535.
        scale_stroke_width: Draw the digit again with the usual pen of MNIST; for very thick or uneven pens.

    Raises:
        UnreadablePicture: There is no such file, or it is damaged or no picture.
        PictureTooLarge: More than 64 MiB or 65 million pixels.
        NothingDrawn: There is no ink that stands out from the paper.
        InvalidArgument: An array that is no picture.
    """
    grey, shrunk, _size = open_picture(picture)
    found = clean(without_desk(grey))
    ink = of_one_digit(found.ink, remove_rules(found.ink >= found.faint).mask)
    box = box_of(ink)
    cut_ink = cut(ink, box)
    frame = full_contrast(fit(redraw(thicken(cut_ink)))) if scale_stroke_width else framed(cut_ink)
    left, top, right, bottom = (side * shrunk * found.factor for side in box)
    return Digit(place(frame), ink, (left, top, right, bottom), found.dark_ink)


def _box_of_strokes(path: Path, pen: float) -> tuple[float, float, float, float]:
    """The box around ``path`` and its pen, in the unit of the strokes; ``pen`` is in pixels of MNIST."""
    points = np.concatenate(path)
    longer = extent(path)[1]
    margin = longer * pen / (BOX - pen) / 2 if pen < BOX else 0.0  # a dot is a point in its own unit
    left, top = (points.min(axis=0) - margin).tolist()
    right, bottom = (points.max(axis=0) + margin).tolist()
    return left, top, right, bottom
