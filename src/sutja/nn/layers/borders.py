"""Borders of pictures: how ZeroPadding2D and Cropping2D take them."""

from __future__ import annotations

from typing import Any

from sutja.checks import is_whole
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["Borders", "borders"]

Borders = tuple[tuple[int, int], tuple[int, int]]


def borders(name: str, value: Any) -> Borders:
    """((top, bottom), (left, right)) from 1, from (1, 2) for both rows and both columns, or from all four."""
    rows, columns = value if _is_pair(value) else (value, value)
    return _both(name, rows, value), _both(name, columns, value)


def _both(name: str, part: Any, value: Any) -> tuple[int, int]:
    sides = part if _is_pair(part) else (part, part)
    if not all(is_whole(n, 0) for n in sides):
        raise invalid(name, _("a whole number, two of them, or ((top, bottom), (left, right))"), value)
    return int(sides[0]), int(sides[1])


def _is_pair(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2
