"""Learning rates that change as training goes on, by Keras' names."""

from __future__ import annotations

from typing import Any

from sutja.errors import unknown
from sutja.nn.optimizers.schedules.cosine_decay import CosineDecay
from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule

__all__ = ["CosineDecay", "LearningRateSchedule", "deserialize", "serialize"]

_CLASSES: dict[str, type[LearningRateSchedule]] = {kind.__name__: kind for kind in (CosineDecay,)}


def serialize(schedule: LearningRateSchedule) -> dict[str, Any]:
    """``schedule`` as plain values, in Keras' format."""
    return {
        "module": "keras.optimizers.schedules",
        "class_name": type(schedule).__name__,
        "config": schedule.get_config(),
        "registered_name": None,
    }


def deserialize(config: dict[str, Any]) -> LearningRateSchedule:
    """The schedule that ``serialize`` described."""
    name = str(config.get("class_name"))
    if name not in _CLASSES:
        raise unknown("learning_rate", name, _CLASSES)
    return _CLASSES[name](**config.get("config", {}))
