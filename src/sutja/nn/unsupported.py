"""Arguments of Keras that the engine does not have: refused by name, never silently ignored.

Keras code may spell out a default that we do not need (``kernel_constraint=None``, ``groups=1``). Such an argument
is let through when its value is the one by which Keras switches it off, and only then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sutja.errors import InvalidArgument
from sutja.language import translate as _

__all__ = ["refuse"]


def refuse(owner: str, arguments: Mapping[str, Any], harmless: Mapping[str, Any]) -> None:
    """Raise an error for the first of ``arguments`` that would mean something.

    ``None`` and ``False`` switch every optional argument of Keras off; ``harmless`` names further values that do.
    """
    for name, value in arguments.items():
        if value is None or value is False or (name in harmless and _same(value, harmless[name])):
            continue
        expected = (
            repr(harmless[name]) if name in harmless else _("to be left out: {owner} does not have it", owner=owner)
        )
        raise InvalidArgument(
            _(
                "Unsupported argument `{name}` of {owner}. Expected {expected}. Received: {name}={value!r}. "
                "For this one, train with Keras itself: `import keras`.",
                name=name,
                owner=owner,
                expected=expected,
                value=value,
            )
        )


def _same(value: Any, other: Any) -> bool:
    if isinstance(value, list | tuple) and isinstance(other, list | tuple):
        return list(value) == list(other)
    return bool(value == other)
