"""Checks of arguments that many constructors make, with the error that says what was wrong."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["as_seed", "is_number", "number", "whole"]


def whole(name: str, value: Any, least: int = 1) -> int:
    """``value`` if it is a whole number of at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise invalid(name, _("a whole number of at least {least}", least=least), value)
    return int(value)


def as_seed(value: Any) -> int | None:
    """``seed`` of something that draws random numbers, or ``None`` if it has none of its own."""
    return None if value is None else whole("seed", value, 0)


def number(name: str, value: Any, least: float = 0, most: float = math.inf) -> float:
    """``value`` as a float, if it is a finite number from ``least`` to ``most``."""
    if not is_number(value, least, most):
        expected = (
            _("a number of at least {least}", least=least)
            if most == math.inf
            else _("a number from {least} to {most}", least=least, most=most)
        )
        raise invalid(name, expected, value)
    return float(value)


def is_number(value: Any, least: float = -math.inf, most: float = math.inf) -> bool:
    """Whether ``value`` is a finite number from ``least`` to ``most``."""
    is_one = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return is_one and math.isfinite(value) and bool(least <= value <= most)
