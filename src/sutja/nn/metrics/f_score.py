"""F-scores: precision and recall in one number, which is small when either is.

    F_beta = (1 + beta^2) precision recall / (beta^2 precision + recall)

beta says how much more recall counts than precision; F1 is their harmonic mean.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import above_0
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import config
from sutja.nn.metrics.metric import Metric
from sutja.nn.typing import Array, Config

__all__ = ["F1Score", "FBetaScore"]


class FBetaScore(Metric):
    """The F-score of each class, for one-hot labels and predictions (n, classes).

    ``average``: ``None`` leaves one number a class; "macro" is their mean, "weighted" that by how often each class
    occurs, "micro" counts all classes together. ``threshold``: predictions above it are yeses; without one, the
    largest of each sample is.
    """

    direction = "up"

    def __init__(
        self,
        average: str | None = None,
        beta: float = 1.0,
        threshold: float | None = None,
        name: str = "fbeta_score",
    ) -> None:
        super().__init__(name)
        if average not in (None, "micro", "macro", "weighted"):
            raise invalid("average", _("'micro', 'macro', 'weighted' or None"), average)
        self.average, self.beta = average, above_0("beta", beta)
        self.threshold = None if threshold is None else above_0("threshold", threshold, most=1)
        self.reset_state()

    def reset_state(self) -> None:
        """Start anew."""
        self._counts: Array | None = None

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count true positives, false positives, false negatives and labels of each class."""
        pred, true = np.asarray(y_pred, np.float64), np.asarray(y_true, np.float64)
        if pred.ndim != 2 or true.shape != pred.shape:
            raise invalid("y_true", _("one-hot labels of the shape of the predictions, (n, classes)"), true)
        if self.threshold is None:
            yes = (pred >= pred.max(axis=-1, keepdims=True)) & (np.abs(pred) > 1e-9)
        else:
            yes = pred > self.threshold
        weight = np.ones((1, 1)) if sample_weight is None else np.asarray(sample_weight, np.float64).reshape(-1, 1)
        parts = (yes * true, yes * (1 - true), (1 - yes) * true, true)
        counts = np.array([(part * weight).sum(axis=0) for part in parts])
        self._counts = counts if self._counts is None else self._counts + counts

    def result(self) -> Any:
        """The score so far; 0 before the first batch."""
        if self._counts is None:
            return 0.0
        counts = self._counts.sum(axis=1) if self.average == "micro" else self._counts
        tp, fp, fn, labels = counts
        tiny = config.epsilon()
        precision, recall = tp / (tp + fp + tiny), tp / (tp + fn + tiny)
        square = self.beta**2
        score = (1 + square) * precision * recall / (square * precision + recall + tiny)
        if self.average == "weighted":
            return float((score * labels / (labels.sum() + tiny)).sum())
        return score if self.average is None else float(np.mean(score))

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "average": self.average, "beta": self.beta, "threshold": self.threshold}


class F1Score(FBetaScore):
    """The harmonic mean of precision and recall."""

    def __init__(self, average: str | None = None, threshold: float | None = None, name: str = "f1_score") -> None:
        super().__init__(average, 1.0, threshold, name)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        config = super().get_config()
        del config["beta"]
        return config
