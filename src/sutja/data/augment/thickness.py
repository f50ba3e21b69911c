"""Making strokes thicker or thinner, as another pen would have.

Grey dilation D takes for each pixel the brightest of itself and its four neighbours, erosion E the darkest:
strokes (bright on dark) grow or shrink by about a pixel at each edge. A random amount a in [-thin, thick] blends
between the picture I and one of the two, so that any thickness in between comes about:

    a >= 0:   I + a (D(I) - I)           a < 0:   I + |a| (E(I) - I)

Outside the picture it is dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.augment.compose import as_float_batch, check_chances

__all__ = ["Thickness", "dilate", "erode"]


@dataclass(frozen=True)
class Thickness:
    """A random thickness for the strokes of each picture, bright on a background of zeros.

    Attributes:
        thin: How far strokes may shrink, in [0, 1]; 1 is a whole erosion.
        thick: How far strokes may grow, in [0, 1]; 1 is a whole dilation.

    Raises:
        InvalidArgument: A range is not in [0, 1].
    """

    thin: float = 0.0
    thick: float = 0.0

    def __post_init__(self) -> None:
        check_chances(self, "thin", "thick")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        amount = rng.uniform(-self.thin, self.thick, len(images)).astype(np.float32)
        result = images.copy()
        for chosen, change in ((amount > 0, dilate), (amount < 0, erode)):
            before = images[chosen]
            result[chosen] += np.abs(amount[chosen])[:, None, None, None] * (change(before) - before)
        return result


def dilate(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """The brightest of each pixel and its four neighbours; ``images`` of shape (n, height, width, channels)."""
    result = images.copy()
    for here, neighbour in _NEIGHBOURS:
        np.maximum(result[here], images[neighbour], out=result[here])
    return result


def erode(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """The darkest of each pixel and its four neighbours; ``images`` of shape (n, height, width, channels)."""
    result = images.copy()
    for here, neighbour in _NEIGHBOURS:
        np.minimum(result[here], images[neighbour], out=result[here])
    # The neighbours of the outermost pixels lie outside, where it is dark.
    for edge in (0, -1):
        result[:, edge] = np.minimum(result[:, edge], 0)
        result[:, :, edge] = np.minimum(result[:, :, edge], 0)
    return result


_ALL, _FIRST, _LAST = slice(None), slice(None, -1), slice(1, None)
# Where a pixel has a neighbour on one side, and where that neighbour is: above, below, left, right.
_NEIGHBOURS = (
    ((_ALL, _LAST), (_ALL, _FIRST)),
    ((_ALL, _FIRST), (_ALL, _LAST)),
    ((_ALL, _ALL, _LAST), (_ALL, _ALL, _FIRST)),
    ((_ALL, _ALL, _FIRST), (_ALL, _ALL, _LAST)),
)
