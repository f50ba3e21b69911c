"""The pen: how wide it was, and the same digit drawn with another one.

Both work on a copy of the ink whose box is 160 pixels on its longer side, eight times as fine as MNIST; a pixel of
at least half ink is inside. The skeleton of that shape is the path that the pen took, and the distance D from a
pixel of the skeleton to the nearest pixel outside is half the pen's width there.

**Width.** The median of 2 D over the skeleton. The median passes over the thick crossings of a 4 or an 8.

**Another pen.** A pixel at the distance d from the skeleton gets the ink min(max(r + 1/2 - d, 0), 1), the same rule
by which strokes are drawn. The path is L long on the longer side of its box and is fitted into 20 pixels with the
pen around it, so the pen comes out w pixels wide if 2 r / (L + 2 r) = w / 20:

    r = L w / (2 (20 - w)).

A loop that a thick pen has nearly filled opens again, since the skeleton runs around the smallest hole.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sutja.ink.convention import BOX, PEN
from sutja.ink.fit import cut, fit
from sutja.ink.skeleton import skeleton

__all__ = ["redraw", "width"]

_FINE = 8 * BOX  # pixels on the longer side of the copy


def width(ink: NDArray[np.floating]) -> float:
    """The width of the pen that drew ``ink`` (H, W), values in [0, 1], in pixels of ``ink``."""
    from scipy import ndimage

    ink = cut(ink)
    shape = _shape(ink)
    half = ndimage.distance_transform_edt(np.pad(shape, 1))[1:-1, 1:-1]
    return 2 * float(np.median(half[skeleton(shape)])) * max(ink.shape) / _FINE


def redraw(ink: NDArray[np.floating], pen: float = PEN) -> NDArray[np.float32]:
    """``ink`` (h, w), cut to its box, drawn again with a pen that is ``pen`` pixels wide in MNIST."""
    from scipy import ndimage

    path = skeleton(_shape(ink))
    rows, columns = np.nonzero(path)
    length = max(int(np.ptp(rows)), int(np.ptp(columns)), 1)
    radius = length * pen / (2 * (BOX - pen))
    padded = np.pad(path, math.ceil(radius + 1))
    distance = ndimage.distance_transform_edt(~padded)
    return cut(np.clip(radius + 0.5 - distance, 0, 1).astype(np.float32))


def _shape(ink: NDArray[np.floating]) -> NDArray[np.bool_]:
    """The inside of ``ink``, which is cut to its box, on the fine copy."""
    return fit(ink, _FINE) >= 0.5
