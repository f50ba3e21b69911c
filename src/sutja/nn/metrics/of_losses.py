"""Losses as metrics: the mean of a loss over all samples of an epoch, whatever the model is trained with."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.nn import losses
from sutja.nn.metrics.metric import MeanMetric
from sutja.nn.typing import Array, Config

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "Hinge",
    "KLDivergence",
    "LogCoshError",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "RootMeanSquaredError",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
]


class _OfLoss(MeanMetric):
    """The mean of ``kind``; ``options`` are the loss's."""

    direction = "down"
    kind: ClassVar[type[losses.Loss]]

    def __init__(self, name: str | None = None, **options: Any) -> None:
        super().__init__(name)
        self.loss = self.kind(**options)
        self._options = options

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """The loss of each sample."""
        return self.loss.values(y_true, y_pred)

    def get_config(self) -> Config:
        """Name and options."""
        options = {name: getattr(self.loss, name, given) for name, given in self._options.items()}
        return {**super().get_config(), **options}


class MeanSquaredError(_OfLoss):
    """mean((y_pred - y_true)^2)."""

    kind = losses.MeanSquaredError


class RootMeanSquaredError(_OfLoss):
    """The root of mean((y_pred - y_true)^2), in the unit of y."""

    kind = losses.MeanSquaredError

    def result(self) -> float:
        """The root of the mean so far."""
        return float(np.sqrt(super().result()))


class MeanAbsoluteError(_OfLoss):
    """mean(|y_pred - y_true|)."""

    kind = losses.MeanAbsoluteError


class MeanAbsolutePercentageError(_OfLoss):
    """100 mean(|y_pred - y_true| / |y_true|)."""

    kind = losses.MeanAbsolutePercentageError


class MeanSquaredLogarithmicError(_OfLoss):
    """mean((log(1 + y_pred) - log(1 + y_true))^2)."""

    kind = losses.MeanSquaredLogarithmicError


class LogCoshError(_OfLoss):
    """mean(log cosh(y_pred - y_true))."""

    kind = losses.LogCosh

    def __init__(self, name: str = "logcosh") -> None:
        super().__init__(name)


class CosineSimilarity(_OfLoss):
    """The cosine of the angle between ``y_true`` and ``y_pred``: 1 for the same direction."""

    direction = "up"
    kind = losses.CosineSimilarity

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """The loss is minus the cosine."""
        return -super().values(y_true, y_pred)


class BinaryCrossentropy(_OfLoss):
    """mean(-t log p - (1 - t) log(1 - p)); ``from_logits`` and ``label_smoothing`` as for the loss."""

    kind = losses.BinaryCrossentropy


class CategoricalCrossentropy(_OfLoss):
    """-sum(t log p) for one-hot labels; ``from_logits`` and ``label_smoothing`` as for the loss."""

    kind = losses.CategoricalCrossentropy


class SparseCategoricalCrossentropy(_OfLoss):
    """-log p[label] for whole-number labels; ``from_logits`` as for the loss."""

    kind = losses.SparseCategoricalCrossentropy


class KLDivergence(_OfLoss):
    """sum(t log(t / p))."""

    kind = losses.KLDivergence


class Poisson(_OfLoss):
    """mean(p - t log p)."""

    kind = losses.Poisson


class Hinge(_OfLoss):
    """mean(max(1 - t p, 0)) for labels of -1 and 1, or of 0 and 1."""

    kind = losses.Hinge


class SquaredHinge(_OfLoss):
    """mean(max(1 - t p, 0)^2) for labels of -1 and 1, or of 0 and 1."""

    kind = losses.SquaredHinge


class CategoricalHinge(_OfLoss):
    """max(1 + largest wrong output - right output, 0) for one-hot labels."""

    kind = losses.CategoricalHinge
