"""The values of pixels, and how many examples each class has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sutja.data.dataset import Dataset
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["PixelStatistics", "class_counts", "pixel_statistics"]


@dataclass(frozen=True)
class PixelStatistics:
    """What the pixels of many pictures are like; one number a channel, on the scale 0..255.

    Attributes:
        mean: The mean.
        deviation: The standard deviation.
        smallest: The smallest value.
        largest: The largest value.
        empty: The part of values that are 0, over all channels.
    """

    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    smallest: tuple[int, ...]
    largest: tuple[int, ...]
    empty: float


def pixel_statistics(pictures: NDArray[np.uint8]) -> PixelStatistics:
    """The statistics of ``pictures``, uint8 of shape (n, height, width, channels).

    Computed from how often each of the 256 values occurs, so exactly and without a copy as floats.
    """
    if pictures.dtype != np.uint8 or pictures.ndim != 4:
        raise invalid("pictures", _("uint8 of shape (n, height, width, channels)"), pictures)
    values = np.arange(256)
    counts = np.stack([np.bincount(channel.ravel(), minlength=256) for channel in np.moveaxis(pictures, 3, 0)])
    share = counts / counts.sum(1, keepdims=True)
    mean = share @ values
    deviation = np.sqrt(np.maximum(share @ values**2 - mean**2, 0))
    return PixelStatistics(
        mean=tuple(mean.tolist()),
        deviation=tuple(deviation.tolist()),
        smallest=tuple(int(np.flatnonzero(row)[0]) for row in counts),
        largest=tuple(int(np.flatnonzero(row)[-1]) for row in counts),
        empty=float(share[:, 0].mean()),
    )


def class_counts(dataset: Dataset) -> dict[str, tuple[int, ...]]:
    """For each part (``train``, ``val`` if there is one, ``test``) how many examples each class has."""
    labels = {"train": dataset.y_train, "val": dataset.y_val, "test": dataset.y_test}
    return {
        part: tuple(np.bincount(y, minlength=len(dataset.classes)).tolist())
        for part, y in labels.items()
        if y is not None and dataset.classes
    }
