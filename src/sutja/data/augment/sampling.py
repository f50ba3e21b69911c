"""Sampling pictures at points between their pixels, which is what turning, stretching and bending them comes to.

With the whole parts (i, j) of a point (y, x) and its fractions (v, u), the sample is the bilinear mean

    (1-v) [(1-u) I(i, j) + u I(i, j+1)] + v [(1-u) I(i+1, j) + u I(i+1, j+1)]

of the four pixels around it, with zeros outside the picture.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["blocks", "sample"]

_BLOCK_BYTES = 2**18  # of float32 pixels worked on at a time, so that all intermediate arrays stay in the cache


def blocks(images: NDArray[np.float32]) -> Iterator[slice]:
    """Slices of ``images`` that are small enough for the cache, one after the other."""
    step = max(1, _BLOCK_BYTES // (4 * max(1, images[0].size if len(images) else 1)))
    for start in range(0, len(images), step):
        yield slice(start, start + step)


def sample(
    images: NDArray[np.float32], x: NDArray[np.float32], y: NDArray[np.float32], out: NDArray[np.float32]
) -> None:
    """Fill ``out`` with ``images`` at the points (x, y).

    Args:
        images: float32 of shape ``(n, height, width, channels)``.
        x: Of shape ``(n, height, width)``, in pixels to the right, 0 at the centre of the left ones.
        y: Like ``x``, in pixels down.
        out: Of the shape of ``images``.
    """
    count, height, width, channels = images.shape
    # A margin of zeros, one pixel before and two behind, so that points outside need no case of their own.
    padded = np.zeros((count, height + 3, width + 3, channels), np.float32)
    padded[:, 1 : height + 1, 1 : width + 1] = images
    pixels = padded.reshape(-1, channels)
    line = width + 3

    column = np.clip(x + np.float32(1), 0, width + 1)
    row = np.clip(y + np.float32(1), 0, height + 1)
    left, top = column.astype(np.int32), row.astype(np.int32)
    u, v = (column - left)[..., None], (row - top)[..., None]

    first = np.arange(count, dtype=np.intp)[:, None, None] * (padded.shape[1] * line)
    corner = first + (top * line + left)

    def at(offset: int) -> NDArray[np.float32]:
        # "clip" spares NumPy a check of its own; every index is in range.
        return pixels[offset:].take(corner, axis=0, mode="clip")

    upper, lower = at(0), at(line)
    upper += u * (at(1) - upper)
    lower += u * (at(line + 1) - lower)
    np.add(upper, v * (lower - upper), out=out)
