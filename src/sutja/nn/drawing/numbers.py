"""Numbers as they stand beside arrows: a number, a row of them, or a small matrix; of a large array its shape."""

from __future__ import annotations

import numpy as np

from sutja.nn.typing import Array

__all__ = ["lines_of"]

MOST_COLUMNS, MOST_ROWS = 6, 6
DIGITS = 4


def lines_of(array: Array) -> list[str]:
    """``array`` in lines of text; an array of one number is that number.

    >>> lines_of(np.array([[220.0]]))
    ['220']
    >>> lines_of(np.array([[1, -0.5], [0.25, 100]]))
    ['[   1 -0.5]', '[0.25  100]']
    """
    if array.size == 1:
        return [_number(array.item())]
    while array.ndim > 1 and array.shape[0] == 1:
        array = array[0]
    if array.ndim > 2 or array.shape[-1] > MOST_COLUMNS or len(np.atleast_2d(array)) > MOST_ROWS or array.size == 0:
        return [" × ".join(map(str, array.shape))]
    cells = [[_number(float(value)) for value in row] for row in np.atleast_2d(array)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["[" + " ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) + "]" for row in cells]


def _number(value: float) -> str:
    """Four digits that count, and -0 as 0."""
    text = f"{value:.{DIGITS}g}"
    return "0" if float(text) == 0 else text
