"""Losses as functions: one value a sample, with the options of the classes of the same names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sutja.nn.losses import hinge as hinges
from sutja.nn.losses import regression
from sutja.nn.losses.cosine_similarity import CosineSimilarity
from sutja.nn.losses.crossentropy import BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy
from sutja.nn.losses.divergence import KLDivergence, Poisson
from sutja.nn.losses.focal_crossentropy import BinaryFocalCrossentropy, CategoricalFocalCrossentropy
from sutja.nn.losses.generalized_crossentropy import CategoricalGeneralizedCrossEntropy
from sutja.nn.losses.huber import Huber, LogCosh
from sutja.nn.losses.overlap import Axis, Dice, Tversky
from sutja.nn.typing import Array

__all__ = [
    "FUNCTIONS",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_generalized_cross_entropy",
    "categorical_hinge",
    "cosine_similarity",
    "dice",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "poisson",
    "sparse_categorical_crossentropy",
    "squared_hinge",
    "tversky",
]


def mean_squared_error(y_true: Any, y_pred: Any) -> Array:
    """mean((y_pred - y_true)^2) over the last axis."""
    return regression.MeanSquaredError().values(y_true, y_pred)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Array:
    """mean(|y_pred - y_true|) over the last axis."""
    return regression.MeanAbsoluteError().values(y_true, y_pred)


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Array:
    """100 mean(|y_pred - y_true| / |y_true|) over the last axis."""
    return regression.MeanAbsolutePercentageError().values(y_true, y_pred)


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Array:
    """mean((log(1 + y_pred) - log(1 + y_true))^2) over the last axis."""
    return regression.MeanSquaredLogarithmicError().values(y_true, y_pred)


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Array:
    """Minus the cosine of the angle along ``axis``."""
    return CosineSimilarity(axis).values(y_true, y_pred)


def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> Array:
    """Half the squared error up to ``delta``, a straight line beyond; the mean over the last axis."""
    return Huber(delta).values(y_true, y_pred)


def log_cosh(y_true: Any, y_pred: Any) -> Array:
    """mean(log cosh(y_pred - y_true)) over the last axis."""
    return LogCosh().values(y_true, y_pred)


def hinge(y_true: Any, y_pred: Any) -> Array:
    """mean(max(1 - y_true y_pred, 0)) over the last axis, for labels of -1 and 1, or of 0 and 1."""
    return hinges.Hinge().values(y_true, y_pred)


def squared_hinge(y_true: Any, y_pred: Any) -> Array:
    """mean(max(1 - y_true y_pred, 0)^2) over the last axis, for labels of -1 and 1, or of 0 and 1."""
    return hinges.SquaredHinge().values(y_true, y_pred)


def categorical_hinge(y_true: Any, y_pred: Any) -> Array:
    """max(1 + largest wrong output - right output, 0), for one-hot ``y_true``."""
    return hinges.CategoricalHinge().values(y_true, y_pred)


def kl_divergence(y_true: Any, y_pred: Any) -> Array:
    """sum(y_true log(y_true / y_pred)) over the last axis."""
    return KLDivergence().values(y_true, y_pred)


def poisson(y_true: Any, y_pred: Any) -> Array:
    """mean(y_pred - y_true log(y_pred)) over the last axis."""
    return Poisson().values(y_true, y_pred)


def categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0.0
) -> Array:
    """-sum(t log p) over the last axis, for one-hot ``y_true``."""
    return CategoricalCrossentropy(from_logits, label_smoothing).values(y_true, y_pred)


def sparse_categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, ignore_class: int | None = None
) -> Array:
    """-log p[label] over the last axis, for whole-number labels ``y_true``; 0 for ``ignore_class``."""
    return SparseCategoricalCrossentropy(from_logits, ignore_class).values(y_true, y_pred)


def binary_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0.0) -> Array:
    """mean(-t log p - (1 - t) log(1 - p)) over the last axis."""
    return BinaryCrossentropy(from_logits, label_smoothing).values(y_true, y_pred)


def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    alpha: float | Sequence[float] = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
) -> Array:
    """sum(alpha (1 - p)^gamma (-t log p)) over the last axis, for one-hot ``y_true``."""
    return CategoricalFocalCrossentropy(alpha, gamma, from_logits, label_smoothing).values(y_true, y_pred)


def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
) -> Array:
    """mean((1 - q)^gamma (-log q)) over the last axis, q the probability given to the truth."""
    loss = BinaryFocalCrossentropy(apply_class_balancing, alpha, gamma, from_logits, label_smoothing)
    return loss.values(y_true, y_pred)


def categorical_generalized_cross_entropy(y_true: Any, y_pred: Any, q: float) -> Array:
    """(1 - p[label]^q) / q over the last axis, for whole-number labels ``y_true``."""
    return CategoricalGeneralizedCrossEntropy(q).values(y_true, y_pred)


def dice(y_true: Any, y_pred: Any, axis: Axis = None) -> Array:
    """1 - 2 sum(t p) / (sum t + sum p), summed over ``axis``, or over everything."""
    return Dice(axis=axis).values(y_true, y_pred)


def tversky(y_true: Any, y_pred: Any, alpha: float = 0.5, beta: float = 0.5, axis: Axis = None) -> Array:
    """1 - sum(t p) / (sum(t p) + alpha sum t (1 - p) + beta sum (1 - t) p), summed over ``axis``."""
    return Tversky(alpha, beta, axis=axis).values(y_true, y_pred)


FUNCTIONS: dict[str, Callable[..., Array]] = {name: globals()[name] for name in __all__ if name != "FUNCTIONS"}
