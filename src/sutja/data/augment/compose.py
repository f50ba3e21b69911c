"""Several variations, one after the other, and those that only some pictures get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sutja.checks import number
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["Compose", "Some", "Variation", "as_float_batch", "check_chances", "check_ranges", "keep"]


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


@dataclass(frozen=True)
class Some:
    """The ``variation`` for a ``share`` of the pictures, chosen at random; the others stay as they are.

    A network that never sees a picture as it is may read it worse than its variations.

    Raises:
        InvalidArgument: ``share`` is not in [0, 1].
    """

    share: float
    variation: Variation

    def __post_init__(self) -> None:
        check_chances(self, "share")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`Variation`."""
        chosen = rng.random(len(images)) < self.share
        varied = as_float_batch(images).copy()
        if chosen.any():
            varied[chosen] = self.variation(images[chosen], rng)
        return varied


def as_float_batch(images: NDArray[Any]) -> NDArray[np.float32]:
    """``images`` as float32 on the same scale, or the error that says what a batch of pictures is."""
    if images.ndim != 4 or images.dtype not in (np.uint8, np.float32):
        raise invalid("images", _("uint8 or float32 of shape (n, height, width, channels)"), images)
    return images.astype(np.float32, copy=False)


def check_chances(variation: object, *names: str) -> None:
    """Keep each attribute in ``names`` as a float, or raise ``InvalidArgument`` if it is not in [0, 1]."""
    keep(variation, lambda name, value: number(name, value, 0, 1), *names)


def check_ranges(variation: object, *names: str) -> None:
    """Keep each attribute in ``names`` as a float, or raise ``InvalidArgument`` if it is no finite number from 0."""
    keep(variation, number, *names)


def keep(variation: object, check: Callable[[str, Any], Any], *names: str) -> None:
    """Keep each attribute in ``names`` as what ``check`` makes of it; from outside, a variation cannot be changed."""
    for name in names:
        object.__setattr__(variation, name, check(name, getattr(variation, name)))
