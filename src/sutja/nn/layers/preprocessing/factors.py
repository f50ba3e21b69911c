"""Ranges to draw from: 0.2 means from -0.2 to 0.2, and (0.1, 0.3) means what it says."""

from __future__ import annotations

from typing import Any

from sutja.checks import is_number
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["factor_range"]


def factor_range(name: str, value: Any, least: float = -1.0, most: float = 1.0) -> tuple[float, float]:
    """(lower, upper) for ``value``, a number or two of them, within [least, most]; a number's range is cut to it."""
    both = (max(-abs(value), least), abs(value)) if is_number(value) else value
    fits = isinstance(both, list | tuple) and len(both) == 2
    if not fits or not all(is_number(n, least, most) for n in both):
        expected = _("a number, or two, from {least} to {most}", least=least, most=most)
        raise invalid(name, expected, value)
    lower, upper = sorted(map(float, both))
    return lower, upper
