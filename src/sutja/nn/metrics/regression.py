"""Errors of predicted numbers, as metrics."""

from __future__ import annotations

from sutja.nn.losses import regression
from sutja.nn.metrics.metric import Metric
from sutja.nn.typing import Array

__all__ = ["MeanAbsoluteError", "MeanSquaredError"]


class MeanSquaredError(Metric):
    """mean((y_pred - y_true)^2)."""

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """The squared error of each sample."""
        return regression.MeanSquaredError().values(y_true, y_pred)


class MeanAbsoluteError(Metric):
    """mean(|y_pred - y_true|)."""

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """The absolute error of each sample."""
        return regression.MeanAbsoluteError().values(y_true, y_pred)
