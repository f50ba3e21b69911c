"""Random decisions: as often as they should, unrelated to each other, and the same everywhere."""

from __future__ import annotations

import numpy as np
import pytest

from sutja.nn import decisions as made
from sutja.nn.decisions import decisions, start_of


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    return abs(float(np.corrcoef(first.ravel(), second.ravel())[0, 1])) * first.size**0.5


@pytest.mark.parametrize("probability", [0.0, 0.25, 0.7, 1.0])
def test_they_come_true_as_often_as_they_should(probability: float) -> None:
    """Their number is binomial; within five standard errors. 0 and 1 are sure."""
    yes = decisions(start_of(1), probability, (300, 333))
    assert yes.shape == (300, 333) and yes.dtype == bool
    assert abs(yes.mean() - probability) <= 5 * (probability * (1 - probability) / yes.size) ** 0.5


def test_the_words_are_those_of_splitmix64() -> None:
    """The numbers of its authors' program for the seed 1234567."""
    words = made._bits(1234567, 0, 12).view("<u8")
    assert words.tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_a_block_goes_on_where_the_one_before_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = decisions(5, 0.5, (1003,))
    monkeypatch.setattr(made, "_BLOCK", 8)
    np.testing.assert_array_equal(decisions(5, 0.5, (1003,)), whole)


@pytest.mark.parametrize("apart", [1, 2, 3, 4, 64])
def test_neighbours_are_unrelated(apart: int) -> None:
    yes = decisions(start_of(3), 0.5, (200_000,))
    assert correlation(yes[:-apart], yes[apart:]) < 5


@pytest.mark.parametrize("other", [(0, 7, 4, 2, 0), (0, 7, 3, 3, 0), (0, 7, 3, 2, 1), (1, 7, 3, 2, 0), (0, 8, 3, 2, 0)])
def test_keys_that_differ_little_start_unrelated_decisions(other: tuple[int, ...]) -> None:
    """Other steps, layers, shards and seeds."""
    first, second = (decisions(start_of(*key), 0.5, (200_000,)) for key in ((0, 7, 3, 2, 0), other))
    assert correlation(first, second) < 5


def test_no_two_of_many_steps_start_at_the_same_place() -> None:
    starts = {start_of(0, seed, step, layer) for seed in range(10) for step in range(100) for layer in range(10)}
    assert len(starts) == 10_000 and max(starts) < 2**64
    assert start_of(2**63 - 1, 5) != start_of(0, 5)
