"""Losses, by Keras' names: classes with options, and functions that give one value a sample.

``losses.get("mse")`` finds one by name.
"""

from __future__ import annotations

from typing import Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.losses.crossentropy import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
)
from sutja.nn.losses.loss import Loss
from sutja.nn.losses.regression import MeanAbsoluteError, MeanSquaredError
from sutja.nn.naming import to_snake_case
from sutja.nn.typing import Array

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "SparseCategoricalCrossentropy",
    "binary_crossentropy",
    "categorical_crossentropy",
    "deserialize",
    "get",
    "mean_absolute_error",
    "mean_squared_error",
    "serialize",
    "sparse_categorical_crossentropy",
]

_CLASSES: dict[str, type[Loss]] = {
    kind.__name__: kind
    for kind in (
        MeanSquaredError,
        MeanAbsoluteError,
        CategoricalCrossentropy,
        SparseCategoricalCrossentropy,
        BinaryCrossentropy,
    )
}
_NAMES: dict[str, type[Loss]] = {
    **{to_snake_case(name): kind for name, kind in _CLASSES.items()},
    **_CLASSES,
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "mae": MeanAbsoluteError,
    "MAE": MeanAbsoluteError,
}


def get(identifier: Any) -> Loss:
    """The loss that ``identifier`` names, describes (a config) or is."""
    if isinstance(identifier, Loss):
        return identifier
    if isinstance(identifier, dict):
        name = str(identifier.get("class_name"))
        if name not in _CLASSES:
            raise unknown("loss", name, _CLASSES)
        return _CLASSES[name](**identifier.get("config", {}))
    if callable(identifier) and getattr(identifier, "__name__", None) in _NAMES:
        identifier = identifier.__name__
    if not isinstance(identifier, str):
        raise invalid("loss", _("the name of a loss, or one of `sutja.nn.losses`"), identifier)
    if identifier not in _NAMES:
        raise unknown("loss", identifier, sorted({to_snake_case(name) for name in _CLASSES}))
    return _NAMES[identifier]()


def serialize(loss: Loss) -> dict[str, Any]:
    """``loss`` as plain values, in Keras' format."""
    return {
        "module": "keras.losses",
        "class_name": type(loss).__name__,
        "config": loss.get_config(),
        "registered_name": None,
    }


deserialize = get


def mean_squared_error(y_true: Any, y_pred: Any) -> Array:
    """mean((y_pred - y_true)^2) over the last axis."""
    return MeanSquaredError().values(y_true, y_pred)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Array:
    """mean(|y_pred - y_true|) over the last axis."""
    return MeanAbsoluteError().values(y_true, y_pred)


def categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0.0
) -> Array:
    """-sum(t log p) over the last axis, for one-hot ``y_true``."""
    return CategoricalCrossentropy(from_logits, label_smoothing).values(y_true, y_pred)


def sparse_categorical_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False) -> Array:
    """-log p[label] over the last axis, for whole-number labels ``y_true``."""
    return SparseCategoricalCrossentropy(from_logits).values(y_true, y_pred)


def binary_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0.0) -> Array:
    """mean(-t log p - (1 - t) log(1 - p)) over the last axis."""
    return BinaryCrossentropy(from_logits, label_smoothing).values(y_true, y_pred)
