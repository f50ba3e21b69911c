"""Learning rates that change as training goes on, by Keras' names."""

from __future__ import annotations

from typing import Any

from sutja.errors import unknown
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
    return {
        "module": "keras.optimizers.schedules",
        "class_name": type(learning_rate_schedule).__name__,
        "config": learning_rate_schedule.get_config(),
        "registered_name": None,
    }


def deserialize(config: dict[str, Any]) -> LearningRateSchedule:
    """The schedule that ``serialize`` described."""
    name = str(config.get("class_name"))
    if name not in _CLASSES:
        raise unknown("learning_rate", name, _CLASSES)
    return _CLASSES[name].from_config(config.get("config", {}))
