"""Generalised cross-entropy: between cross-entropy and mean absolute error, for labels of which some are wrong.

    l = (1 - p[label]^q) / q,   dl/dp[label] = - p[label]^(q - 1),   q between 0 and 1

For q near 0 it is - log p, which chases every label; for q near 1 it is 1 - p, which gives up on labels that it cannot
believe. Zhang and Sabuncu 2018.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import between_0_and_1
from sutja.nn.losses.crossentropy import SparseCategoricalCrossentropy
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array, Config

__all__ = ["CategoricalGeneralizedCrossEntropy"]


class CategoricalGeneralizedCrossEntropy(Loss):
    """(1 - p[label]^q) / q for labels that are whole numbers, (n,) or (n, 1), and probabilities (n, classes)."""

    def __init__(self, q: float = 0.5, **others: Any) -> None:
        super().__init__(**others)
        self.q = between_0_and_1("q", q)

    def aligned(self, y_true: Any, y_pred: Array) -> Array:
        """The labels as one-hot rows."""
        return SparseCategoricalCrossentropy(name=self.name).aligned(y_true, y_pred)

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return (1 - np.sum(y_true * y_pred, axis=-1) ** self.q) / self.q

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        p = np.sum(y_true * y_pred, axis=-1, keepdims=True)
        return -y_true * p ** (self.q - 1)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "q": self.q}
