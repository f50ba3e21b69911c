"""Fitting: the box around the ink, reduced or enlarged to 20 pixels on its longer side.

Let the box hold h x w pixels and s = 20 / max(h, w). The result is a 20x20 frame with the digit in its upper
left corner: both sides are scaled by the same s, so that the aspect stays, and the left and the upper edge of
the box fall on the edges of the frame. Rows and columns are independent: out = R ink Cᵀ with R (20, h) and
C (20, w).

Reduction (s <= 1) is the exact mean over an area: pixel j of the frame covers [j/s, (j+1)/s) of the box, and
source pixel i covers [i, i+1), so

    R[j, i] = s · length( [j/s, (j+1)/s) ∩ [i, i+1) ).

What lies beyond the box is paper. Enlargement (s > 1) interpolates linearly between the centres of the source
pixels; the centre of pixel j lies at u = (j + 1/2)/s - 1/2 in the box, limited to [0, h-1], and

    R[j, floor(u)] = 1 - (u - floor(u)),    R[j, floor(u) + 1] = u - floor(u),

for the j whose centre lies inside the box, (j + 1/2)/s <= h; the other rows are 0. At s = 1 both are the
identity: a digit that already has a box of 20 pixels, as every digit of MNIST has, is not touched.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sutja.ink.convention import BOX

__all__ = ["Box", "box_of", "cut", "fit"]

_FAINTEST = 1 / 32

T = TypeVar("T", bound=np.floating)


class Box(NamedTuple):
    """An upright rectangle; ``right`` and ``bottom`` are the first column and row outside it."""

    left: int
    top: int
    right: int
    bottom: int


def box_of(ink: NDArray[np.floating]) -> Box:
    """The smallest box around every pixel of ``ink`` (H, W) that is at least 1/32; there must be one."""
    import cv2

    left, top, width, height = cv2.boundingRect((ink >= _FAINTEST).view(np.uint8))
    return Box(left, top, left + width, top + height)


def cut(ink: NDArray[T], box: Box | None = None) -> NDArray[T]:
    """``ink`` cut to its ``box``."""
    left, top, right, bottom = box_of(ink) if box is None else box
    return ink[top:bottom, left:right]


def fit(ink: NDArray[np.floating], size: int = BOX) -> NDArray[np.float64]:
    """``ink`` (h, w), already cut to its box, as a (``size``, ``size``) frame with the digit at the upper left."""
    height, width = ink.shape
    longer = max(height, width)
    if longer == size:
        frame = np.zeros((size, size))
        frame[:height, :width] = ink
        return frame
    return _weights(height, longer, size) @ ink.astype(np.float64) @ _weights(width, longer, size).T


def _weights(length: int, longer: int, size: int) -> NDArray[np.float64]:
    """The matrix (``size``, ``length``) that takes one side of the box to the frame, at scale ``size / longer``."""
    j = np.arange(size)[:, None]
    i = np.arange(length)[None, :]
    step = longer / size  # source pixels to one pixel of the frame
    if step >= 1:
        overlap = np.minimum((j + 1) * step, i + 1) - np.maximum(j * step, i)
        return np.maximum(overlap, 0) / step
    u = np.clip((j + 0.5) * step - 0.5, 0, length - 1)
    inside = (j + 0.5) * step <= length
    return np.asarray(np.maximum(1 - np.abs(u - i), 0) * inside)
