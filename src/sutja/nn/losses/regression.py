"""Losses for numbers: how far is the prediction from the truth?

    mean squared error   l = 1/m sum_k (p_k - t_k)^2     dl/dp_k = 2 (p_k - t_k) / m
    mean absolute error  l = 1/m sum_k |p_k - t_k|       dl/dp_k = sign(p_k - t_k) / m

m is the length of the last axis. Deck B's worked example ``B-mse`` uses half the sum instead of the mean.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array

__all__ = ["MeanAbsoluteError", "MeanSquaredError"]


class MeanSquaredError(Loss):
    """mean((y_pred - y_true)^2); large errors weigh most."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.mean((y_pred - y_true) ** 2, axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return (y_pred - y_true) * (2 / y_pred.shape[-1])


class MeanAbsoluteError(Loss):
    """mean(|y_pred - y_true|); all errors weigh by their size."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.mean(np.abs(y_pred - y_true), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return np.sign(y_pred - y_true) * (1 / y_pred.shape[-1])
