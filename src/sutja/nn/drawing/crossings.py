"""Crossings: in which order the boxes of a row stand, so that few arrows cross.

Finding the best order is hard even for two rows, but a simple rule comes close: put each box at the median of the
places of its neighbours in the row before, row by row down the picture, then with the row after, back up; again and
again, and keep the best order met. Sugiyama, Tagawa and Toda 1981; the median: Eades and Wormald 1994.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

__all__ = ["crossings", "with_few_crossings"]

SWEEPS = 12

Rows = list[list[int]]
Links = Sequence[tuple[int, int]]


def with_few_crossings(rows: Rows, links: Links) -> Rows:
    """``rows`` of cells, each in a better order; ``links`` join cells of neighbouring rows, (upper, lower)."""
    above: dict[int, list[int]] = {cell: [] for row in rows for cell in row}
    below: dict[int, list[int]] = {cell: [] for row in rows for cell in row}
    for upper, lower in links:
        above[lower].append(upper)
        below[upper].append(lower)
    best, fewest = rows, crossings(rows, links)
    order = rows
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        downwards = sweep % 2 == 0
        order = _swept(order, above) if downwards else _swept(order[::-1], below)[::-1]
        order = _swapped(order, above, below)
        count = crossings(order, links)
        if count < fewest:
            best, fewest = order, count
    return best


def crossings(rows: Rows, links: Links) -> int:
    """How many pairs of links cross."""
    place = {cell: i for row in rows for i, cell in enumerate(row)}
    row_of = {cell: number for number, row in enumerate(rows) for cell in row}
    between: dict[int, list[tuple[int, int]]] = {}
    for upper, lower in links:
        between.setdefault(row_of[upper], []).append((place[upper], place[lower]))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0 for pairs in between.values() for i, a in enumerate(pairs) for b in pairs[:i]
    )


def _swept(rows: Rows, neighbours: dict[int, list[int]]) -> Rows:
    """Each row but the first in the order of the medians in the row before it; who has no neighbours stays."""
    swept = [rows[0]]
    for row in rows[1:]:
        place = {cell: i for i, cell in enumerate(swept[-1])}
        medians = {cell: median(place[other] for other in neighbours[cell]) for cell in row if neighbours[cell]}
        moved = iter(sorted(medians, key=medians.__getitem__))
        swept.append([next(moved) if cell in medians else cell for cell in row])
    return swept


def _swapped(rows: Rows, above: dict[int, list[int]], below: dict[int, list[int]]) -> Rows:
    """With two neighbours in a row exchanged wherever that takes crossings away."""
    rows = [list(row) for row in rows]
    place = {cell: i for row in rows for i, cell in enumerate(row)}

    def crossed(left: int, right: int) -> int:
        return sum(
            place[a] > place[b] for neighbours in (above, below) for a in neighbours[left] for b in neighbours[right]
        )

    for row in rows:
        for i in range(len(row) - 1):
            left, right = row[i], row[i + 1]
            if crossed(right, left) < crossed(left, right):
                row[i], row[i + 1] = right, left
                place[left], place[right] = i + 1, i
    return rows
