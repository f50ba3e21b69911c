"""The checksum that says whether arrays are the original, whatever file format they came in.

SHA-256 over the values as unsigned bytes, in C order. For MNIST this is the checksum of an unzipped IDX file
without its header, so that anyone can repeat it: ``zcat train-labels-idx1-ubyte.gz | tail -c +9 | sha256sum``
(``+9`` for labels, ``+17`` for pictures). The values must lie in 0..255.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.spec import Arrays, Checksums

__all__ = ["checksum", "parts_that_differ"]


def checksum(values: NDArray[Any]) -> str:
    """The SHA-256 of ``values`` (integers in 0..255, any shape) as 64 hexadecimal digits."""
    return hashlib.sha256(np.ascontiguousarray(values, dtype=np.uint8).data).hexdigest()


def parts_that_differ(arrays: Arrays, expected: Checksums) -> tuple[str, ...]:
    """The names of those arrays that are not the original ones."""
    return tuple(part for part, original in expected._asdict().items() if checksum(getattr(arrays, part)) != original)
