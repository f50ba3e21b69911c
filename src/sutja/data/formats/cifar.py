"""CIFAR-10 and CIFAR-100: pictures of 32 x 32 pixels in colour, in either of the two forms of their authors.

*Binary*: one record after the other, with nothing before, between or behind them:

    bytes   meaning
    1       the class (in CIFAR-100 two bytes: the coarse class, then the fine one)
    1024    red, row by row
    1024    green
    1024    blue

*Python*: a pickled dictionary with ``data``, an array of unsigned bytes of shape (n, 3072) with the same 3072 bytes
a row, and one or two lists of classes. It is read without unpickling (:mod:`sutja.data.formats.pickled`).

Source: Krizhevsky, "The CIFAR-10 dataset", https://www.cs.toronto.edu/~kriz/cifar.html
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.content import damaged
from sutja.data.formats.described import Described, Refused
from sutja.data.formats.pickled import read_pickle
from sutja.language import translate as _

__all__ = ["SIDE", "from_binary", "from_python"]

SIDE = 32
_PIXELS = 3 * SIDE * SIDE


def from_binary(content: bytes, labels: int, path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The pictures and classes in a binary file.

    Args:
        content: The file.
        labels: How many bytes of classes a record begins with.
        path: What the file is called in an error.

    Returns:
        Pictures, uint8 of shape (n, 32, 32, 3), and classes, int64 of shape (n, labels).

    Raises:
        DamagedFile: It does not consist of whole records.
    """
    record = labels + _PIXELS
    if not content or len(content) % record:
        raise damaged(
            path,
            _("its {size} bytes are no whole number of records of {record}", size=f"{len(content):,}", record=record),
        )
    records = np.frombuffer(content, np.uint8).reshape(-1, record)
    return _pictures(records[:, labels:]), records[:, :labels].astype(np.int64)


def from_python(content: bytes, labels: Sequence[str], path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The pictures and classes in a Python file.

    Args:
        content: The file.
        labels: The keys under which its classes stand: ``["labels"]``, or ``["coarse_labels", "fine_labels"]``.
        path: What the file is called in an error.

    Returns:
        As :func:`from_binary`.

    Raises:
        DamagedFile: It holds anything else than pictures and classes. Nothing in it is run.
    """
    try:
        found = read_pickle(content)
        if not isinstance(found, dict):
            raise Refused("no dictionary")
        parts = {key.decode("latin-1") if isinstance(key, bytes) else key: value for key, value in found.items()}
        data, lists = parts.get("data"), [parts.get(label) for label in labels]
        if not isinstance(data, Described) or any(not isinstance(classes, list) for classes in lists):
            raise Refused(f"no data or no {' or '.join(labels)}")
        pixels = data.values()
        columns = [_classes(classes) for classes in lists]
    except Refused as error:
        raise damaged(path, _("its pickle is not that of a picture file: {reason}", reason=error)) from error
    if pixels.dtype != np.uint8 or pixels.ndim != 2 or pixels.shape[1] != _PIXELS or not len(pixels):
        raise damaged(
            path, _("its data is {dtype} of shape {shape}, not pixels", dtype=pixels.dtype, shape=pixels.shape)
        )
    for classes in columns:
        if len(classes) != len(pixels):
            raise damaged(
                path, _("it has {pictures} pictures but {labels} labels", pictures=len(pixels), labels=len(classes))
            )
    return _pictures(pixels), np.stack(columns, axis=1)


def _classes(items: Any) -> NDArray[np.int64]:
    if any(type(item) is not int or not 0 <= item < 256 for item in items):
        raise Refused("classes that are no numbers in 0..255")
    return np.array(items, np.int64).reshape(-1)


def _pictures(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(rows.reshape(-1, 3, SIDE, SIDE).transpose(0, 2, 3, 1))
