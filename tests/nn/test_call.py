"""What one call of a layer remembers: buffers, gradients, random numbers, children."""

from __future__ import annotations

import numpy as np

from sutja.nn.call import Call, Step
from sutja.nn.variables import Variable


def test_a_buffer_is_the_same_memory_in_every_step_and_grows_when_it_must() -> None:
    call = Call(Step())
    first = call.buffer("y", (4, 3), np.float32)
    smaller = call.buffer("y", (2, 3), np.float32)
    assert smaller.shape == (2, 3) and np.shares_memory(first, smaller)
    assert call.buffer("y", (8, 3), np.float32).shape == (8, 3)
    assert call.buffer("y", (8, 3), np.float64).dtype == np.float64
    assert not np.shares_memory(call.buffer("y", (2,), np.float32), call.buffer("z", (2,), np.float32))


def test_children_are_kept_and_have_buffers_of_their_own() -> None:
    call = Call(Step())
    assert call.child(1) is call.child(1)
    assert call.child(1) is not call.child(2)
    assert not np.shares_memory(call.child(1).buffer("y", (2,), "f4"), call.child(2).buffer("y", (2,), "f4"))


def test_what_is_saved_comes_back_one_value_bare_and_several_as_a_tuple() -> None:
    call = Call(Step())
    call.save(1)
    assert call.saved == 1
    call.save(1, 2)
    assert call.saved == (1, 2)


def test_gradients_of_a_variable_used_twice_are_added_and_those_of_an_unused_one_are_zero() -> None:
    used, unused, unwanted = (Variable(np.zeros(2), name=name) for name in ("used", "unused", "unwanted"))
    step = Step()
    step.gradients = {id(used): np.full(2, 9.0), id(unused): np.full(2, 9.0)}
    for _repeat in range(2):  # a second step starts from nothing
        step.begin(training=True)
        for value in (1.0, 10.0, 100.0):
            Call(step).gradient(used)[...] = value
        call = Call(step)
        assert not call.wants(unwanted)
        call.gradient(unwanted)[...] = 5.0  # goes nowhere
        step.finish_backward()
        assert step.gradients[id(used)].tolist() == [111.0, 111.0]
        assert step.gradients[id(unused)].tolist() == [0.0, 0.0]


def test_random_numbers_belong_to_seed_step_call_and_shard() -> None:
    def draw(seed: int = 1, number: int = 2, which: int = 0, shard: int = 0, own: int | None = None) -> float:
        step = Step(shard)
        step.begin(training=True, seed=seed, number=number)
        calls = [Call(step), Call(step)]
        return float(calls[which].random(own).random())

    assert draw() == draw()
    others = [draw(seed=3), draw(number=3), draw(which=1), draw(shard=1), draw(own=7)]
    assert len({draw(), *others}) == 6


def test_without_an_exchange_a_shard_gathers_only_from_itself() -> None:
    (value,) = Call(Step()).gather(np.arange(3))
    assert value.tolist() == [0, 1, 2]
