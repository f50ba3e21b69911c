"""The search: the cheapest way over the candidates, and the cheapest with a given number of digits."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sutja.ink import Candidate, Line
from sutja.recognizer.search import best_choice, costs


def candidate(first, last, **settings):
    given = {"height": 1.0, "width": 0.8, "crossed": 0.0, "gap": 0.0, "breaks": 0, **settings}
    return Candidate(first, last, np.zeros((28, 28), np.uint8), (0, 0, 1, 1), **given)


def every_way(line):
    """All ways over the candidates of ``line`` that leave nothing out."""
    by_first = {}
    for i, c in enumerate(line.candidates):
        by_first.setdefault(c.first, []).append(i)

    def go(at):
        if at == line.atoms:
            yield []
        for i in by_first.get(at, []):
            yield from ([i, *rest] for rest in go(line.candidates[i].last))

    return list(go(0))


@pytest.fixture(params=range(20))
def puzzle(request):
    rng = np.random.default_rng(request.param)
    atoms = int(rng.integers(1, 7))
    spans = [
        (a, b)
        for a, b in itertools.combinations(range(atoms + 1), 2)
        if b == a + 1 or (b - a < 4 and rng.random() < 0.6)
    ]
    return Line(atoms, [candidate(a, b) for a, b in spans]), rng.uniform(0, 1.5, len(spans))


def test_the_choice_is_the_cheapest_of_all_ways(puzzle):
    line, price = puzzle
    ways = every_way(line)
    cheapest = min(ways, key=lambda way: price[way].sum())
    assert best_choice([line], price) == [cheapest]


def test_with_a_length_it_is_the_cheapest_of_that_length(puzzle):
    line, price = puzzle
    by_length = {}
    for way in every_way(line):
        by_length.setdefault(len(way), []).append(way)
    for length, ways in by_length.items():
        (chosen,) = best_choice([line], price, length)
        assert len(chosen) == length
        assert price[chosen].sum() <= min(price[way].sum() for way in ways) + 1e-9


def test_a_length_that_cannot_be_is_met_as_nearly_as_can_be():
    line = Line(2, [candidate(0, 1), candidate(1, 2), candidate(0, 2)])
    assert best_choice([line], np.array([1.0, 1.0, 0.1]), 9) == [[0, 1]]
    assert best_choice([line], np.array([1.0, 1.0, 0.1]), 1) == [[2]]


def test_a_length_counts_over_all_lines():
    line = Line(2, [candidate(0, 1), candidate(1, 2), candidate(0, 2)])
    price = np.array([0.5, 0.5, 0.1, 0.2, 0.2, 0.1])
    assert best_choice([line, line], price) == [[2], [2]]
    assert best_choice([line, line], price, 3) == [[2], [0, 1]]
    assert best_choice([line, line], price, 4) == [[0, 1], [0, 1]]


def test_what_costs_more_than_leaving_it_out_is_left_out():
    line = Line(3, [candidate(0, 1), candidate(1, 2, height=0.5), candidate(2, 3)])
    assert best_choice([line], np.array([0.1, 9.0, 0.1])) == [[0, 2]]


def test_costs():
    sure, unsure = np.full(10, 0.001), np.full(10, 0.05)
    sure[3], unsure[3] = 0.991, 0.55
    price = costs([candidate(0, 1)] * 2, np.stack([sure, unsure]), np.zeros(2))
    assert price[0] < price[1]
    shapes = [{}, {"width": 2.5}, {"height": 0.4}, {"crossed": 2.0}, {"gap": 0.2}, {"breaks": 1}]
    price = costs([candidate(0, 1, **shape) for shape in shapes], np.stack([sure] * len(shapes)), np.zeros(len(shapes)))
    assert price.argmin() == 0
    one = np.roll(sure, -2)  # a 1 may be as narrow as the pen
    narrow, usual = costs([candidate(0, 1, width=0.1), candidate(0, 1, width=0.4)], np.stack([one, one]), np.zeros(2))
    assert narrow == pytest.approx(usual, abs=0.01)
