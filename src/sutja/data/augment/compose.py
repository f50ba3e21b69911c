"""Several variations, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["Compose", "Variation", "as_float_batch"]


class Variation(Protocol):
    """What varies a batch of pictures."""

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``, uint8 or float32 of shape (n, height, width, channels), as float32 on the same scale."""


@dataclass(frozen=True)
class Compose:
    """The variations ``steps``, applied in this order; without any, pictures are only turned into float32."""

    steps: tuple[Variation, ...]

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`Variation`."""
        varied = as_float_batch(images)
        for step in self.steps:
            varied = step(varied, rng)
        return varied


def as_float_batch(images: NDArray[Any]) -> NDArray[np.float32]:
    """``images`` as float32 on the same scale, or the error that says what a batch of pictures is."""
    if images.ndim != 4 or images.dtype not in (np.uint8, np.float32):
        raise invalid("images", _("uint8 or float32 of shape (n, height, width, channels)"), images)
    return images.astype(np.float32, copy=False)
