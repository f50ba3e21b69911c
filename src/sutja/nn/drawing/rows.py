"""Rows: how far along each box stands.

A box stands in the row after the last of those that lead to it, so that every arrow points the same way: its row is
the number of arrows on the longest way to it. A box to which nothing leads, such as an input, stands just before the
first that needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter

__all__ = ["rows_of"]


def rows_of(boxes: int, arrows: Sequence[tuple[int, int]]) -> list[int]:
    """For each of the ``boxes``, its row from 0 on, by ``arrows`` (source, target).

    >>> rows_of(4, [(0, 1), (1, 2), (3, 2)])
    [0, 1, 2, 1]
    """
    sources: dict[int, list[int]] = {box: [] for box in range(boxes)}
    for source, target in arrows:
        sources[target].append(source)
    rows = [0] * boxes
    for box in TopologicalSorter(sources).static_order():
        rows[box] = max((rows[source] + 1 for source in sources[box]), default=0)
    for box in range(boxes):
        if not sources[box]:
            rows[box] = min((rows[target] - 1 for source, target in arrows if source == box), default=0)
    return rows
