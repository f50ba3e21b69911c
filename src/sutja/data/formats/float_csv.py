"""A small table of numbers as a CSV file: numbers and commas, nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.content import damaged, opened
from sutja.language import translate as _

__all__ = ["read_float_csv"]

_LONGEST = 32  # characters of a number with its comma


def read_float_csv(path: Path, rows: int, columns: int) -> NDArray[np.float64]:
    """Read ``rows`` lines of ``columns`` numbers, float64 of shape ``(rows, columns)``.

    Raises:
        DamagedFile: The file holds anything else.
        DataError: The operating system does not let us read it.
    """
    with opened(path) as content:
        text = content.stream.read(rows * columns * _LONGEST)
        content.expect_end()
    lines = [line.split(b",") for line in text.splitlines()]
    if len(lines) != rows or any(len(line) != columns for line in lines):
        raise damaged(path, _("it does not hold {rows} lines of {columns} numbers", rows=rows, columns=columns))
    try:
        table = np.array(lines).astype(np.float64)
    except ValueError as error:
        raise damaged(path, _("not all of its values are numbers ({reason})", reason=error)) from error
    if not np.isfinite(table).all():
        raise damaged(path, _("not all of its values are numbers ({reason})", reason="nan"))
    return table
