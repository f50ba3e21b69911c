"""Search: which of the candidates of a page are its digits.

Each candidate (see :mod:`sutja.ink.candidates`) has a cost, in nats: how unlikely it is that it is one digit,

    -log p  +  0.05 ((log(width / height) - m) / s)²  +  log²(height / H)
            +  0.05 crossed  +  3.6 gap  +  0.45 breaks  +  0.07,

with p the probability that it is a digit and the most likely one, m and s the mean and standard deviation of
log(width / height) of that digit in MNIST (a 1 may be as narrow as the pen), H the height of its line; ``crossed``,
``gap`` and ``breaks`` count the cuts and the gaps that must be believed, and 0.07 is the price of one more digit. The
weights were chosen on pages written with training digits of MNIST.

A reading is a way over the atoms of all lines, each step a candidate, or an atom left out for 4 nats times its height
in H (from 3 to 5.4, those pages are read equally well). The cheapest is found by dynamic programming over (atoms,
digits so far); with a length given, the cheapest with as many digits, or with the number nearest to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sutja.ink import Candidate, Line

__all__ = ["Choice", "best_choice", "costs"]

_SHAPE, _SIZE, _CROSSED, _GAP, _BREAK, _DIGIT, _LEFT_OUT = 0.05, 1.0, 0.05, 3.6, 0.45, 0.07, 4.0
# Mean and standard deviation of log(width / height) of the digits 0 to 9 in MNIST's training set.
_ASPECT = np.array([-0.09, -0.85, -0.06, -0.20, -0.21, -0.06, -0.29, -0.23, -0.25, -0.35])
_SPREAD = np.array([0.17, 0.43, 0.19, 0.19, 0.20, 0.23, 0.20, 0.20, 0.21, 0.20])

Choice = list[list[int]]  # for each line, the indices of the candidates chosen, from left to right


def costs(
    candidates: Sequence[Candidate], probabilities: NDArray[np.floating], none: NDArray[np.floating]
) -> NDArray[np.float64]:
    """The cost of each candidate (n,), given its ``probabilities`` (n, 10) as a digit, and that of being none (n,)."""
    digit = probabilities.argmax(axis=1)
    unlikely = -np.log(np.maximum(probabilities.max(axis=1) * (1 - none), 1e-12)).astype(np.float64)
    told = [(c.height, c.width, c.crossed, c.gap, c.breaks) for c in candidates]
    height, width, crossed, gap, breaks = np.array(told).T
    shape = (np.log(width / height) - _ASPECT[digit]) / _SPREAD[digit]
    shape = np.where(digit == 1, np.maximum(shape, 0), shape)
    looks = unlikely + _SHAPE * shape**2 + _SIZE * np.log(height) ** 2
    return np.asarray(looks + _CROSSED * crossed + _GAP * gap + _BREAK * breaks + _DIGIT)


def best_choice(lines: Sequence[Line], price: NDArray[np.float64], length: int | None = None) -> Choice:
    """The candidates that make the cheapest reading.

    Args:
        lines: The lines of the page.
        price: The cost of each candidate, those of all lines one after the other.
        length: How many digits there are, if that is known.
    """
    if length is None:
        return _choose(lines, price)
    return _choose_counted(lines, price, length)


def _steps(line: Line, price: NDArray[np.float64], offset: int) -> list[list[tuple[int, float, int]]]:
    """For each atom reached, (from which atom, at what cost, over which candidate or -1)."""
    into: list[list[tuple[int, float, int]]] = [[] for _ in range(line.atoms + 1)]
    for i, candidate in enumerate(line.candidates):
        into[candidate.last].append((candidate.first, float(price[offset + i]), i))
    alone = {c.first: c for c in line.candidates if c.last == c.first + 1}
    for atom in range(line.atoms):
        height = alone[atom].height if atom in alone else 0.0
        into[atom + 1].append((atom, _LEFT_OUT * height, -1))
    return into


def _choose(lines: Sequence[Line], price: NDArray[np.float64]) -> Choice:
    chosen: Choice = []
    offset = 0
    for line in lines:
        into = _steps(line, price, offset)
        best: list[tuple[float, int, int]] = [(0.0, -1, -1)]
        for steps in into[1:]:
            best.append(min((best[first][0] + cost, first, i) for first, cost, i in steps))
        at, way = line.atoms, []
        while at > 0:
            _, first, i = best[at]
            if i >= 0:
                way.append(i)
            at = first
        chosen.append(way[::-1])
        offset += len(line.candidates)
    return chosen


def _choose_counted(lines: Sequence[Line], price: NDArray[np.float64], length: int) -> Choice:
    """As ``_choose``, with the number of digits as a second dimension and all lines in one row."""
    into: list[list[tuple[int, float, tuple[int, int]]]] = [[]]
    offset = start = 0
    for number, line in enumerate(lines):
        for reached in _steps(line, price, offset)[1:]:
            into.append([(start + first, cost, (number, i)) for first, cost, i in reached])
        offset += len(line.candidates)
        start += line.atoms
    length = min(length, start)  # an atom is at most one digit
    most = length + 1
    best = np.full((len(into), most + 1), np.inf)
    came: list[list[tuple[int, int, tuple[int, int]] | None]] = [[None] * (most + 1) for _ in into]
    best[0, 0] = 0
    for at, steps in enumerate(into):
        for first, cost, step in steps:
            more = int(step[1] >= 0)
            for count in range(more, most + 1):
                total = best[first, count - more] + cost
                if total < best[at, count]:
                    best[at, count], came[at][count] = total, (first, count - more, step)
    reachable = np.flatnonzero(np.isfinite(best[-1]))
    count = int(reachable[np.argmin(np.abs(reachable - length))])
    chosen: Choice = [[] for _ in lines]
    at = len(into) - 1
    while at > 0:
        step_back = came[at][count]
        assert step_back is not None
        at, count, (number, i) = step_back
        if i >= 0:
            chosen[number].insert(0, i)
    return chosen
