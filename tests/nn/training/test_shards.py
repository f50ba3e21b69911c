"""Shards: the cuts, the exchange between threads, and errors in one of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.nn.training.shards import SMALLEST_SHARD, Exchange, Team, parts


@settings(deadline=None)
@given(st.integers(1, 5000), st.integers(1, 64))
def test_parts_cover_all_samples_in_order_nearly_evenly(samples: int, threads: int) -> None:
    cuts = parts(samples, threads)
    assert [i for cut in cuts for i in range(samples)[cut]] == list(range(samples))
    sizes = [cut.stop - cut.start for cut in cuts]
    assert max(sizes) - min(sizes) <= 1
    assert len(cuts) <= threads
    assert len(cuts) == 1 or min(sizes) >= SMALLEST_SHARD


def shard_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("sutja-shard")]


def test_a_team_does_all_the_work_and_the_caller_takes_the_first_part() -> None:
    done: dict[int, str] = {}

    def work(shard: int) -> None:
        done[shard] = threading.current_thread().name

    team = Team()
    for shards in (1, 3, 5, 2):
        done.clear()
        team.run(work, shards, None)
        assert sorted(done) == list(range(shards))
        assert done[0] == threading.current_thread().name
        assert len(set(done.values())) <= shards


def test_every_shard_gathers_the_values_of_all_in_their_order_however_late_they_come() -> None:
    shards, rounds = 4, 200
    exchange = Exchange(shards)
    seen: list[list[list[float]]] = [[] for _ in range(shards)]

    def work(shard: int) -> None:
        rng = random.Random(shard)
        buffer = np.empty(1)  # the same memory each time, as layers have it
        for number in range(rounds):
            if rng.random() < 0.2:
                time.sleep(rng.random() * 1e-3)
            buffer[0] = 1000 * number + shard
            values = exchange.gather(shard, buffer)
            buffer[0] = -1  # what a fast shard does next must not reach the others
            if rng.random() < 0.2:
                time.sleep(rng.random() * 1e-3)
            seen[shard].append([float(value[0]) for value in values])

    Team().run(work, shards, exchange)
    expected = [[1000.0 * number + shard for shard in range(shards)] for number in range(rounds)]
    assert seen == [expected] * shards


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_an_error_in_one_shard_wakes_those_that_wait_and_comes_out(wrong: int) -> None:
    team, exchange = Team(), Exchange(3)

    def work(shard: int) -> None:
        if shard == wrong:
            time.sleep(0.01)
            raise KeyError("only in this shard")
        exchange.gather(shard, np.zeros(1))

    with pytest.raises(KeyError, match="only in this shard"):
        team.run(work, 3, exchange)

    done = []
    team.run(done.append, 3, Exchange(3))
    assert sorted(done) == [0, 1, 2]


def test_an_interrupt_in_the_calling_thread_waits_for_the_others() -> None:
    team, exchange = Team(), Exchange(2)
    ended = []

    def work(shard: int) -> None:
        if shard == 0:
            raise KeyboardInterrupt
        try:
            exchange.gather(shard, np.zeros(1))
        finally:
            ended.append(shard)

    with pytest.raises(KeyboardInterrupt):
        team.run(work, 2, exchange)
    assert ended == [1]


def test_threads_end_with_their_team() -> None:
    before = set(shard_threads())
    team = Team()
    team.run(lambda shard: None, 3, None)
    started = set(shard_threads()) - before
    assert started
    del team
    for thread in started:
        thread.join(5)
    assert not any(thread.is_alive() for thread in started)


FORK = """
import os, signal
import numpy as np
from sutja import nn
nn.config.set_num_threads(2)
model = nn.Sequential([nn.Input((3,)), nn.layers.Dense(2)])
x = np.ones((64, 3), np.float32)
before = model.predict_on_batch(x)
child = os.fork()
if child == 0:
    signal.alarm(20)
    same = np.array_equal(model.predict_on_batch(x), before)
    os._exit(0 if same else 3)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert np.array_equal(model.predict_on_batch(x), before)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_gets_threads_of_its_own() -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", FORK], check=True, timeout=60)
