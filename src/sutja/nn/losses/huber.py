"""Losses for numbers that large errors do not rule: a bowl in the middle, straight lines far out. With e = p - t:

    Huber      l = 1/m sum_k h(e_k),   h(e) = e^2 / 2 where |e| <= delta, else delta |e| - delta^2 / 2
    log-cosh   l = 1/m sum_k log cosh e_k,   about e^2 / 2 for small e and |e| - log 2 for large ones

The slope of each is bounded, by delta and by 1: an outlier pulls no harder than a moderate error. Huber 1964.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sutja.checks import above_0
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array, Config

__all__ = ["Huber", "LogCosh"]


class Huber(Loss):
    """Half the squared error up to ``delta``, a straight line beyond."""

    def __init__(self, delta: float = 1.0, **others: Any) -> None:
        super().__init__(**{"name": "huber_loss", **others})
        self.delta = above_0("delta", delta)

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        e = np.abs(y_pred - y_true)
        return np.mean(np.where(e <= self.delta, 0.5 * e * e, self.delta * e - 0.5 * self.delta**2), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """h'(e) = e, cut to [-delta, delta]."""
        return np.clip(y_pred - y_true, -self.delta, self.delta) / y_pred.shape[-1]

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "delta": self.delta}


class LogCosh(Loss):
    """mean(log cosh(y_pred - y_true))."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        """log cosh e = e + log(1 + exp(-2 e)) - log 2, which does not overflow."""
        e = np.abs(y_pred - y_true)
        return np.mean(e + np.log1p(np.exp(-2 * e)) - math.log(2), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """tanh e / m."""
        return np.tanh(y_pred - y_true) / y_pred.shape[-1]
