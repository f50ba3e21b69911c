"""Tables and pictures in a terminal's characters.

A Korean letter takes the room of two of ours, so columns are filled up by the room that their text takes and not by
the number of its letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["BAR", "bar", "beside", "matrix", "number", "room", "shaded", "table"]

SHADES = " ░▒▓█"
BAR = 30  # characters of a bar for 1


def room(text: str) -> int:
    """How many columns ``text`` takes.

    >>> room("sum"), room("합")
    (3, 2)
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def number(value: Any, digits: int = 4) -> str:
    """A number with as many digits as count, and 0 without a sign.

    >>> number(-0.0), number(2.2000000000000006), number(220.0)
    ('0', '2.2', '220')
    """
    text = f"{float(value):.{digits}g}"
    return "0" if float(text) == 0 else text


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of texts in columns; the first row is the head. The first column starts at the left, the others end right.

    >>> print(table([["x", "y"], ["1", "10"]]))
    x   y
    ─────
    1  10
    """
    widths = [max(room(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        spaces = [" " * (width - room(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = [cell + gap if i == 0 else gap + cell for i, (cell, gap) in enumerate(zip(row, spaces, strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([lines[0], "─" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]])


def matrix(values: ArrayLike, digits: int = 4) -> str:
    """A matrix, its numbers in columns.

    >>> print(matrix([[15.0, 16.0], [6.0, 15.0]]))
    15  16
     6  15
    """
    cells = [[number(value, digits) for value in row] for row in np.atleast_2d(np.asarray(values, dtype=float))]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)


def beside(*blocks: str, between: str = "   ") -> str:
    """Blocks of text side by side, at half height of the tallest: a sign between two matrices stands in the middle."""
    lines = [block.split("\n") for block in blocks]
    height = max(map(len, lines))
    columns = []
    for block in lines:
        width, above = max(map(room, block)), (height - len(block)) // 2
        padded = [""] * above + block + [""] * (height - len(block) - above)
        columns.append([line + " " * (width - room(line)) for line in padded])
    return "\n".join(between.join(row).rstrip() for row in zip(*columns, strict=True))


def shaded(picture: ArrayLike, low: float = 0.0, high: float = 1.0) -> str:
    """A picture in shades, two characters a pixel, from ``low`` (blank) to ``high`` (full).

    >>> print(shaded([[1, 0], [0.5, 1]]))
    ██
    ▒▒██
    """
    scaled = np.clip((np.asarray(picture, dtype=float) - low) / (high - low), 0, 1)
    levels = np.rint(scaled * (len(SHADES) - 1)).astype(int)
    return "\n".join("".join(SHADES[level] * 2 for level in row).rstrip() for row in levels)


def bar(share: float) -> str:
    """A bar for a number from 0 to 1.

    >>> bar(0.1)
    '███'
    """
    return "█" * round(BAR * share)
