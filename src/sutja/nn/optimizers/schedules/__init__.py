"""Learning rates that change as training goes on, by Keras' names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.description import describe, from_description
from sutja.nn.optimizers.schedules.cosine_decay import CosineDecay
from sutja.nn.optimizers.schedules.cosine_decay_restarts import CosineDecayRestarts
from sutja.nn.optimizers.schedules.exponential_decay import ExponentialDecay
from sutja.nn.optimizers.schedules.inverse_time_decay import InverseTimeDecay
from sutja.nn.optimizers.schedules.one_cycle import OneCycle
from sutja.nn.optimizers.schedules.piecewise_constant_decay import PiecewiseConstantDecay
from sutja.nn.optimizers.schedules.polynomial_decay import PolynomialDecay
from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule

__all__ = [
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "OneCycle",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "deserialize",
    "serialize",
]

_CLASSES: dict[str, type[LearningRateSchedule]] = {
    kind.__name__: kind
    for kind in (
        CosineDecay,
        CosineDecayRestarts,
        ExponentialDecay,
        InverseTimeDecay,
        OneCycle,
        PiecewiseConstantDecay,
        PolynomialDecay,
    )
}


def serialize(learning_rate_schedule: LearningRateSchedule) -> dict[str, Any]:
    """``learning_rate_schedule`` as plain values, in Keras' format."""
    return describe(learning_rate_schedule, "keras.optimizers.schedules")


def deserialize(config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None) -> LearningRateSchedule:
    """The schedule that ``serialize`` described; ``custom_objects``: classes of one's own by name."""
    with custom_object_scope(custom_objects):
        return from_description("learning_rate", config, _CLASSES, LearningRateSchedule)
