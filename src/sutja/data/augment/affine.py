"""Turning, stretching, slanting and moving pictures, all by one affine map, so that they are sampled only once.

Each sampling blurs a little. Two in a row blur so much that a network which learns from nothing else reads sharp
pictures worse than blurred ones; so bending, too, can be had in the same pass.

With the centre c of the picture, a point p of the original appears in the result at

    p' = c + t + M (p - c),      M = R(a) S(s) Z(zx, zy)

                [cos a  -sin a]            [1  s]                   [zx  0 ]
    R(a)     =  [sin a   cos a]    S(s) =  [0  1]    Z(zx, zy)   =  [0   zy]

so a turn by the angle a, after a slant by s, after a zoom by zx and zy, and at the end a shift by t. The y axis
points down: a positive angle turns clockwise as seen, a positive slant leans to the left.

The result is sampled backwards: each of its pixels asks where in the original it came from,

    p = c + M^-1 (p' - c - t),   M^-1 = [1/zx  0   ] [1  -s] [ cos a  sin a]
                                        [0     1/zy] [0   1] [-sin a  cos a]

and takes the bilinear mean of the four pixels around that point (:mod:`sutja.data.augment.sampling`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.checks import fraction
from sutja.data.augment.compose import as_float_batch, check_ranges, keep
from sutja.data.augment.elastic import Elastic
from sutja.data.augment.sampling import blocks, sample

__all__ = ["Affine", "warp"]


@dataclass(frozen=True)
class Affine:
    """A random affine map for each picture; each of its numbers is drawn evenly from its range.

    Attributes:
        rotation: The angle is in ±``rotation`` degrees.
        zoom: The zooms across and down, two numbers, are in 1 ± ``zoom``, which is in [0, 1).
        shear: The slant is in ±``shear``, sideways pixels for each pixel of height.
        shift: The shifts across and down, two numbers, are in ±``shift`` pixels.
        bend: Bend the pictures as well, in the same pass.

    Raises:
        InvalidArgument: A range is negative or ``zoom`` is not below 1.
    """

    rotation: float = 0.0
    zoom: float = 0.0
    shear: float = 0.0
    shift: float = 0.0
    bend: Elastic | None = None

    def __post_init__(self) -> None:
        check_ranges(self, "rotation", "shear", "shift")
        keep(self, fraction, "zoom")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        count, height, width, _channels = images.shape
        maps = self._draw(count, ((width - 1) / 2, (height - 1) / 2), rng)
        return warp(images, maps, None if self.bend is None else self.bend.moves(count, height, width, rng))

    def _draw(self, count: int, centre: tuple[float, float], rng: np.random.Generator) -> NDArray[np.float64]:
        """``count`` maps from the result back to the original, as :func:`warp` takes them."""
        # One row of numbers for each picture: what a picture gets does not depend on how many follow it.
        turn, zoom_x, zoom_y, slant, shift_x, shift_y = rng.uniform(-1, 1, (count, 6)).T
        angle = np.deg2rad(self.rotation) * turn
        zx, zy, s = 1 + self.zoom * zoom_x, 1 + self.zoom * zoom_y, self.shear * slant
        cos, sin = np.cos(angle), np.sin(angle)
        inverse = np.array([[(cos + s * sin) / zx, (sin - s * cos) / zx], [-sin / zy, cos / zy]]).transpose(2, 0, 1)
        shifted_centre = np.stack([centre[0] + self.shift * shift_x, centre[1] + self.shift * shift_y], axis=-1)
        offset = np.asarray(centre) - np.einsum("nij,nj->ni", inverse, shifted_centre)
        return np.concatenate([inverse, offset[:, :, None]], axis=2)


def warp(
    images: NDArray[np.float32], maps: NDArray[np.floating[Any]], moves: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Sample ``images`` at the points to which ``maps`` send the pixels of the result.

    Args:
        images: float32 of shape ``(n, height, width, channels)``.
        maps: Of shape ``(n, 2, 3)``. Pixel (x, y) of result k is the original k at ``maps[k] @ (x, y, 1)``, in
            pixels, x to the right and y down, with (0, 0) at the centre of the upper left pixel.
        moves: Of shape ``(n, 2, height, width)``: how far each of these points is moved across and down.

    Returns:
        float32 of the shape of ``images``: bilinear means, with zeros around the original.
    """
    result = np.empty(images.shape, np.float32)
    _count, height, width, _channels = images.shape
    x = np.arange(width, dtype=np.float32)
    y = np.arange(height, dtype=np.float32)[:, None]
    for part in blocks(images):
        (xx, xy, x0), (yx, yy, y0) = maps[part].astype(np.float32).transpose(1, 2, 0)[..., None, None]
        across, down = xx * x + (xy * y + x0), yx * x + (yy * y + y0)
        if moves is not None:
            across, down = across + moves[part, 0], down + moves[part, 1]
        sample(images[part], across, down, out=result[part])
    return result
