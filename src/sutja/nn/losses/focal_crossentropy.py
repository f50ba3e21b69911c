"""Focal cross-entropy: cross-entropy that leaves alone what is known already.

    l = sum_k alpha (1 - p_k)^gamma (- t_k log p_k)           one of several classes
    l = 1/m sum_k (1 - q_k)^gamma (- log q_k),                yes or no; q = p where t = 1, and 1 - p where t = 0

The factor (1 - p)^gamma is small where the model is sure and right, so that the many easy samples do not drown the
few hard ones. gamma 0 is plain cross-entropy. ``alpha`` weighs classes: one number for each, or one for all; for yes
or no, with ``apply_class_balancing``, alpha for 1 and 1 - alpha for 0. Lin et al. 2017.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import fraction, number
from sutja.nn import config
from sutja.nn.activations.sigmoid import sigmoid
from sutja.nn.activations.softmax import softmax
from sutja.nn.losses.crossentropy import (
    normalised,
    smoothed,
    through_normalisation,
    through_softmax,
)
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array, Config

__all__ = ["BinaryFocalCrossentropy", "CategoricalFocalCrossentropy"]


class CategoricalFocalCrossentropy(Loss):
    """sum(alpha (1 - p)^gamma (-t log p)) for one-hot labels, (n, classes)."""

    def __init__(
        self,
        alpha: float | Sequence[float] = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        **others: Any,
    ) -> None:
        super().__init__(**others)
        self.alpha, self.gamma = alpha, number("gamma", gamma)
        self.from_logits, self.label_smoothing = from_logits, fraction("label_smoothing", label_smoothing)

    def aligned(self, y_true: Any, y_pred: Array) -> Array:
        """One-hot labels, smoothed if asked."""
        return smoothed(super().aligned(y_true, y_pred), self.label_smoothing, y_pred.shape[-1])

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        p, _total = normalised(softmax(y_pred) if self.from_logits else y_pred)
        return np.sum(self._weights(p) * (1 - p) ** self.gamma * -y_true * np.log(p), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """dl/dp = alpha t (gamma (1 - p)^(gamma - 1) log p - (1 - p)^gamma / p), back through what made p."""
        given = softmax(y_pred) if self.from_logits else y_pred
        p, total = normalised(given)
        focus = self.gamma * (1 - p) ** (self.gamma - 1) * np.log(p) - (1 - p) ** self.gamma / p
        slope = through_normalisation(self._weights(p) * y_true * focus, p, total)
        return through_softmax(slope, given) if self.from_logits else slope

    def _weights(self, p: Array) -> Array:
        return np.asarray(self.alpha, p.dtype)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
            "alpha": self.alpha,
            "gamma": self.gamma,
        }


class BinaryFocalCrossentropy(Loss):
    """mean((1 - q)^gamma (-log q)), q the probability given to the truth: every output is a yes or no of its own."""

    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        **others: Any,
    ) -> None:
        super().__init__(**others)
        self.apply_class_balancing = apply_class_balancing
        self.alpha, self.gamma = number("alpha", alpha), number("gamma", gamma)
        self.from_logits, self.label_smoothing = from_logits, fraction("label_smoothing", label_smoothing)

    def aligned(self, y_true: Any, y_pred: Array) -> Array:
        """Zeros and ones, drawn towards 1/2 if smoothing is asked for."""
        return smoothed(super().aligned(y_true, y_pred), self.label_smoothing, 2)

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        p = sigmoid(y_pred) if self.from_logits else y_pred
        return np.mean(self._weights(y_true) * _wrong(y_true, p) ** self.gamma * _entropy(y_true, p), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """With w = 1 - q and h the cross-entropy, (w^gamma h)' = gamma w^(gamma - 1) w' h + w^gamma h'.

        w' = 1 - 2 t, and h' = (p - t) / (p (1 - p)) where p was not cut, else 0. From logits, times p (1 - p).
        """
        p = sigmoid(y_pred) if self.from_logits else y_pred
        wrong, cut = _wrong(y_true, p), _cut(p)
        slope_h = np.where(cut == p, (cut - y_true) / (cut * (1 - cut)), 0)
        focus = self.gamma * wrong ** (self.gamma - 1) * (1 - 2 * y_true) if self.gamma else np.zeros_like(p)
        slope = self._weights(y_true) * (focus * _entropy(y_true, p) + wrong**self.gamma * slope_h)
        if self.from_logits:
            slope *= p * (1 - p)
        return (slope / y_pred.shape[-1]).astype(y_pred.dtype, copy=False)

    def _weights(self, y_true: Array) -> Array:
        if not self.apply_class_balancing:
            return np.ones_like(y_true)
        return y_true * self.alpha + (1 - y_true) * (1 - self.alpha)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
            "apply_class_balancing": self.apply_class_balancing,
            "alpha": self.alpha,
            "gamma": self.gamma,
        }


def _cut(p: Array) -> Array:
    return np.clip(p, config.epsilon(), 1 - config.epsilon())


def _entropy(y_true: Array, p: Array) -> Array:
    cut = _cut(p)
    return -y_true * np.log(cut) - (1 - y_true) * np.log(1 - cut)


def _wrong(y_true: Array, p: Array) -> Array:
    """1 - q = t (1 - p) + (1 - t) p."""
    return y_true * (1 - p) + (1 - y_true) * p
