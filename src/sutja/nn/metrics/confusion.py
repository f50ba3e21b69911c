"""Counting right and wrong yeses and noes, at one or several thresholds.

                      y_true 1              y_true 0
    y_pred > t        true positives TP     false positives FP
    else              false negatives FN    true negatives TN

    precision = TP / (TP + FP)    how many of the yeses are right
    recall    = TP / (TP + FN)    how many of those to find were found

A count is a sum of sample weights; without weights each is 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import as_list, is_number, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.metrics.metric import Metric
from sutja.nn.naming import to_snake_case, unique_name
from sutja.nn.typing import Array, Config

__all__ = [
    "ConfusionMetric",
    "FalseNegatives",
    "FalsePositives",
    "Precision",
    "Recall",
    "TrueNegatives",
    "TruePositives",
    "share",
]

_LEAST = -1e10  # below every prediction


class ConfusionMetric(Metric):
    """Base of metrics that are made of the four counts.

    ``thresholds``: a number in [0, 1] or several (then the result has as many); 0.5 if none is given.
    """

    def __init__(self, thresholds: float | Sequence[float] | None = None, name: str | None = None) -> None:
        super().__init__(name or unique_name(to_snake_case(type(self).__name__)))
        given = as_list(0.5 if thresholds is None else thresholds)
        if not given or not all(is_number(t, 0, 1) for t in given):
            raise invalid("thresholds", _("numbers in [0, 1]"), thresholds)
        self.thresholds = [float(t) for t in given]
        one = is_number(thresholds)
        self.init_thresholds = None if thresholds is None else self.thresholds[0] if one else list(self.thresholds)
        self.reset_state()

    def reset_state(self) -> None:
        """Start anew."""
        self.tp, self.fp, self.fn, self.tn = np.zeros((4, len(self.thresholds)))

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count the outputs of a batch."""
        true, pred, weight = matched(y_true, y_pred, sample_weight)
        self.count(true.ravel(), pred.ravel(), weight.ravel())

    def count(self, true: Array, pred: Array, weight: Array) -> None:
        """Count outputs, given as vectors."""
        counts = counted(true, pred, weight, np.asarray(self.thresholds))
        self.tp, self.fp, self.fn, self.tn = np.array([self.tp, self.fp, self.fn, self.tn]) + counts

    def one_or_all(self, values: Array) -> Any:
        """A number if there is one threshold, else an array."""
        return float(values[0]) if len(self.thresholds) == 1 else values

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "thresholds": self.init_thresholds}


class TruePositives(ConfusionMetric):
    """The number of right yeses."""

    direction = "up"

    def result(self) -> Any:
        """TP."""
        return self.one_or_all(self.tp)


class FalsePositives(ConfusionMetric):
    """The number of wrong yeses."""

    direction = "down"

    def result(self) -> Any:
        """FP."""
        return self.one_or_all(self.fp)


class TrueNegatives(ConfusionMetric):
    """The number of right noes."""

    direction = "up"

    def result(self) -> Any:
        """TN."""
        return self.one_or_all(self.tn)


class FalseNegatives(ConfusionMetric):
    """The number of wrong noes."""

    direction = "down"

    def result(self) -> Any:
        """FN."""
        return self.one_or_all(self.fn)


class _OfOutputs(ConfusionMetric):
    """Counts of the ``top_k`` outputs of each sample alone (the others are noes), or of the output ``class_id``."""

    direction = "up"

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(thresholds, name)
        self.top_k = None if top_k is None else whole("top_k", top_k)
        self.class_id = None if class_id is None else whole("class_id", class_id, 0)
        if thresholds is None and top_k is not None:
            self.thresholds = [_LEAST]  # among the top k, everything is a yes

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count the chosen outputs of a batch."""
        true, pred, weight = matched(y_true, y_pred, sample_weight)
        if self.top_k is not None:
            best = np.argsort(-pred, axis=-1, kind="stable")[..., : self.top_k]
            others = np.full_like(pred, _LEAST)
            np.put_along_axis(others, best, np.take_along_axis(pred, best, axis=-1), axis=-1)
            pred = others
        if self.class_id is not None:
            true, pred, weight = (array[..., self.class_id] for array in (true, pred, weight))
        self.count(true.ravel(), pred.ravel(), weight.ravel())

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "top_k": self.top_k, "class_id": self.class_id}


class Precision(_OfOutputs):
    """TP / (TP + FP)."""

    def result(self) -> Any:
        """How many of the yeses are right."""
        return self.one_or_all(share(self.tp, self.tp + self.fp))


class Recall(_OfOutputs):
    """TP / (TP + FN)."""

    def result(self) -> Any:
        """How many of those to find were found."""
        return self.one_or_all(share(self.tp, self.tp + self.fn))


def matched(y_true: Any, y_pred: Any, sample_weight: Any) -> tuple[Array, Array, Array]:
    """Labels as truth values, predictions and weights, all of the shape of the predictions."""
    pred = np.asarray(y_pred, np.float64)
    true = np.asarray(y_true)
    if true.size != pred.size:
        raise invalid("y_true", _("shape {shape}, that of the predictions", shape=pred.shape), true)
    weight = np.ones(()) if sample_weight is None else np.asarray(sample_weight, np.float64)
    if weight.ndim < pred.ndim or weight.shape != pred.shape:
        weight = weight.reshape(weight.shape + (1,) * (pred.ndim - weight.ndim))
    return true.reshape(pred.shape).astype(bool), pred, np.broadcast_to(weight, pred.shape)


def counted(true: Array, pred: Array, weight: Array, thresholds: Array) -> Array:
    """(TP, FP, FN, TN) at each of ``thresholds``: (4, thresholds).

    How many thresholds a prediction exceeds says at which of the sorted ones it is a yes: the first so many.
    """
    order = np.argsort(thresholds)
    exceeded = np.searchsorted(thresholds[order], pred, side="left")
    counts = np.empty((4, len(thresholds)))
    for yes, no, chosen in ((0, 2, true), (1, 3, ~true)):
        by_number = np.bincount(exceeded[chosen], weight[chosen], len(thresholds) + 1)
        up_to = np.cumsum(by_number)
        counts[yes, order] = up_to[-1] - up_to[:-1]
        counts[no, order] = up_to[:-1]
    return counts


def share(part: Array, whole: Array) -> Array:
    """``part`` / ``whole``, and 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(part, float), where=whole != 0)
