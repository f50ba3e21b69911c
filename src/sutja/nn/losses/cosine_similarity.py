"""Cosine similarity: do two vectors point the same way, whatever their lengths?

    l = - sum_k t^_k p^_k,   p^ = p / ||p||,  t^ = t / ||t||

-1 for the same direction, 0 for a right angle, 1 for the opposite. The slope is what is left of t^ across p^, since
along p^ only the length would change:

    dl/dp = - (t^ - (t^ . p^) p^) / ||p||
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import dimension
from sutja.nn import config
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array, Config

__all__ = ["CosineSimilarity"]


class CosineSimilarity(Loss):
    """Minus the cosine of the angle between ``y_true`` and ``y_pred`` along ``axis``, which is not the batch's."""

    def __init__(self, axis: int = -1, **others: Any) -> None:
        super().__init__(**others)
        self.axis = dimension("axis", axis)

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return -np.sum(self._unit(y_true)[0] * self._unit(y_pred)[0], axis=self.axis)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """As above; a vector shorter than the smallest length that we divide by is only scaled."""
        t, (p, length) = self._unit(y_true)[0], self._unit(y_pred)
        along = np.sum(t * p, axis=self.axis, keepdims=True) * (length > _shortest())
        return (along * p - t) / length

    def _unit(self, x: Array) -> tuple[Array, Array]:
        """``x`` divided by its length, and that length."""
        length = np.maximum(np.sqrt(np.sum(x * x, axis=self.axis, keepdims=True)), _shortest())
        return x / length, length

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return super().get_config() if self.axis == -1 else {**super().get_config(), "axis": self.axis}


def _shortest() -> float:
    return config.epsilon()
