"""Fitting: the box around the ink, reduced or enlarged to 20 pixels on its longer side.

The box holds every pixel of at least a quarter of full ink, which is where the outline of a digit of MNIST lies. Let
it be h x w pixels with its upper left corner at (left, top), and s = 20 / max(h, w). Both sides are scaled by s, so
that the aspect stays. The result is a frame with the left and the upper edge of the box at (m, m) and a margin of
m = 4 pixels all around, where the faint edge outside the box finds its place. Rows and columns are independent:

    frame = R ink Cᵀ,    R (28, H),    C (28, W).

Reduction (s <= 1) is the exact mean over an area. Source pixel i covers [i, i+1), pixel j of the frame covers
[a, a + 1/s) of the source with a = top + (j - m)/s, and what lies beyond the picture is paper:

    R[j, i] = s · length( [a, a + 1/s) ∩ [i, i+1) ).

Enlargement (s > 1) interpolates linearly between the centres of source pixels. The centre of pixel j lies at
c = top + (j - m + 1/2)/s; where 0 <= c <= H, with u = c - 1/2 limited to [0, H - 1],

    R[j, i] = max(1 - |u - i|, 0),

else the row is 0. At s = 1 both are the identity: a digit whose box already is 20 pixels long, as in MNIST, is only
moved.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.convention import BOX, SIDE

__all__ = ["MARGIN", "Box", "box_of", "fit"]

MARGIN = (SIDE - BOX) // 2
_OUTLINE = 0.25


class Box(NamedTuple):
    """An upright rectangle; ``right`` and ``bottom`` are the first column and row outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def longer(self) -> int:
        """The longer of its two sides."""
        return max(self.right - self.left, self.bottom - self.top)


def box_of(ink: NDArray[np.floating]) -> Box:
    """The smallest box around every pixel of ``ink`` (H, W) that is at least 1/4; there must be one."""
    mask = ink >= _OUTLINE
    rows = np.flatnonzero(mask.any(axis=1)).tolist()
    columns = np.flatnonzero(mask.any(axis=0)).tolist()
    return Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)


def fit(ink: NDArray[np.floating], size: int = BOX, margin: int = MARGIN) -> NDArray[np.float64]:
    """``ink`` (H, W) with the box around it brought to ``size`` pixels, in a square frame with a ``margin``."""
    box = box_of(ink)
    step = box.longer / size  # source pixels to one pixel of the frame
    rows = _weights(ink.shape[0], box.top, step, size, margin)
    columns = _weights(ink.shape[1], box.left, step, size, margin)
    return rows @ ink.astype(np.float64) @ columns.T


def _weights(length: int, start: int, step: float, size: int, margin: int) -> NDArray[np.float64]:
    """The matrix (``size`` + 2 ``margin``, ``length``) for one side, along which the box begins at ``start``."""
    j = np.arange(-margin, size + margin)[:, None]
    i = np.arange(length)
    if step >= 1:
        overlap = np.minimum(start + (j + 1) * step, i + 1) - np.maximum(start + j * step, i)
        return np.maximum(overlap, 0) / step
    centre = start + (j + 0.5) * step
    u = np.clip(centre - 0.5, 0, length - 1)
    return np.maximum(1 - np.abs(u - i), 0) * ((centre >= 0) & (centre <= length))
