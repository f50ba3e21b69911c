"""Accuracy: the share of samples that the model gets right, for each way to write labels."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import number, whole
from sutja.nn.metrics.metric import MeanMetric
from sutja.nn.typing import Array, Config

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "SparseCategoricalAccuracy",
    "SparseTopKCategoricalAccuracy",
    "TopKCategoricalAccuracy",
]


class _Accuracy(MeanMetric):
    """A share of samples; more is better."""

    direction = "up"


class Accuracy(_Accuracy):
    """Right where ``y_pred`` is ``y_true``, number for number: for predictions that are labels."""

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """1 for right, 0 for wrong."""
        return y_true.reshape(y_pred.shape) == y_pred


class BinaryAccuracy(_Accuracy):
    """Right where (y_pred > threshold) is y_true; the mean over the last axis."""

    def __init__(self, name: str | None = None, *, threshold: float = 0.5, **others: Any) -> None:
        super().__init__(name, **others)
        self.threshold = number("threshold", threshold, 0, 1)

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """The share of right outputs of each sample."""
        right = (y_pred > self.threshold) == self._fitting(y_true, y_pred.shape)
        return np.mean(right, axis=-1)

    def get_config(self) -> Config:
        """Name and threshold."""
        return {**super().get_config(), "threshold": self.threshold}


class CategoricalAccuracy(_Accuracy):
    """Right where the largest prediction is that of the one-hot label, (n, classes)."""

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """1 for right, 0 for wrong."""
        return np.argmax(self._fitting(y_true, y_pred.shape), axis=-1) == np.argmax(y_pred, axis=-1)


class SparseCategoricalAccuracy(_Accuracy):
    """Right where the largest prediction is that of the label, (n,) or (n, 1)."""

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """1 for right, 0 for wrong."""
        best = np.argmax(y_pred, axis=-1)
        return self._fitting(y_true, best.shape) == best


class SparseTopKCategoricalAccuracy(_Accuracy):
    """Right where the label is among the ``k`` largest predictions."""

    def __init__(self, k: int = 5, name: str | None = None, **others: Any) -> None:
        super().__init__(name, **others)
        self.k = whole("k", k)

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """1 where fewer than k predictions are larger than that of the label."""
        labels = self._fitting(y_true, y_pred.shape[:-1]).astype(np.intp)
        own = np.take_along_axis(y_pred, labels[..., None], axis=-1)
        result: Array = np.sum(y_pred > own, axis=-1) < self.k
        return result

    def get_config(self) -> Config:
        """Name and k."""
        return {**super().get_config(), "k": self.k}


class TopKCategoricalAccuracy(SparseTopKCategoricalAccuracy):
    """Right where that of the one-hot label is among the ``k`` largest predictions."""

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """1 where fewer than k predictions are larger than that of the label."""
        return super().values(np.argmax(y_true, axis=-1), y_pred)
