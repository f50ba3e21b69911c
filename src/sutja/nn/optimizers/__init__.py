"""Optimizers, by Keras' names: how weights follow their gradients. Each file holds one, with its update rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.description import custom_class, describe, from_description
from sutja.nn.missing import answer_to_missing
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

if not TYPE_CHECKING:  # type checkers look for each name themselves
    __getattr__ = answer_to_missing(__name__, __all__)

_CLASSES: dict[str, type[Optimizer]] = {
    kind.__name__.lower(): kind for kind in (SGD, RMSprop, Adagrad, Adadelta, Adam, AdamW, Adamax, Nadam, Lion, Muon)
}


def get(identifier: Any) -> Optimizer:
    """The optimizer that ``identifier`` names, describes (a config) or is."""
    if isinstance(identifier, Optimizer):
        return identifier
    if isinstance(identifier, dict):
        name = identifier.get("class_name")
        lower = str(name).lower()  # as Keras, whose files of old write them either way
        known_name = lower if lower in _CLASSES and custom_class(name, Optimizer) is None else name
        return from_description("optimizer", {**identifier, "class_name": known_name}, _CLASSES, Optimizer)
    if not isinstance(identifier, str):
        raise invalid("optimizer", _("the name of an optimizer, or one of `sutja.nn.optimizers`"), identifier)
    kind = custom_class(identifier, Optimizer) or _CLASSES.get(identifier.lower())
    if kind is None:
        raise unknown("optimizer", identifier, _CLASSES)
    return kind()


def serialize(optimizer: Optimizer) -> dict[str, Any]:
    """``optimizer`` as plain values, in Keras' format, without what it remembers."""
    return describe(optimizer, "keras.optimizers")


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Optimizer:
    """The optimizer that ``config`` describes or names; ``custom_objects``: classes of one's own by name."""
    with custom_object_scope(custom_objects):
        return get(config)
