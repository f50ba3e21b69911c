"""Shrinking by a whole factor: each block of k x k pixels becomes their mean.

A block at the right or the lower edge averages the pixels that it has. The mean keeps the amount of ink and
divides the noise of independent pixels by k.
"""

from __future__ import annotations

from typing import NamedTuple

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
    import cv2

    down, across = (_bands(side, factor) for side in grey.shape)
    shrunk = np.empty((down[-1].blocks.stop, across[-1].blocks.stop), np.float32)
    for rows in down:
        for columns in across:
            size = (columns.blocks.stop - columns.blocks.start, rows.blocks.stop - rows.blocks.start)
            part = grey[rows.pixels, columns.pixels]
            shrunk[rows.blocks, columns.blocks] = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return shrunk


class _Band(NamedTuple):
    """Pixels along one side, and the blocks of equal length that they become."""

    pixels: slice
    blocks: slice


def _bands(side: int, factor: int) -> list[_Band]:
    """The whole blocks of a ``side``, and the rest of it as one."""
    whole = side // factor
    bands = [
        _Band(slice(0, whole * factor), slice(0, whole)),
        _Band(slice(whole * factor, side), slice(whole, whole + 1)),
    ]
    return [band for band in bands if band.pixels.stop > band.pixels.start]
