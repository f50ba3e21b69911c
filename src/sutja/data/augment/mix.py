"""Mixing pairs of pictures, and their labels in the same proportion.

Each picture of a batch is mixed with another one of it, in a proportion p drawn from a Beta(a, a) distribution:

    mixup    x' = p x + (1 - p) x_other            y' = p y + (1 - p) y_other
    cutmix   x' has a rectangle of x_other         y' likewise, with p the part of x that is left

so labels have to be rows of probabilities, such as ``sutja.nn.utils.to_categorical`` makes, and the loss the
categorical cross-entropy.

Sources: Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: beyond empirical risk minimization", ICLR 2018; Yun, Han, Oh, Chun,
Choe, Yoo, "CutMix", ICCV 2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sutja.checks import above_0
from sutja.data.augment.compose import as_float_batch, keep
from sutja.data.augment.erase import rectangles
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["CutMix", "MixUp", "Mixing"]


class Mixing(Protocol):
    """What mixes the pictures of a batch, and their labels."""

    def __call__(
        self, images: NDArray[Any], labels: NDArray[Any], rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Mix ``images``, as in :class:`~sutja.data.augment.Variation`, and ``labels`` of shape (n, classes)."""


@dataclass(frozen=True)
class MixUp:
    """Lay another picture over each.

    Attributes:
        alpha: a, above 0; the smaller, the nearer is p to 0 or 1.

    Raises:
        InvalidArgument: ``alpha`` is not above 0.
    """

    alpha: float = 0.2

    def __post_init__(self) -> None:
        keep(self, above_0, "alpha")

    def __call__(
        self, images: NDArray[Any], labels: NDArray[Any], rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Mix; arguments and result as in :class:`Mixing`."""
        images, labels = _checked(images, labels)
        p = rng.beta(self.alpha, self.alpha, len(images)).astype(np.float32)
        other = rng.permutation(len(images))
        weight = p[:, None, None, None]
        return weight * images + (1 - weight) * images[other], _mixed(labels, other, p)


@dataclass(frozen=True)
class CutMix:
    """Put a rectangle of another picture, in its place, into each.

    Attributes:
        alpha: a, above 0; with 1 every proportion is as likely.

    Raises:
        InvalidArgument: ``alpha`` is not above 0.
    """

    alpha: float = 1.0

    def __post_init__(self) -> None:
        keep(self, above_0, "alpha")

    def __call__(
        self, images: NDArray[Any], labels: NDArray[Any], rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Mix; arguments and result as in :class:`Mixing`."""
        images, labels = _checked(images, labels)
        count, height, width, _channels = images.shape
        side = np.sqrt(1 - rng.beta(self.alpha, self.alpha, count))
        inside = rectangles(height, width, side, side, rng.random((count, 2)))
        other = rng.permutation(count)
        left = (1 - inside.mean((1, 2))).astype(np.float32)
        return np.where(inside[..., None], images[other], images), _mixed(labels, other, left)


def _checked(images: NDArray[Any], labels: NDArray[Any]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    labels = np.asarray(labels)
    if labels.ndim != 2 or len(labels) != len(images):
        raise invalid("labels", _("rows of probabilities of shape (n, classes), as to_categorical makes them"), labels)
    return as_float_batch(images), labels.astype(np.float32, copy=False)


def _mixed(labels: NDArray[np.float32], other: NDArray[np.intp], p: NDArray[np.float32]) -> NDArray[np.float32]:
    return p[:, None] * labels + (1 - p[:, None]) * labels[other]
