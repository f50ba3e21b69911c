"""Classes of the user's own, by the names under which descriptions and files know them.

A file never brings code along: it names a class, and the program that reads it hands the class over, in one of
three ways.

    load_model("m.keras", custom_objects={"Mine": Mine})       for this call
    with custom_object_scope({"Mine": Mine}): ...              for a block
    @register_keras_serializable("my_package")                 for good, as "my_package>Mine"
    class Mine(Layer): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

__all__ = [
    "CustomObjectScope",
    "custom_object_scope",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "register_keras_serializable",
]

T = TypeVar("T")

_registered: dict[str, Any] = {}
_names: dict[Any, str] = {}
_scope: ContextVar[Mapping[str, Any] | None] = ContextVar("sutja_custom_objects", default=None)


@contextmanager
def custom_object_scope(custom_objects: Mapping[str, Any] | None) -> Iterator[None]:
    """Know these classes by these names inside the ``with`` block, besides those known already."""
    token = _scope.set({**(_scope.get() or {}), **(custom_objects or {})})
    try:
        yield
    finally:
        _scope.reset(token)


CustomObjectScope = custom_object_scope


def register_keras_serializable(package: str = "Custom", name: str | None = None) -> Callable[[T], T]:
    """Know the decorated class as "package>name" from now on; without ``name``, by that of the class."""

    def register(kind: T) -> T:
        full = f"{package}>{name or getattr(kind, '__name__', kind)}"
        _registered[full] = kind
        _names[kind] = full
        return kind

    return register


def get_custom_objects() -> dict[str, Any]:
    """All that is registered, by name; what is put in here is known from then on."""
    return _registered


def get_registered_name(obj: Any) -> str:
    """The name under which ``obj``, a class, is registered, or else its own."""
    return str(_names.get(obj, obj.__name__))


def get_registered_object(
    name: str, custom_objects: Mapping[str, Any] | None = None, module_objects: Mapping[str, Any] | None = None
) -> Any:
    """What is known by ``name``, or ``None``; looked for in the ``with`` block, what is registered, and these."""
    for known in (_scope.get(), _registered, custom_objects, module_objects):
        if known and name in known:
            return known[name]
    return None
