"""One seed for everything, and a stream for each place that draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument
from sutja.nn import random
from sutja.nn.typing import Array


def weights() -> list[Array]:
    return nn.Sequential([nn.Input((3,)), nn.layers.Dense(4), nn.layers.Dense(2)]).get_weights()


def test_the_same_seed_gives_the_same_weights_and_another_seed_others() -> None:
    nn.utils.set_random_seed(1)
    first = weights()
    second = weights()
    nn.utils.set_random_seed(1)
    again = weights()
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], second[0])
    nn.utils.set_random_seed(2)
    assert not np.array_equal(first[0], weights()[0])


def test_a_key_has_one_stream() -> None:
    assert random.generator(1, 2).random() == random.generator(1, 2).random()
    assert len({random.generator(*key).random() for key in [(1, 2), (2, 1), (1, 3), (2,), (1, 2, 3)]}) == 5


def test_the_stream_is_the_same_on_every_machine() -> None:
    assert random.generator(1, 2, 3).integers(1000, size=5).tolist() == [982, 34, 114, 795, 346]


def test_seeds_of_new_things_are_a_fixed_sequence() -> None:
    random.set_random_seed(7)
    first = [random.next_seed() for _ in range(3)]
    random.set_random_seed(7)
    assert [random.next_seed() for _ in range(3)] == first
    assert len(set(first)) == 3


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "1", None, True])
def test_a_seed_is_a_whole_number_of_32_bits(seed: Any) -> None:
    with pytest.raises(InvalidArgument) as caught:
        nn.utils.set_random_seed(seed)
    assert str(caught.value) == (
        f"Invalid value for argument `seed`. Expected a whole number in [0, 2**32). Received: seed={seed!r}"
    )
