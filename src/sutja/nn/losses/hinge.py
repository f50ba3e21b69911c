"""Hinge losses: a right answer must win by a margin of 1; beyond that nothing is gained.

For labels t of -1 and 1 (0 and 1 are taken for them), the sign of each output is the answer:

    hinge           l = 1/m sum_k max(1 - t_k p_k, 0)        slope - t_k / m where t_k p_k < 1, else 0
    squared hinge   l = 1/m sum_k max(1 - t_k p_k, 0)^2      slope - 2 t_k max(1 - t_k p_k, 0) / m

For one-hot labels, the largest output is the answer:

    categorical hinge   l = max(1 + n - p, 0) with p the output of the label and n the largest of the others

Support vector machines are trained with it. Cortes and Vapnik 1995.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array

__all__ = ["CategoricalHinge", "Hinge", "SquaredHinge"]


class Hinge(Loss):
    """mean(max(1 - y_true y_pred, 0)) for labels of -1 and 1, or of 0 and 1."""

    def aligned(self, y_true: Any, y_pred: Array) -> Array:
        """The labels as -1 and 1."""
        true = super().aligned(y_true, y_pred)
        return 2 * true - 1 if np.isin(true, (0, 1)).all() else true

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.mean(np.maximum(1 - y_true * y_pred, 0), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return -y_true * (y_true * y_pred < 1) / y_pred.shape[-1]


class SquaredHinge(Hinge):
    """mean(max(1 - y_true y_pred, 0)^2) for labels of -1 and 1, or of 0 and 1."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.mean(np.maximum(1 - y_true * y_pred, 0) ** 2, axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return -y_true * np.maximum(1 - y_true * y_pred, 0) * (2 / y_pred.shape[-1])


class CategoricalHinge(Loss):
    """max(1 + max((1 - y_true) y_pred) - sum(y_true y_pred), 0) for one-hot labels, (n, classes)."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        right, wrong = np.sum(y_true * y_pred, axis=-1), np.max((1 - y_true) * y_pred, axis=-1)
        return np.maximum(wrong - right + 1, 0)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Where l > 0: up for the largest wrong output, down for the label's."""
        wrong = (1 - y_true) * y_pred
        largest = np.zeros_like(y_pred)
        np.put_along_axis(largest, wrong.argmax(axis=-1)[..., None], 1, axis=-1)
        slope = largest * (1 - y_true) - y_true
        return slope * (self._values(y_true, y_pred) > 0)[..., None]
