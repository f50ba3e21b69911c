"""Borders of pictures: how ZeroPadding2D and Cropping2D take them."""

from __future__ import annotations

from typing import Any

from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["Borders", "borders"]

Borders = tuple[tuple[int, int], tuple[int, int]]


def borders(name: str, value: Any) -> Borders:
    """((top, bottom), (left, right)) from 1, from (1, 2) for both rows and both columns, or from all four."""
    rows, columns = (value, value) if isinstance(value, int) else value if _is_pair(value) else (None, None)
    return _both(name, rows, value), _both(name, columns, value)


def _both(name: str, part: Any, value: Any) -> tuple[int, int]:
    sides = (part, part) if isinstance(part, int) else part
    if not _is_pair(sides) or any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in sides):
        raise invalid(name, _("a whole number, two of them, or ((top, bottom), (left, right))"), value)
    return sides[0], sides[1]


def _is_pair(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2
