"""Losses, by Keras' names: classes with options, and functions that give one value a sample.

``losses.get("mse")`` finds one by name. ``losses.janocha_czarnecki`` holds the twelve of deck B's table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.description import custom_class, describe, from_description
from sutja.nn.losses import janocha_czarnecki
from sutja.nn.losses.cosine_similarity import CosineSimilarity
from sutja.nn.losses.crossentropy import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
)
from sutja.nn.losses.divergence import KLDivergence, Poisson
from sutja.nn.losses.focal_crossentropy import BinaryFocalCrossentropy, CategoricalFocalCrossentropy
from sutja.nn.losses.functions import (
    FUNCTIONS,
    binary_crossentropy,
    binary_focal_crossentropy,
    categorical_crossentropy,
    categorical_focal_crossentropy,
    categorical_generalized_cross_entropy,
    categorical_hinge,
    cosine_similarity,
    dice,
    hinge,
    huber,
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
    tversky,
)
from sutja.nn.losses.generalized_crossentropy import CategoricalGeneralizedCrossEntropy
from sutja.nn.losses.hinge import CategoricalHinge, Hinge, SquaredHinge
from sutja.nn.losses.huber import Huber, LogCosh
from sutja.nn.losses.loss import Loss
from sutja.nn.losses.overlap import Dice, Tversky
from sutja.nn.losses.regression import (
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
)
from sutja.nn.missing import answer_to_missing
from sutja.nn.naming import to_snake_case

__all__ = [
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalGeneralizedCrossEntropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "Dice",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "Tversky",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_generalized_cross_entropy",
    "categorical_hinge",
    "cosine_similarity",
    "deserialize",
    "dice",
    "get",
    "hinge",
    "huber",
    "janocha_czarnecki",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "poisson",
    "serialize",
    "sparse_categorical_crossentropy",
    "squared_hinge",
    "tversky",
]

if not TYPE_CHECKING:  # type checkers look for each name themselves
    __getattr__ = answer_to_missing(__name__, __all__)

_CLASSES: dict[str, type[Loss]] = {
    kind.__name__: kind
    for kind in (
        MeanSquaredError,
        MeanAbsoluteError,
        MeanAbsolutePercentageError,
        MeanSquaredLogarithmicError,
        CosineSimilarity,
        Huber,
        LogCosh,
        CategoricalCrossentropy,
        SparseCategoricalCrossentropy,
        BinaryCrossentropy,
        CategoricalFocalCrossentropy,
        BinaryFocalCrossentropy,
        CategoricalGeneralizedCrossEntropy,
        KLDivergence,
        Poisson,
        Hinge,
        SquaredHinge,
        CategoricalHinge,
        Dice,
        Tversky,
        *janocha_czarnecki.JANOCHA_CZARNECKI.values(),
    )
}
_NAMES: dict[str, type[Loss]] = {
    **{to_snake_case(name): kind for name, kind in _CLASSES.items()},
    **_CLASSES,
    "bce": BinaryCrossentropy,
    "BCE": BinaryCrossentropy,
    "kld": KLDivergence,
    "KLD": KLDivergence,
    "mae": MeanAbsoluteError,
    "MAE": MeanAbsoluteError,
    "mape": MeanAbsolutePercentageError,
    "MAPE": MeanAbsolutePercentageError,
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "msle": MeanSquaredLogarithmicError,
    "MSLE": MeanSquaredLogarithmicError,
}


def get(identifier: Any) -> Loss:
    """The loss that ``identifier`` names, describes (a config), is the function form of, or is."""
    if isinstance(identifier, Loss):
        return identifier
    if isinstance(identifier, dict):
        return from_description("loss", identifier, _CLASSES, Loss)
    is_function = callable(identifier) and identifier in FUNCTIONS.values()
    name = identifier.__name__ if is_function else identifier
    if not isinstance(name, str):
        raise invalid("loss", _("the name of a loss, or one of `sutja.nn.losses`"), identifier)
    kind = custom_class(name, Loss) or _NAMES.get(name)
    if kind is None:
        raise unknown("loss", name, sorted({to_snake_case(name) for name in _CLASSES}))
    return kind()


def serialize(loss: Loss) -> dict[str, Any]:
    """``loss`` as plain values, in Keras' format."""
    return describe(loss, "keras.losses")


def deserialize(name: Any, custom_objects: Mapping[str, Any] | None = None) -> Loss:
    """The loss that ``name`` describes or names; ``custom_objects``: classes of one's own by name."""
    with custom_object_scope(custom_objects):
        return get(name)
