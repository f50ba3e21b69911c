"""Losses for numbers: how far is the prediction from the truth?

    mean squared error               l = 1/m sum_k (p_k - t_k)^2
    mean absolute error              l = 1/m sum_k |p_k - t_k|
    mean absolute percentage error   l = 100/m sum_k |p_k - t_k| / max(|t_k|, epsilon)
    mean squared logarithmic error   l = 1/m sum_k (log(1 + p_k) - log(1 + t_k))^2

m is the length of the last axis. The last two look at the error in proportion to the truth; the logarithm takes p and
t for epsilon where they are less. Deck B's worked example ``B-mse`` uses half the sum instead of the mean.
"""

from __future__ import annotations

import numpy as np

from sutja.nn import config
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array

__all__ = ["MeanAbsoluteError", "MeanAbsolutePercentageError", "MeanSquaredError", "MeanSquaredLogarithmicError"]


class MeanSquaredError(Loss):
    """mean((y_pred - y_true)^2); large errors weigh most."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.mean((y_pred - y_true) ** 2, axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """2 (p - t) / m."""
        return (y_pred - y_true) * (2 / y_pred.shape[-1])


class MeanAbsoluteError(Loss):
    """mean(|y_pred - y_true|); all errors weigh by their size."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.mean(np.abs(y_pred - y_true), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """sign(p - t) / m."""
        return np.sign(y_pred - y_true) * (1 / y_pred.shape[-1])


class MeanAbsolutePercentageError(Loss):
    """100 mean(|y_pred - y_true| / |y_true|), in percent of the truth."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return 100 * np.mean(np.abs(y_pred - y_true) / _size(y_true), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """100 sign(p - t) / |t| / m."""
        return np.sign(y_pred - y_true) / _size(y_true) * (100 / y_pred.shape[-1])


class MeanSquaredLogarithmicError(Loss):
    """mean((log(1 + y_pred) - log(1 + y_true))^2), for numbers that are not negative."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.mean(_log_ratio(y_true, y_pred) ** 2, axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """2 (log(1 + p) - log(1 + t)) / (1 + p) / m, and 0 where p is not above epsilon."""
        above = y_pred > config.epsilon()
        slope = _log_ratio(y_true, y_pred) / np.where(above, 1 + y_pred, 1) * (2 / y_pred.shape[-1])
        return slope * above


def _size(y_true: Array) -> Array:
    return np.maximum(np.abs(y_true), config.epsilon())


def _log_ratio(y_true: Array, y_pred: Array) -> Array:
    least = config.epsilon()
    return np.log(np.maximum(y_pred, least) + 1) - np.log(np.maximum(y_true, least) + 1)
