"""Things as plain values, in Keras' format, and back: the class by name, and its arguments.

    {"module": "keras.losses", "class_name": "Huber", "config": {"delta": 1.0}, "registered_name": None}

The name is looked up in a list of the engine's own classes, or among those that the user has handed over (see
custom_objects.py). ``module`` says whose class is meant; nothing is ever imported by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.custom_objects import get_registered_name, get_registered_object
from sutja.nn.typing import Config
from sutja.nn.unsupported import without_what_is_off

__all__ = ["class_of", "custom_class", "describe", "from_description"]

T = TypeVar("T")

_HOMES = ("keras", "sutja", "tf_keras", "tensorflow")  # where a module begins whose classes the engine may have


def describe(thing: Any, module: str) -> Config:
    """``thing`` as plain values; ``module`` is where Keras has such things."""
    kind = type(thing)
    registered = get_registered_name(kind)
    own = kind.__module__.startswith("sutja.") and registered == kind.__name__
    home = module if own else None if kind.__module__ == "__main__" else kind.__module__
    return {
        "module": home,
        "class_name": kind.__name__,
        "config": thing.get_config(),
        "registered_name": None if own else registered,
    }


def from_description(argument: str, config: Mapping[str, Any], known: Mapping[str, type[T]], base: type[T]) -> T:
    """The thing that ``config`` describes; ``argument`` is what errors call it."""
    kind = class_of(config, known, base)
    if kind is None:
        raise unknown(argument, str(config.get("class_name")), known)
    return kind.from_config(without_what_is_off(kind, config.get("config", {})))  # type: ignore[attr-defined]


def class_of(config: Mapping[str, Any], known: Mapping[str, type[T]], base: type[T]) -> type[T] | None:
    """The class that ``config`` names: one handed over by the user, or one of ``known``; ``None`` if there is none."""
    name = config.get("class_name")
    own = custom_class(config.get("registered_name"), base) or custom_class(name, base)
    if own is not None:
        return own
    return known.get(name) if isinstance(name, str) and not _is_foreign(config) else None


def custom_class(name: Any, base: type[T]) -> type[T] | None:
    """What the user has handed over by ``name``, if anything; "package>name" is found by its last part as well."""
    if not isinstance(name, str):
        return None
    own = get_registered_object(name) or get_registered_object(name.rpartition(">")[2])
    if own is not None and not (isinstance(own, type) and issubclass(own, base)):
        expected = _("a class derived from {base} under the name {name!r}", base=base.__name__, name=name)
        raise invalid("custom_objects", expected, own)
    return own


def _is_foreign(config: Mapping[str, Any]) -> bool:
    """Whether a class of somebody's own, or one of Keras' plain functions, is meant."""
    module = config.get("module")
    if module is None:
        return config.get("registered_name") is not None
    home, *rooms = str(module).split(".")
    return home not in _HOMES or "ops" in rooms
