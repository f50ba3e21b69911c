"""Shrinking by a whole factor: each block of k x k pixels becomes their mean.

A block at the right or the lower edge averages the pixels that it has. The mean keeps the amount of ink and
divides the noise of independent pixels by k.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["factor_for", "shrink"]


def factor_for(shape: tuple[int, ...], longest: int) -> int:
    """The smallest whole factor that brings the longer of the first two sides of ``shape`` to ``longest`` or less."""
    return -(-max(shape[:2]) // longest)


def shrink(grey: NDArray[np.float32], factor: int) -> NDArray[np.float32]:
    """The means of the ``factor`` x ``factor`` blocks of ``grey``: (H, W) becomes (ceil(H / k), ceil(W / k))."""
    if factor == 1:
        return grey
    if grey.shape[0] % factor == 0 and grey.shape[1] % factor == 0:
        return _shrink_evenly(grey, factor)
    for axis in (0, 1):
        starts = np.arange(0, grey.shape[axis], factor)
        lengths = np.diff(starts, append=grey.shape[axis]).astype(np.float32)
        grey = np.asarray(np.add.reduceat(grey, starts, axis=axis) / np.expand_dims(lengths, 1 - axis), np.float32)
    return grey


def _shrink_evenly(grey: NDArray[np.float32], factor: int) -> NDArray[np.float32]:
    """The same where no block is cut, and fast."""
    import cv2

    size = (grey.shape[1] // factor, grey.shape[0] // factor)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.float32)
