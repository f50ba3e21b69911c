"""Lists of different lengths, in one array behind each other.

Twelve million word numbers are 48 MB so, and 400 MB as Python's lists of numbers; everything that is done to all of
them is one operation of NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.described import Refused

__all__ = ["Ragged"]


@dataclass(frozen=True, eq=False)
class Ragged:
    """Lists of whole numbers.

    Attributes:
        values: All numbers, list after list; int64 of shape ``(sum of lengths,)``.
        lengths: The length of each list; int64 of shape ``(n,)``.
    """

    values: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> Ragged:
        """The lists of numbers ``lists``, from any iterable."""
        kept = list(lists)
        lengths = np.fromiter(map(len, kept), np.int64, len(kept))
        return cls(np.fromiter(chain.from_iterable(kept), np.int64, int(lengths.sum())), lengths)

    @classmethod
    def of_lists(cls, items: Sequence[Any], largest: int) -> Ragged:
        """Items that nobody vouches for, of which there may be ``largest`` numbers in all.

        Raises:
            Refused: They are not lists of numbers from 0 below 2**31; or more numbers than their file has bytes,
                which is what a file does that names one list a million times.
        """
        if any(type(item) is not list for item in items):
            raise Refused("items that are no lists")
        if sum(map(len, items)) > largest:
            raise Refused("more numbers than the file has bytes")
        for item in items:
            if any(type(number) is not int for number in item) or (item and not 0 <= min(item) <= max(item) < 2**31):
                raise Refused("lists of something else than numbers")
        return cls.of(items)

    def __len__(self) -> int:
        return len(self.lengths)

    def take(self, order: NDArray[np.intp]) -> Ragged:
        """The lists at the positions ``order``, in that order."""
        starts = np.cumsum(self.lengths) - self.lengths
        lengths = self.lengths[order]
        first_of_each = np.repeat(starts[order] - (np.cumsum(lengths) - lengths), lengths)
        return Ragged(self.values[first_of_each + np.arange(len(first_of_each))], lengths)

    def keep(self, chosen: NDArray[np.bool_]) -> Ragged:
        """The lists without the numbers that are not ``chosen``, of the shape of ``values``."""
        counts = np.concatenate([[0], np.cumsum(chosen)])
        ends = np.cumsum(self.lengths)
        return Ragged(self.values[chosen], counts[ends] - counts[ends - self.lengths])

    def prepend(self, number: int) -> Ragged:
        """Each list with ``number`` in front."""
        starts = np.cumsum(self.lengths) - self.lengths
        return Ragged(np.insert(self.values, starts, number), self.lengths + 1)

    def to_lists(self) -> NDArray[np.object_]:
        """Python lists in an object array of shape ``(n,)``, as Keras gives them."""
        largest = int(self.values.max()) + 1 if len(self.values) else 0
        # Equal numbers share one object: 8 bytes each instead of 36. Beyond 2**20 words that is no gain.
        shared = np.array(range(largest), object) if largest <= 2**20 else None
        numbers = (self.values if shared is None else shared[self.values]).tolist()
        result = np.empty(len(self), object)
        end = 0
        for i, length in enumerate(self.lengths.tolist()):
            result[i] = numbers[end : end + length]
            end += length
        return result
