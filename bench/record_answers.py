"""What each network of the record says of every test digit, kept in a file.

Networks vote by the mean of their probabilities. With these in files they can do so although they were trained one by
one, on one machine or another, and anyone can look where they err. A probability is kept to the nearest 1/65535: most
are 0 or 1 then, and a file is small.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.whole_file import write_whole

__all__ = ["Said", "keep", "misread", "read", "right"]

ONE = 65535


@dataclass(frozen=True)
class Said:
    """Probabilities (n, 10) for the digits as they are, and those in the mean of their shifts by a pixel."""

    plain: NDArray[np.float64]
    with_shifts: NDArray[np.float64]


def keep(file: Path, plain: NDArray[np.floating], with_shifts: NDArray[np.floating]) -> None:
    """Write both to ``file``, whose folder is made."""
    content = io.BytesIO()
    np.savez_compressed(content, plain=_whole(plain), with_shifts=_whole(with_shifts))
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, content.getvalue())


def read(file: Path) -> Said:
    """What was kept in ``file``."""
    with np.load(file, allow_pickle=False) as content:
        return Said(content["plain"] / ONE, content["with_shifts"] / ONE)


def right(labels: NDArray[Any], *said: NDArray[np.floating]) -> int:
    """How many digits the mean of what was ``said``, each (n, 10), is right about."""
    return int(np.sum(np.mean(said, axis=0).argmax(axis=1) == labels))


def misread(labels: NDArray[Any], said: Sequence[NDArray[np.floating]]) -> list[dict[str, int]]:
    """The digits that the mean of what was ``said`` is wrong about: what it says, the label, and how many are wrong."""
    together = np.mean(said, axis=0).argmax(axis=1)
    wrong = np.sum([one.argmax(axis=1) != labels for one in said], axis=0)
    return [
        {"digit": i, "said": int(together[i]), "label": int(labels[i]), "wrong": int(wrong[i])}
        for i in np.flatnonzero(together != labels).tolist()
    ]


def _whole(probabilities: NDArray[np.floating]) -> NDArray[np.uint16]:
    return np.round(probabilities * ONE).astype(np.uint16)
