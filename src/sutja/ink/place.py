"""Placing: the centre of mass goes into pixel (14, 14) of the 28x28 picture.

With the centre of mass cx of a fitted frame, its pixels numbered from 0, the digit is moved to the right by the
whole number of pixels

    dx = ceil(13.5 - cx - 0.001),

so that its centre comes to lie in [13.5, 14.5), and down in the same way. The thousandth keeps drawings that are
exactly symmetric, whose centre lies exactly on the border between two pixels, out of the reach of rounding. A
digit whose ink is so one-sided that it would leave the picture stays at its edge.

A grey level is floor(255 v + 1/2).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sutja.ink.convention import CENTRE, SIDE

__all__ = ["place"]

_TIE = 0.001  # pixels


def place(frame: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A fitted ``frame`` (20, 20) with values in [0, 1] as the (28, 28) picture that a network receives."""
    (top, bottom), (left, right) = _move(frame.sum(axis=1)), _move(frame.sum(axis=0))
    picture = np.zeros((SIDE, SIDE))
    part = frame[: bottom - top, : right - left]
    picture[top:bottom, left:right] = part
    return np.floor(255 * picture + 0.5).astype(np.uint8)


def _move(profile: NDArray[np.float64]) -> tuple[int, int]:
    """Where a frame begins and ends along one side of the picture, given its ink at each position of that side."""
    positions = np.arange(profile.size)
    centre = float(positions @ profile) / float(profile.sum())
    length = int(np.flatnonzero(profile)[-1]) + 1
    start = min(max(math.ceil(CENTRE - 0.5 - centre - _TIE), 0), SIDE - length)
    return start, start + length
