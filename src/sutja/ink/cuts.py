"""Cuts: where a piece of ink may be parted into digits that touch.

A cut is a way from the top of the piece to its bottom that goes down one row a step and at most one column aside, and
crosses as little ink as possible. With the ink v in [0, 1], the cost of a way is the sum of v + 0.01 over its pixels
and 0.15 for each step aside; the cheapest way from the top to each pixel follows from the cheapest ways to the row
above (dynamic programming, as in "seam carving": S. Avidan and A. Shamir, 2007), and from the bottom likewise. Both
together are the cheapest way through that pixel.

Of the ways through the pixels of five rows (the first, the last, and those at each quarter), the cheapest is taken,
then the cheapest that parts something from those taken, and so on, until there are 3 w / H + 1 ways in a piece w wide.
The first 1.5 w / H + 1/2 may cross ink 3 pens wide, the others 1.5. A way parts something if on both of its sides, up
to the next way or the end of the piece, there is as much ink as in a stroke 0.5 H long.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cut", "find_cuts"]

_PAPER = np.float32(0.01)
_ASIDE = np.float32(0.15)
_MUCH_CROSSED, _MOST_CROSSED = 1.5, 3.0  # pens
_STROKE = 0.5  # of the height of the digits
_QUARTERS = 4
_FEW, _MANY = 1.5, 3  # to a piece as wide as high

Grey = NDArray[np.float32]


class Cut(NamedTuple):
    """The column of a way at each row, (h,), pixels left of it belonging to the left; the ink crossed, in pens."""

    columns: NDArray[np.int64]
    crossed: float


def find_cuts(ink: Grey, height: float, pen: float) -> list[Cut]:
    """Where the ``ink`` (h, w) of one piece may be parted, from left to right.

    Args:
        ink: 1 = full ink, 0 = paper or another piece.
        height: H, how high the digits are, in pixels.
        pen: How wide the pen is, in pixels.
    """
    ways, cost = _cheapest_ways(np.asarray(ink, np.float32))
    rows = np.arange(ink.shape[0])[:, None]
    before = (np.cumsum(ink, axis=1) - ink)[rows, ways].sum(axis=0).tolist()  # the ink on the left of each way
    crossed = (ink[rows, ways].sum(axis=0) / pen).tolist()
    stroke, wide = _STROKE * height * pen, ink.shape[1] / height
    taken: list[int] = []
    parted = [0.0, float(ink.sum())]
    for i in np.argsort(cost, kind="stable").tolist():
        if len(taken) >= _MANY * wide + 1:
            break
        limit = _MOST_CROSSED if len(taken) < _FEW * wide + 0.5 else _MUCH_CROSSED
        if crossed[i] <= limit and all(abs(before[i] - other) >= stroke for other in parted):
            taken.append(i)
            parted.append(before[i])
    return [Cut(ways[:, i], crossed[i]) for i in sorted(taken, key=lambda i: before[i])]


def _cheapest_ways(ink: Grey) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The cheapest ways through the pixels of five rows: their columns (h, n) and costs (n,)."""
    price = ink + _PAPER
    down, up = _costs(price), _costs(price[::-1])[::-1]
    height, width = ink.shape
    through = sorted({(height - 1) * i // _QUARTERS for i in range(_QUARTERS + 1)})
    cost = np.concatenate([down[y] + up[y] - price[y] for y in through])
    ways = np.empty((height, cost.size), np.int64)
    came, goes = _steps(down), _steps(up[::-1])[::-1]
    for i, y in enumerate(through):
        ways[y, i * width : (i + 1) * width] = np.arange(width)
    for y in range(1, height):  # downwards those that start above y, upwards those that start below it
        begun = slice(0, width * sum(start < y for start in through))
        ways[y, begun] = goes[y - 1][ways[y - 1, begun]]
    for y in range(height - 2, -1, -1):
        begun = slice(width * sum(start <= y for start in through), None)
        ways[y, begun] = came[y + 1][ways[y + 1, begun]]
    return ways, cost


def _costs(price: Grey) -> Grey:
    """The cost of the cheapest way from the first row to each pixel, (h, w)."""
    height, width = price.shape
    cost = np.full((height, width + 2), np.inf, np.float32)
    cost[0, 1:-1] = price[0]
    for y in range(1, height):
        above = cost[y - 1]
        best = np.minimum(above[:-2], above[2:])
        best += _ASIDE
        np.minimum(best, above[1:-1], out=best)
        np.add(best, price[y], out=cost[y, 1:-1])
    return cost[:, 1:-1]


def _steps(cost: Grey) -> NDArray[np.int64]:
    """From which column of the row before the cheapest way to each pixel comes, (h, w); the first row is not used."""
    height, width = cost.shape
    beside = np.full((3, height, width), np.inf, np.float32)
    beside[0, 1:] = cost[:-1]
    beside[1, 1:, 1:] = cost[:-1, :-1] + _ASIDE
    beside[2, 1:, :-1] = cost[:-1, 1:] + _ASIDE
    return np.arange(width) + _STEP[beside.argmin(axis=0)]


_STEP = np.array([0, -1, 1])
