"""Telling examples apart by their content: two pictures are the same when all of their values are.

A picture that stands in two parts makes a result look better than it is, so parts are compared by a digest of 16
bytes a picture (BLAKE2b), which no two different pictures share by chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["content_groups", "digests", "shared"]


def digests(examples: Sequence[Any] | NDArray[Any]) -> list[bytes]:
    """The digest of each of ``examples``: pictures, rows, or lists of numbers."""
    return [hashlib.blake2b(_plain(example), digest_size=16).digest() for example in examples]


def content_groups(examples: Sequence[Any] | NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which of ``examples``, n in all, have the same content.

    Returns:
        ``(first, group)``: the position of the first example of each of g contents, shape ``(g,)``, rising; and for
        each example the number of its content, shape ``(n,)``, so that ``first[group]`` is like it.
    """
    numbers: dict[bytes, int] = {}
    group = np.fromiter((numbers.setdefault(digest, len(numbers)) for digest in digests(examples)), np.intp)
    first = np.full(len(numbers), len(group), np.intp)
    np.minimum.at(first, group, np.arange(len(group)))
    return first, group


def shared(one: Sequence[Any] | NDArray[Any], other: Sequence[Any] | NDArray[Any]) -> list[tuple[int, int]]:
    """The pairs of positions at which ``one`` and ``other`` have the same content; of several in ``one``, the first."""
    places: dict[bytes, int] = {}
    for i, digest in enumerate(digests(one)):
        places.setdefault(digest, i)
    return [(places[digest], j) for j, digest in enumerate(digests(other)) if digest in places]


def _plain(example: Any) -> bytes:
    array = np.asarray(example)
    return f"{array.shape}{array.dtype}".encode() + array.tobytes()
