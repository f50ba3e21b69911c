"""The checksum that says whether arrays are the original, whatever file format they came in.

SHA-256 over the values in C order: whole numbers, which must lie in 0..255, as unsigned bytes; others as float64
with its lowest byte first. For MNIST this is the checksum of an unzipped IDX file without its header, so that
anyone can repeat it: ``zcat train-labels-idx1-ubyte.gz | tail -c +9 | sha256sum`` (``+9`` for labels, ``+17`` for
pictures).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.content import unreadable
from sutja.data.spec import Checksums, Raw, TableChecksums

__all__ = ["are_originals", "checksum", "parts_that_differ"]


def checksum(values: NDArray[Any]) -> str:
    """The SHA-256 of ``values`` (integers in 0..255, or floats; any shape) as 64 hexadecimal digits."""
    plain = np.ascontiguousarray(values, dtype="<f8" if values.dtype.kind == "f" else np.uint8)
    return hashlib.sha256(plain.data).hexdigest()


def parts_that_differ(raw: Raw, expected: Checksums | TableChecksums) -> tuple[str, ...]:
    """The names of those arrays that are not the original ones."""
    return tuple(part for part, original in expected._asdict().items() if checksum(getattr(raw, part)) != original)


def are_originals(files: Sequence[Path], expected: Sequence[str]) -> bool:
    """Whether ``files`` are those of the checksums ``expected``, each as ``algorithm:hexadecimal``."""
    return len(files) == len(expected) and all(map(_is_original, files, expected))


def _is_original(file: Path, expected: str) -> bool:
    algorithm, _colon, digest = expected.partition(":")
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, algorithm).hexdigest() == digest
    except OSError as error:
        raise unreadable(file, error) from error
