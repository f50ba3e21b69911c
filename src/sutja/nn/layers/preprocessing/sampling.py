"""Moving the pixels of a picture: where each new pixel looks in the old picture, and what it finds there.

A new pixel (x, y) looks at x' = a0 x + a1 y + a2, y' = b0 x + b1 y + b2. Between pixels it takes the nearest one, or
the mean of the four around it by their distance (bilinear). Beyond the border it finds, for a row a b c d,

    nearest   a a a | a b c d | d d d        reflect   c b a | a b c d | d c b
    wrap      b c d | a b c d | a b c        constant  k k k | a b c d | k k k
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sutja.nn.typing import Array

__all__ = ["FILL_MODES", "INTERPOLATIONS", "Sampling"]

FILL_MODES = ("reflect", "wrap", "constant", "nearest")
INTERPOLATIONS = ("bilinear", "nearest")


class Sampling:
    """Where the pixels of pictures (n, height, width, c) look; ``matrices`` (n, 6): a0, a1, a2, b0, b1, b2 of each."""

    def __init__(self, height: int, width: int, matrices: Array, interpolation: str, fill_mode: str) -> None:
        rows, columns = np.arange(height)[:, None], np.arange(width)
        a0, a1, a2, b0, b1, b2 = np.moveaxis(matrices[..., None, None], 1, 0)
        picture = np.arange(len(matrices))[:, None, None] * (height * width)
        self._entries: list[tuple[Array, Array, Array]] = []
        for y, y_share in _neighbours(b0 * columns + b1 * rows + b2, interpolation):
            for x, x_share in _neighbours(a0 * columns + a1 * rows + a2, interpolation):
                inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
                exists = inside if fill_mode == "constant" else np.ones_like(inside)
                place = picture + _within(y, height, fill_mode) * width + _within(x, width, fill_mode)
                self._entries.append((place, y_share * x_share, exists))

    def forward(self, x: Array, fill_value: float) -> Array:
        """What the pixels find in ``x``."""
        pixels = x.reshape(-1, x.shape[-1])
        y = np.zeros_like(x)
        for place, share, exists in self._entries:
            found = np.where(exists[..., None], pixels[place], np.asarray(fill_value, x.dtype))
            y += share[..., None].astype(x.dtype) * found
        return y

    def backward(self, dy: Array) -> Array:
        """Each old pixel gets back the gradient of all that looked at it, by their shares."""
        dx = np.zeros((dy.size // dy.shape[-1], dy.shape[-1]), dy.dtype)
        for place, share, exists in self._entries:
            np.add.at(dx, place, (share * exists)[..., None].astype(dy.dtype) * dy)
        return dx.reshape(dy.shape)


def _neighbours(at: Array, interpolation: str) -> Iterator[tuple[Array, Array]]:
    """The pixels that a coordinate between pixels is made of, each with its share."""
    if interpolation == "nearest":  # halves away from 0
        yield (np.sign(at) * np.floor(np.abs(at) + 0.5)).astype(np.intp), np.ones_like(at)
        return
    lower = np.floor(at)
    yield lower.astype(np.intp), 1 - (at - lower)
    yield lower.astype(np.intp) + 1, at - lower


def _within(index: Array, size: int, fill_mode: str) -> Array:
    """The pixel that stands for ``index``, which may lie beyond the border."""
    if fill_mode == "wrap":
        return index % size
    if fill_mode == "reflect":
        index = index % (2 * size)
        return np.minimum(index, 2 * size - 1 - index)
    return np.clip(index, 0, size - 1)
