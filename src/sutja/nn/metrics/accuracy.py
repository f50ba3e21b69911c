"""Accuracy: the share of samples that the model gets right, for each way to write labels."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.metrics.metric import Metric
from sutja.nn.typing import Array, Config

__all__ = [
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "SparseCategoricalAccuracy",
    "SparseTopKCategoricalAccuracy",
]


class BinaryAccuracy(Metric):
    """Right where (y_pred > threshold) is y_true; the mean over the last axis."""

    def __init__(self, name: str | None = None, *, threshold: float = 0.5, **others: Any) -> None:
        super().__init__(name, **others)
        if not 0 <= threshold <= 1:
            raise invalid("threshold", _("a number in [0, 1]"), threshold)
        self.threshold = threshold

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """The share of right outputs of each sample."""
        right = (y_pred > self.threshold) == self._fitting(y_true, y_pred.shape)
        return np.mean(right, axis=-1)

    def get_config(self) -> Config:
        """Name and threshold."""
        return {**super().get_config(), "threshold": self.threshold}


class CategoricalAccuracy(Metric):
    """Right where the largest prediction is that of the one-hot label, (n, classes)."""

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """1 for right, 0 for wrong."""
        return np.argmax(self._fitting(y_true, y_pred.shape), axis=-1) == np.argmax(y_pred, axis=-1)


class SparseCategoricalAccuracy(Metric):
    """Right where the largest prediction is that of the label, (n,) or (n, 1)."""

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """1 for right, 0 for wrong."""
        best = np.argmax(y_pred, axis=-1)
        return self._fitting(y_true, best.shape) == best


class SparseTopKCategoricalAccuracy(Metric):
    """Right where the label is among the ``k`` largest predictions."""

    def __init__(self, k: int = 5, name: str | None = None, **others: Any) -> None:
        super().__init__(name, **others)
        self.k = k

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """1 where fewer than k predictions are larger than that of the label."""
        labels = self._fitting(y_true, y_pred.shape[:-1]).astype(np.intp)
        own = np.take_along_axis(y_pred, labels[..., None], axis=-1)
        result: Array = np.sum(y_pred > own, axis=-1) < self.k
        return result

    def get_config(self) -> Config:
        """Name and k."""
        return {**super().get_config(), "k": self.k}
