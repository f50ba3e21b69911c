"""Metrics, by Keras' names: numbers to watch, gathered over the batches of an epoch.

``metrics=["accuracy"]`` chooses the accuracy that fits the labels; see :func:`get`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn import losses
from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.description import custom_class, describe, from_description
from sutja.nn.losses.loss import Loss
from sutja.nn.metrics.accuracy import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
)
from sutja.nn.metrics.auc import AUC
from sutja.nn.metrics.confusion import FalseNegatives, FalsePositives, Precision, Recall, TrueNegatives, TruePositives
from sutja.nn.metrics.f_score import F1Score, FBetaScore
from sutja.nn.metrics.metric import Mean, MeanMetric, Metric, Sum
from sutja.nn.metrics.of_losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CategoricalHinge,
    CosineSimilarity,
    Hinge,
    KLDivergence,
    LogCoshError,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
    RootMeanSquaredError,
    SparseCategoricalCrossentropy,
    SquaredHinge,
)
from sutja.nn.missing import answer_to_missing
from sutja.nn.naming import to_snake_case
from sutja.nn.typing import Shape

__all__ = [
    "AUC",
    "Accuracy",
    "BinaryAccuracy",
    "BinaryCrossentropy",
    "CategoricalAccuracy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "F1Score",
    "FBetaScore",
    "FalseNegatives",
    "FalsePositives",
    "Hinge",
    "KLDivergence",
    "LogCoshError",
    "Mean",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanMetric",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Metric",
    "Poisson",
    "Precision",
    "Recall",
    "RootMeanSquaredError",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
    "SquaredHinge",
    "Sum",
    "TopKCategoricalAccuracy",
    "TrueNegatives",
    "TruePositives",
    "deserialize",
    "get",
    "serialize",
]

if not TYPE_CHECKING:  # type checkers look for each name themselves
    __getattr__ = answer_to_missing(__name__, __all__)

_CLASSES: dict[str, type[Metric]] = {
    kind.__name__: kind
    for kind in (
        Accuracy,
        BinaryAccuracy,
        CategoricalAccuracy,
        SparseCategoricalAccuracy,
        SparseTopKCategoricalAccuracy,
        TopKCategoricalAccuracy,
        BinaryCrossentropy,
        CategoricalCrossentropy,
        CategoricalHinge,
        CosineSimilarity,
        Hinge,
        KLDivergence,
        LogCoshError,
        MeanAbsoluteError,
        MeanAbsolutePercentageError,
        MeanSquaredError,
        MeanSquaredLogarithmicError,
        Poisson,
        RootMeanSquaredError,
        SparseCategoricalCrossentropy,
        SquaredHinge,
        FalseNegatives,
        FalsePositives,
        Precision,
        Recall,
        TrueNegatives,
        TruePositives,
        AUC,
        F1Score,
        FBetaScore,
        Mean,
        Sum,
    )
}
_NAMES: dict[str, type[Metric]] = {
    **{to_snake_case(name): kind for name, kind in _CLASSES.items()},
    **_CLASSES,
    "bce": BinaryCrossentropy,
    "BCE": BinaryCrossentropy,
    "mae": MeanAbsoluteError,
    "MAE": MeanAbsoluteError,
    "mape": MeanAbsolutePercentageError,
    "MAPE": MeanAbsolutePercentageError,
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "msle": MeanSquaredLogarithmicError,
    "MSLE": MeanSquaredLogarithmicError,
}
_ACCURACIES = ("accuracy", "acc")


def get(identifier: Any, loss: Loss | None = None, output_shape: Shape | None = None) -> Metric:
    """The metric that ``identifier`` names, describes (a config) or is.

    "accuracy" depends on what is predicted: BinaryAccuracy for a single output, SparseCategoricalAccuracy when the
    labels are whole numbers (as ``loss`` tells), CategoricalAccuracy otherwise.
    """
    if isinstance(identifier, Metric):
        return identifier
    if isinstance(identifier, dict):
        return from_description("metrics", identifier, _CLASSES, Metric)
    if not isinstance(identifier, str):
        raise invalid("metrics", _("names of metrics, or some of `sutja.nn.metrics`"), identifier)
    if identifier in _ACCURACIES:
        return _accuracy(loss, output_shape)(identifier)
    kind = custom_class(identifier, Metric) or _NAMES.get(identifier)
    if kind is None:
        raise unknown("metrics", identifier, sorted({to_snake_case(name) for name in _CLASSES}))
    metric = kind()
    metric.name = identifier
    return metric


def serialize(metric: Metric) -> dict[str, Any]:
    """``metric`` as plain values, in Keras' format."""
    return describe(metric, "keras.metrics")


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Metric:
    """The metric that ``config`` describes or names; ``custom_objects``: classes of one's own by name."""
    with custom_object_scope(custom_objects):
        return get(config)


def _accuracy(loss: Loss | None, output_shape: Shape | None) -> type[Metric]:
    if output_shape is not None and output_shape[-1] == 1:
        return BinaryAccuracy
    if isinstance(loss, losses.SparseCategoricalCrossentropy):
        return SparseCategoricalAccuracy
    return CategoricalAccuracy
