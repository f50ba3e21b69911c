"""Cuts: where a piece of ink may be parted into digits that touch.

A cut is a way from the top of the piece to its bottom that goes down one row a step and at most one column aside, and
crosses as little ink as possible. With the ink v in [0, 1], the cost of a way is the sum of v + 0.01 over its pixels
and 0.15 for each step aside; the cheapest way to each pixel of a row follows from the cheapest ways to the row above
(dynamic programming, as in "seam carving": S. Avidan and A. Shamir, 2007).

Of the ways to the bottom row, the cheapest is taken, then the cheapest that is at least 0.15 H away in the mean from
those taken, and so on: 2 w / H + 1 ways in a piece w wide, as long as a way crosses ink that is no more than 3 pens
wide. No way comes nearer than 0.15 H to the sides of the piece.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cut", "find_cuts"]

_PAPER = 0.01
_ASIDE = 0.15
_MOST_CROSSED = 3.0  # pens
_APART = 0.15  # of the height of the digits

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
    margin = max(2, int(_APART * height))
    if ink.shape[1] <= 2 * margin:
        return []
    cost, steps = _cheapest_ways(ink[:, margin:-margin])
    found: list[Cut] = []
    means: list[float] = []
    for end in np.argsort(cost, kind="stable").tolist():
        if (
            len(found) >= int(2 * ink.shape[1] / height) + 1
            or cost[end] > _MOST_CROSSED * pen * 1.5 + ink.shape[0] * _PAPER
        ):
            break
        columns = _walk_back(steps, end) + margin
        mean = float(columns.mean())
        if any(abs(mean - other) < margin for other in means):
            continue
        crossed = float(ink[np.arange(ink.shape[0]), columns].sum()) / pen
        if crossed <= _MOST_CROSSED:
            found.append(Cut(columns, crossed))
            means.append(mean)
    return [found[i] for i in np.argsort(means).tolist()]


def _cheapest_ways(ink: Grey) -> tuple[NDArray[np.floating], NDArray[np.int8]]:
    """The cost of the cheapest way to each pixel of the last row, (w,), and the steps aside that lead there, (h, w)."""
    steps = np.zeros(ink.shape, np.int8)
    price = ink + np.float32(_PAPER)
    cost = price[0].copy()
    ways = np.empty((3, cost.size), np.float32)
    for y in range(1, ink.shape[0]):
        ways[0] = cost
        ways[1, 1:] = cost[:-1] + _ASIDE
        ways[1, 0] = np.inf
        ways[2, :-1] = cost[1:] + _ASIDE
        ways[2, -1] = np.inf
        best = ways.argmin(axis=0)
        steps[y] = _STEP[best]
        cost = ways.min(axis=0) + price[y]
    return cost, steps


_STEP = np.array([0, -1, 1], np.int8)


def _walk_back(steps: NDArray[np.int8], end: int) -> NDArray[np.int64]:
    columns = np.empty(len(steps), np.int64)
    columns[-1] = end
    for y in range(len(steps) - 1, 0, -1):
        columns[y - 1] = columns[y] + steps[y, columns[y]]
    return columns
