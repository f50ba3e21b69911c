"""AUC: the area under a curve that shows all thresholds at once.

    ROC   recall against the share of wrong yeses, FP / (FP + TN): the probability that a random yes has a larger
          prediction than a random no; 1/2 for guessing
    PR    precision against recall; the better choice when yeses are rare

The curve has ``num_thresholds`` points. Between them the area is a sum of rectangles, of the mean height
("interpolation"), the lower ("minoring") or the higher ("majoring"). For PR, interpolation takes TP and FP, not
precision, as straight lines between the points: with s = dTP / d(TP + FP), and c = TP - s (TP + FP) at one end,

    area = s (dTP + c log(P_1 / P_2)) / (TP + FN),   P = TP + FP at both ends.

Davis and Goadrich 2006.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import as_list, number, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import config
from sutja.nn.activations.sigmoid import sigmoid
from sutja.nn.metrics.confusion import counted, matched, share
from sutja.nn.metrics.metric import Metric
from sutja.nn.naming import unique_name
from sutja.nn.typing import Array, Config

__all__ = ["AUC"]


class AUC(Metric):
    """The area under the ROC or PR ``curve``.

    ``multi_label``: an area for each output by itself, and their mean, weighed by ``label_weights`` if given; else
    all outputs are taken together.
    """

    direction = "up"

    def __init__(
        self,
        num_thresholds: int = 200,
        curve: str = "ROC",
        summation_method: str = "interpolation",
        name: str | None = None,
        *,
        thresholds: Sequence[float] | None = None,
        multi_label: bool = False,
        num_labels: int | None = None,
        label_weights: Sequence[float] | None = None,
        from_logits: bool = False,
    ) -> None:
        super().__init__(name or unique_name("auc"))
        if curve.upper() not in ("ROC", "PR"):
            raise invalid("curve", _("'ROC' or 'PR'"), curve)
        if summation_method not in ("interpolation", "minoring", "majoring"):
            raise invalid("summation_method", _("'interpolation', 'minoring' or 'majoring'"), summation_method)
        if label_weights is not None and not multi_label:
            raise invalid("label_weights", _("to be left out without multi_label"), label_weights)
        self.given_thresholds: list[float] | None = None
        if thresholds is None:
            self.num_thresholds = whole("num_thresholds", num_thresholds, 2)
            inner = [i / (self.num_thresholds - 1) for i in range(1, self.num_thresholds - 1)]
        else:
            inner = self.given_thresholds = sorted(number("thresholds", t, 0, 1) for t in as_list(thresholds))
            self.num_thresholds = len(inner) + 2
        self.thresholds = np.array([-config.epsilon(), *inner, 1 + config.epsilon()])
        self.curve, self.summation_method = curve.upper(), summation_method
        self.multi_label, self.from_logits = multi_label, from_logits
        self.num_labels = None if num_labels is None else whole("num_labels", num_labels)
        weights = None if label_weights is None else [number("label_weights", one) for one in as_list(label_weights)]
        self.label_weights = weights
        self.reset_state()

    def reset_state(self) -> None:
        """Start anew."""
        self._counts: Array | None = None

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count the outputs of a batch at all thresholds."""
        scores = np.asarray(y_pred)
        true, pred, weight = matched(y_true, sigmoid(scores) if self.from_logits else scores, sample_weight)
        columns = [
            np.atleast_2d(array.T) if self.multi_label else array.reshape(1, -1) for array in (true, pred, weight)
        ]
        each = [counted(t, p, w, self.thresholds) for t, p, w in zip(*columns, strict=True)]
        counts = np.stack(each, axis=-1)
        self._counts = counts if self._counts is None else self._counts + counts

    def result(self) -> float:
        """The area so far; 0 before the first batch."""
        if self._counts is None:
            return 0.0
        return float(np.average(self._areas(*self._counts), weights=self.label_weights))

    def _areas(self, tp: Array, fp: Array, fn: Array, tn: Array) -> Array:
        """One area for each column of the counts (thresholds, outputs)."""
        recall = share(tp, tp + fn)
        if self.curve == "ROC":
            return self._rectangles(share(fp, fp + tn), recall)
        if self.summation_method != "interpolation":
            return self._rectangles(recall, share(tp, tp + fp))
        d_tp, yeses = tp[:-1] - tp[1:], tp + fp
        slope = share(d_tp, np.maximum(yeses[:-1] - yeses[1:], 0))
        intercept = tp[1:] - slope * yeses[1:]
        both = (yeses[:-1] > 0) & (yeses[1:] > 0)
        ratio = np.where(both, share(yeses[:-1], yeses[1:]), 1)
        return share(slope * (d_tp + intercept * np.log(ratio)), np.maximum(tp[1:] + fn[1:], 0)).sum(axis=0)

    def _rectangles(self, x: Array, y: Array) -> Array:
        if self.summation_method == "interpolation":
            heights = (y[:-1] + y[1:]) / 2
        else:
            heights = (np.minimum if self.summation_method == "minoring" else np.maximum)(y[:-1], y[1:])
        return ((x[:-1] - x[1:]) * heights).sum(axis=0)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        given = {} if self.given_thresholds is None else {"thresholds": self.given_thresholds}
        return {
            **super().get_config(),
            "num_thresholds": self.num_thresholds,
            "curve": self.curve,
            "summation_method": self.summation_method,
            "multi_label": self.multi_label,
            "num_labels": self.num_labels,
            "label_weights": self.label_weights,
            "from_logits": self.from_logits,
            **given,
        }
