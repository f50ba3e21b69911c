"""Losses between distributions, and for counts.

    Kullback-Leibler divergence   l = sum_k t_k log(t_k / p_k)          t and p kept inside [epsilon, 1]
    Poisson                       l = 1/m sum_k (p_k - t_k log(p_k + epsilon))

The first is the cross-entropy of p less the entropy of t: what p costs more than the truth would. For one-hot labels
the two are the same. The second is, but for a constant, minus the log probability of the counts t when the means are p.
"""

from __future__ import annotations

import numpy as np

from sutja.nn import config
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array

__all__ = ["KLDivergence", "Poisson"]


class KLDivergence(Loss):
    """sum(y_true log(y_true / y_pred)) for probabilities over the last axis."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        t, p = _probabilities(y_true), _probabilities(y_pred)
        return np.sum(t * np.log(t / p), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """- t / p where p was not cut, else 0."""
        inside = (y_pred > config.epsilon()) & (y_pred < 1)
        return -_probabilities(y_true) / _probabilities(y_pred) * inside


class Poisson(Loss):
    """mean(y_pred - y_true log(y_pred)) for counts ``y_true`` and their means ``y_pred`` > 0."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.mean(y_pred - y_true * np.log(y_pred + config.epsilon()), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """(1 - t / (p + epsilon)) / m."""
        return (1 - y_true / (y_pred + config.epsilon())) / y_pred.shape[-1]


def _probabilities(y: Array) -> Array:
    return np.clip(y, config.epsilon(), 1)
