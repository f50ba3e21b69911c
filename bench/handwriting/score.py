"""Scores: how much of what is written was read.

*Exact*: the whole text, line for line. *Digits*: 1 - (Levenshtein distance) / (number of digits), over all pages of a
kind: the share of digits that need no correction, below 0 where more was invented than was there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Score", "distance", "score"]


class Score(NamedTuple):
    """Over ``pictures`` pictures, both in [0, 1] but ``digits``, which may be negative; seconds a picture."""

    exact: float
    digits: float
    pictures: int
    seconds: float


def distance(one: str, other: str) -> int:
    """The least number of insertions, deletions and changes that make ``one`` into ``other`` (Levenshtein, 1965)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def score(pairs: Iterable[tuple[str, str]], seconds: float) -> Score:
    """The score of ``pairs`` (read, true) that took ``seconds`` in all."""
    known = list(pairs)
    digits = sum(len(true) for _, true in known)
    errors = sum(distance(read, true) for read, true in known)
    exact = sum(read == true for read, true in known)
    return Score(exact / len(known), 1 - errors / digits, len(known), seconds / len(known))
