"""Positions: where along its row each cell stands.

A cell wants to stand where its neighbours in the rows before and after stand, so that arrows run straight. In one row
the wishes are weighed against the room that each cell needs:

    minimise   sum of w_i (x_i - wish_i)^2     with   x_(i+1) - x_i >= room_i .

With the rooms taken off, x_i' = x_i - (room_0 + ... + room_(i-1)), this asks for the rising numbers nearest to given
ones, and is solved by pooling: go from left to right, and whenever a number would be smaller than the one before, put
both at their mean. Rows are placed one by one, down and up, until nothing gets better.

An arrow that passes rows on its way does so through cells of its own; they should form one straight line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median

__all__ = ["nearest_with_room", "positions"]

SWEEPS = 18
NOWHERE = -(10**9)
YIELDING = 0.001  # how much a passing line insists on its place, against a box
Rows = list[list[int]]
Room = Sequence[tuple[int, int]]
Neighbours = dict[int, list[tuple[int, float]]]


def positions(
    rows: Rows,
    links: Sequence[tuple[int, int, float]],
    room: Room,
    chains: Sequence[list[int]],
) -> list[int]:
    """The position of each cell.

    ``links``: (upper, lower, how strongly they want to be in line). ``room``: how much a cell needs before and after
    its own position. ``chains``: the cells of each arrow, of which those between its ends should be in one line.
    """
    x = [0] * len(room)
    passing = {cell for chain in chains for cell in chain[1:-1]}
    for row in rows:
        for left, right in pairwise(row):
            x[right] = x[left] + _apart(left, right, room)
    up: Neighbours = {cell: [] for row in rows for cell in row}
    down: Neighbours = {cell: [] for row in rows for cell in row}
    for upper, lower, strength in links:
        up[lower].append((upper, strength))
        down[upper].append((lower, strength))
    both = {cell: up[cell] + down[cell] for cell in up}
    best, least = list(x), float("inf")
    for sweep in range(SWEEPS):
        order, neighbours = [(rows, up), (rows[::-1], down), (rows, both)][sweep % 3]
        for row in order:
            _place(row, x, neighbours, room, passing)
        _straighten(rows, x, room, chains)
        cost = sum(strength * abs(x[upper] - x[lower]) for upper, lower, strength in links)
        if cost < least:
            best, least = list(x), cost
    return best


def nearest_with_room(wishes: Sequence[float], weights: Sequence[float], rooms: Sequence[int]) -> list[int]:
    """The whole numbers nearest to ``wishes``, each at least ``rooms[i]`` after the one before.

    >>> nearest_with_room([0, 0, 9], [1, 1, 1], [4, 4])
    [-2, 2, 9]
    """
    before = list(accumulate(rooms, initial=0))[: len(wishes)]
    pools: list[tuple[float, float, int]] = []  # mean, weight, members
    for wish, weight, taken in zip(wishes, weights, before, strict=True):
        mean, members = wish - taken, 1
        while pools and pools[-1][0] > mean:
            other, more, count = pools.pop()
            mean, weight, members = (mean * weight + other * more) / (weight + more), weight + more, members + count
        pools.append((mean, weight, members))
    means = [round(mean) for mean, _weight, members in pools for _ in range(members)]
    return [mean + taken for mean, taken in zip(means, before, strict=True)]


def _place(row: list[int], x: list[int], neighbours: Neighbours, room: Room, passing: set[int]) -> None:
    """One row, by the wishes of its cells; passing lines make way for boxes, and so does a box without neighbours."""
    wishes = [_median([(x[other], strength) for other, strength in neighbours[cell]], x[cell]) for cell in row]
    weights = [YIELDING if cell in passing or not neighbours[cell] else 1.0 for cell in row]
    needs = [_apart(left, right, room) for left, right in pairwise(row)]
    for cell, place in zip(row, nearest_with_room(wishes, weights, needs), strict=True):
        x[cell] = place


def _median(values: list[tuple[int, float]], otherwise: int) -> float:
    """The weighted median; between two values that have half of the weight each, their mean."""
    if not values:
        return otherwise
    values = sorted(values)
    half, so_far = sum(weight for _value, weight in values) / 2, 0.0
    for i, (value, weight) in enumerate(values):
        so_far += weight
        if so_far > half:
            return value
        if so_far == half:
            return (value + values[i + 1][0]) / 2
    return values[-1][0]


def _straighten(rows: Rows, x: list[int], room: Room, chains: Sequence[list[int]]) -> None:
    """What a chain passes on its way in one line: that of its start or its end, if there is room.

    Where there is no line with room in every row, the cells after it move away.
    """
    place = {cell: (row, i) for row in rows for i, cell in enumerate(row)}
    for chain in sorted((chain for chain in chains if len(chain) > 2), key=lambda chain: x[chain[1]]):
        start, *passed, end = chain
        before = [(row[i - 1], cell) for cell in passed for row, i in [place[cell]] if i > 0]
        after = [(cell, row[i + 1]) for cell in passed for row, i in [place[cell]] if i + 1 < len(row)]
        lowest = max((x[left] + _apart(left, cell, room) for left, cell in before), default=NOWHERE)
        highest = min((x[right] - _apart(cell, right, room) for cell, right in after), default=-NOWHERE)
        wishes = [
            *(x[cell] for cell in (start, end) if lowest <= x[cell] <= highest),
            int(median(map(x.__getitem__, passed))),
        ]
        line = max(lowest, wishes[0])
        for cell in passed:
            x[cell] = line
            row, i = place[cell]
            for left, right in pairwise(row[i:]):
                x[right] = max(x[right], x[left] + _apart(left, right, room))


def _apart(left: int, right: int, room: Room) -> int:
    return room[left][1] + room[right][0]
