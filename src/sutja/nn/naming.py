"""Names of layers and models when none is given: ``dense``, ``dense_1``, ``dense_2``, as Keras counts them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["checked", "clear_session", "to_snake_case", "unique_name"]

_used: Counter[str] = Counter()


def to_snake_case(name: str) -> str:
    """``MaxPooling2D`` -> ``max_pooling2d``."""
    name = re.sub(r"\W+", "", name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def unique_name(base: str) -> str:
    """``base`` the first time, then ``base_1``, ``base_2``, ..."""
    count = _used[base]
    _used[base] += 1
    return base if count == 0 else f"{base}_{count}"


def checked(name: Any) -> str | None:
    """``name`` if it may be the name of a layer: files make paths of names, with "/" between their parts."""
    if name is not None and (not isinstance(name, str) or "/" in name):
        raise invalid("name", _("a text without '/'"), name)
    return name


def clear_session() -> None:
    """Start counting anew, so that a model built next gets the names of a fresh program."""
    _used.clear()
