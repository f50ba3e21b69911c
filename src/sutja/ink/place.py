"""Placing: the centre of mass goes into pixel (14, 14) of the 28x28 picture.

With the centre of mass cx of a fitted frame, its pixels numbered from 0, the digit is moved to the right by the
whole number of pixels

    dx = ceil(13.5 - cx - 0.001),

so that its centre comes to lie in [13.5, 14.5), and down in the same way. The thousandth keeps drawings that are
exactly symmetric, whose centre lies exactly on the border between two pixels, out of the reach of rounding. A
digit so one-sided that it would leave the picture stays at the picture's edge.

A grey level is floor(255 v + 1/2).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sutja.ink.convention import CENTRE

__all__ = ["place"]

_TIE = 0.001  # pixels


def place(frame: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A fitted ``frame`` (28, 28) with values in [0, 1] as the picture (28, 28) that a network receives."""
    move = _move(frame.sum(axis=1)), _move(frame.sum(axis=0))
    return np.floor(255 * np.roll(frame, move, axis=(0, 1)) + 0.5).astype(np.uint8)


def _move(profile: NDArray[np.float64]) -> int:
    """By how many pixels to move a frame along one side, given its ink at each position of that side."""
    centre = float(np.arange(profile.size) @ profile) / float(profile.sum())
    inked = np.flatnonzero(profile).tolist()
    return min(max(math.ceil(CENTRE - 0.5 - centre - _TIE), -inked[0]), profile.size - 1 - inked[-1])
