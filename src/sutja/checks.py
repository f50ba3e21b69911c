"""Checks of arguments that many functions make: numbers, whole numbers, fractions, seeds; NumPy's as well as Python's.

``is_...`` answers; the others return the value as Python's own, or raise the error that says what was wrong. True and
False are no numbers here, though Python counts with them.
"""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _

__all__ = [
    "above_0",
    "as_list",
    "as_seed",
    "between_0_and_1",
    "dimension",
    "fraction",
    "is_dimension",
    "is_number",
    "is_whole",
    "number",
    "short_seed",
    "whole",
]

_SHORT = 2**32
_LARGEST = sys.float_info.max


def is_whole(value: Any, least: float = -math.inf, most: float = math.inf) -> bool:
    """Whether ``value`` is a whole number from ``least`` to ``most``."""
    is_one = isinstance(value, int | np.integer) and not isinstance(value, bool | np.timedelta64)
    return is_one and bool(least <= value <= most)


def whole(name: str, value: Any, least: int = 1) -> int:
    """``value`` if it is a whole number of at least ``least``."""
    if not is_whole(value, least):
        raise invalid(name, _("a whole number of at least {least}", least=least), value)
    return int(value)


def as_seed(value: Any) -> int | None:
    """``seed`` of something that draws random numbers, or ``None`` if it has none of its own."""
    return None if value is None else whole("seed", value, 0)


def short_seed(value: Any) -> int:
    """``seed`` where another library draws too, which takes 32 bits."""
    if not is_whole(value, 0, _SHORT - 1):
        raise invalid("seed", _("a whole number in [0, 2**32)"), value)
    return int(value)


def is_number(value: Any, least: float = -math.inf, most: float = math.inf) -> bool:
    """Whether ``value`` is a finite number from ``least`` to ``most``."""
    is_one = is_whole(value) or isinstance(value, float | np.floating)
    return is_one and -_LARGEST <= value <= _LARGEST and bool(least <= value <= most)


def number(name: str, value: Any, least: float = 0, most: float = math.inf) -> float:
    """``value`` as a float, if it is a finite number from ``least`` to ``most``."""
    if not is_number(value, least, most):
        expected = (
            _("a number of at least {least}", least=least)
            if most == math.inf
            else _("a number in [{least}, {most}]", least=least, most=most)
        )
        raise invalid(name, expected, value)
    return float(value)


def above_0(name: str, value: Any, most: float = math.inf) -> float:
    """``value`` as a float, if it is a finite number above 0, of at most ``most``."""
    if not is_number(value, 0, most) or value == 0:
        expected = _("a number above 0") if most == math.inf else _("a number in (0, {most}]", most=most)
        raise invalid(name, expected, value)
    return float(value)


def fraction(name: str, value: Any) -> float:
    """``value`` as a float, if it is a part of a whole that leaves something: a number in [0, 1)."""
    if not is_number(value, 0) or value >= 1:
        raise invalid(name, _("a number in [0, 1)"), value)
    return float(value)


def between_0_and_1(name: str, value: Any) -> float:
    """``value`` as a float, if it is a part of a whole, neither none of it nor all: a number in (0, 1)."""
    if not is_number(value, 0, 1) or value in (0, 1):
        raise invalid(name, _("a number in (0, 1)"), value)
    return float(value)


def as_list(value: Any) -> list[Any]:
    """The items of a list, tuple or array; of anything else, that alone. In a mixed list, no True becomes 1."""
    items: list[Any] = np.atleast_1d(np.asarray(value, object)).tolist()
    return items


def is_dimension(value: Any) -> bool:
    """Whether ``value`` is the number of a dimension, from the front or from the end, and not 0, which is the batch."""
    return is_whole(value) and bool(value)


def dimension(name: str, value: Any) -> int:
    """``value`` if it is the number of a dimension that is not the batch."""
    if not is_dimension(value):
        raise invalid(name, _("the number of a dimension, not 0, which is the batch"), value)
    return int(value)
