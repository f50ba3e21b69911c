"""Optimizers, by Keras' names: how weights follow their gradients. Each file holds one, with its update rule."""

from __future__ import annotations

from typing import Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.optimizers import schedules
from sutja.nn.optimizers.adadelta import Adadelta
from sutja.nn.optimizers.adagrad import Adagrad
from sutja.nn.optimizers.adam import Adam, AdamW
from sutja.nn.optimizers.adamax import Adamax
from sutja.nn.optimizers.lion import Lion
from sutja.nn.optimizers.muon import Muon
from sutja.nn.optimizers.nadam import Nadam
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.rmsprop import RMSprop
from sutja.nn.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Lion",
    "Muon",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "deserialize",
    "get",
    "schedules",
    "serialize",
]

_CLASSES: dict[str, type[Optimizer]] = {
    kind.__name__: kind for kind in (SGD, RMSprop, Adagrad, Adadelta, Adam, AdamW, Adamax, Nadam, Lion, Muon)
}


def get(identifier: Any) -> Optimizer:
    """The optimizer that ``identifier`` names, describes (a config) or is."""
    if isinstance(identifier, Optimizer):
        return identifier
    if isinstance(identifier, dict):
        return _class(str(identifier.get("class_name"))).from_config(identifier.get("config", {}))
    if not isinstance(identifier, str):
        raise invalid("optimizer", _("the name of an optimizer, or one of `sutja.nn.optimizers`"), identifier)
    return _class(identifier)()


def serialize(optimizer: Optimizer) -> dict[str, Any]:
    """``optimizer`` as plain values, in Keras' format, without what it remembers."""
    return {
        "module": "keras.optimizers",
        "class_name": type(optimizer).__name__,
        "config": optimizer.get_config(),
        "registered_name": None,
    }


deserialize = get


def _class(name: str) -> type[Optimizer]:
    by_lower_name = {key.lower(): kind for key, kind in _CLASSES.items()}
    if name.lower() not in by_lower_name:
        raise unknown("optimizer", name, by_lower_name)
    return by_lower_name[name.lower()]
