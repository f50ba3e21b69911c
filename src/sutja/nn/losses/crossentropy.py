"""Cross-entropy: how surprised is the model by the truth?

    l = - sum_k t_k log p_k

t is the true distribution (one-hot: 1 at the label, so l = -log p[label]) and p the predicted one. It is 0 for a
sure and right prediction and grows without bound for a sure and wrong one.

Given probabilities, they are first divided by their sum s and kept inside [epsilon, 1 - epsilon], so that the
logarithm is finite. Given logits (scores before softmax), l = -sum_k t_k (z_k - log sum_j exp z_j), and the slope
is what deck B derives for its Softmax-with-Loss layer: dl/dz = softmax(z) sum(t) - t, which is p - t.

``label_smoothing`` a takes t (1 - a) + a / classes instead of t: never quite sure. ``ignore_class`` names a label of
which nothing is learned: its samples have l = 0 and do not count in the mean. Worked example: ``B-cross-entropy``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import fraction
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import config, jit
from sutja.nn.activations.sigmoid import sigmoid
from sutja.nn.activations.softmax import softmax
from sutja.nn.losses.loss import Loss, weighted
from sutja.nn.typing import Array, Config

__all__ = ["BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy"]


class CategoricalCrossentropy(Loss):
    """-sum(t log p) for one-hot labels, (n, classes)."""

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0, **others: Any) -> None:
        super().__init__(**others)
        self.from_logits, self.label_smoothing = from_logits, fraction("label_smoothing", label_smoothing)

    def aligned(self, y_true: Any, y_pred: Array) -> Array:
        """One-hot labels, smoothed if asked."""
        return smoothed(super().aligned(y_true, y_pred), self.label_smoothing, y_pred.shape[-1])

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        log_p = log_softmax(y_pred) if self.from_logits else np.log(normalised(y_pred)[0])
        return -np.sum(y_true * log_p, axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """For probabilities o with sum s and p = o / s:  dl/do_k = (dl/dp_k - sum_j dl/dp_j p_j) / s,
        with dl/dp_k = -t_k / p_k where p was not cut, else 0.
        """
        if self.from_logits:
            return softmax(y_pred) * y_true.sum(axis=-1, keepdims=True) - y_true
        p, total = normalised(y_pred)
        return through_normalisation(-y_true / p, p, total)

    def _both(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        if self.from_logits:
            return super()._both(y_true, y_pred)
        p, total = normalised(y_pred)
        values = -np.add.reduce(y_true * np.log(p), axis=-1)
        return values, through_normalisation(-y_true / p, p, total)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
        }


class SparseCategoricalCrossentropy(CategoricalCrossentropy):
    """-log p[label] for labels that are whole numbers, (n,) or (n, 1); l = 0 where the label is ``ignore_class``."""

    def __init__(self, from_logits: bool = False, ignore_class: int | None = None, **others: Any) -> None:
        super().__init__(from_logits, **others)
        self.ignore_class = ignore_class

    def values_and_gradient(self, y_true: Any, y_pred: Any) -> tuple[Array, Array]:
        """Both at once; compiled, without one-hot rows."""
        labels, p = np.asarray(y_true), np.asarray(y_pred)
        plain = p.ndim == 2 and labels.shape == p.shape[:1] and labels.dtype.kind in "iu"
        if plain and not self.from_logits and self.ignore_class is None and jit.wanted(p):
            from sutja.nn.losses.crossentropy_jit import of_labels

            values, slopes = np.empty(len(p), p.dtype), np.empty_like(p)
            least, most = p.dtype.type(config.epsilon()), p.dtype.type(1 - config.epsilon())
            if of_labels(np.ascontiguousarray(labels, np.intp), p, least, most, values, slopes):
                return values, slopes
        return super().values_and_gradient(y_true, y_pred)

    def aligned(self, y_true: Any, y_pred: Array) -> Array:
        """The labels as one-hot rows; a row of zeros for ``ignore_class``."""
        labels = np.asarray(y_true)
        classes = y_pred.shape[-1]
        counts = None
        if self.ignore_class is not None:
            counts = self._counts(labels)
            labels = np.where(counts, labels, 0)
        if labels.ndim == y_pred.ndim and labels.shape[-1] == 1:
            labels = labels[..., 0]
        if labels.shape != y_pred.shape[:-1]:
            raise invalid(
                "y_true",
                _(
                    "one whole number a sample, shape {shape} (for one-hot rows use categorical_crossentropy)",
                    shape=y_pred.shape[:-1],
                ),
                labels,
            )
        if labels.size and (labels.min() < 0 or labels.max() >= classes):
            wrong = labels.min() if labels.min() < 0 else labels.max()
            raise invalid("y_true", _("labels from 0 to {last}, one for each output", last=classes - 1), wrong.item())
        whole = labels.astype(np.intp)
        if labels.dtype.kind == "f" and not np.array_equal(whole, labels):
            raise invalid("y_true", _("labels that are whole numbers"), labels)
        one_hot = np.zeros(y_pred.shape, y_pred.dtype)
        one_hot.reshape(-1, classes)[np.arange(whole.size), whole.ravel()] = 1 if counts is None else counts.ravel()
        return one_hot

    def divisor(self, count: int, y_true: Any = None, weights: Array | None = None) -> float:
        """Ignored samples do not count."""
        if self.ignore_class is None or self.reduction == "sum":
            return super().divisor(count, y_true, weights)
        counts = self._counts(np.asarray(y_true))
        if self.reduction == "mean_with_sample_weight" and weights is not None:
            return float(weighted(counts.reshape(counts.shape[: weights.ndim]), weights).sum()) or 1.0
        return float(counts.sum()) or 1.0

    def _counts(self, labels: Array) -> Array:
        """1 for each label to learn from, 0 for ``ignore_class``."""
        return np.ones_like(labels) if self.ignore_class is None else labels != self.ignore_class

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        config = super().get_config()
        del config["label_smoothing"]
        return {**config, "ignore_class": self.ignore_class}


class BinaryCrossentropy(Loss):
    """mean(-t log p - (1 - t) log(1 - p)): every output is a yes or no of its own."""

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0, **others: Any) -> None:
        super().__init__(**others)
        self.from_logits, self.label_smoothing = from_logits, fraction("label_smoothing", label_smoothing)

    def aligned(self, y_true: Any, y_pred: Array) -> Array:
        """Zeros and ones, drawn towards 1/2 if smoothing is asked for."""
        return smoothed(super().aligned(y_true, y_pred), self.label_smoothing, 2)

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        """From logits z: max(z, 0) - z t + log(1 + exp(-|z|)), which is the same and never overflows."""
        if self.from_logits:
            per_output = np.maximum(y_pred, 0) - y_pred * y_true + np.log1p(np.exp(-np.abs(y_pred)))
        else:
            p = np.clip(y_pred, config.epsilon(), 1 - config.epsilon())
            per_output = -y_true * np.log(p) - (1 - y_true) * np.log(1 - p)
        return np.mean(per_output, axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """From logits (p - t) / m; from probabilities (p - t) / (p (1 - p)) / m where p was not cut, else 0."""
        share = 1 / y_pred.shape[-1]
        if self.from_logits:
            return (sigmoid(y_pred) - y_true) * share
        p = np.clip(y_pred, config.epsilon(), 1 - config.epsilon())
        slope = (p - y_true) / (p * (1 - p)) * share
        return np.where(p == y_pred, slope, 0).astype(y_pred.dtype, copy=False)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
        }


def normalised(y_pred: Array) -> tuple[Array, Array]:
    """``y_pred`` divided by its sum and kept inside [epsilon, 1 - epsilon], and that sum."""
    total = np.add.reduce(y_pred, axis=-1, keepdims=True)
    return np.clip(y_pred / total, config.epsilon(), 1 - config.epsilon()), total


def through_normalisation(dp: Array, p: Array, total: Array) -> Array:
    """The slope by what ``normalised`` was given, from that by its result ``p``: 0 where it was cut, and

    dl/do_k = (dl/dp_k - sum_j dl/dp_j p_j) / total.
    """
    inside = (p > config.epsilon()) & (p < 1 - config.epsilon())
    kept = np.where(inside, dp, 0).astype(p.dtype, copy=False)
    return (kept - np.add.reduce(kept * p, axis=-1, keepdims=True)) / total


def through_softmax(dp: Array, p: Array) -> Array:
    """The slope by the scores of p = softmax(z), from that by p: dl/dz_k = p_k (dl/dp_k - sum_j dl/dp_j p_j)."""
    return p * (dp - np.sum(dp * p, axis=-1, keepdims=True))


def log_softmax(z: Array) -> Array:
    """z - log sum exp z over the last axis."""
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def smoothed(y_true: Array, amount: float, classes: int) -> Array:
    """``y_true`` drawn towards 1 / classes by ``amount``."""
    return y_true * (1 - amount) + amount / classes if amount else y_true
