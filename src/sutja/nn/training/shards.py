"""Shards: one batch, cut into a part for each thread.

NumPy gives up Python's lock while it computes, so threads run at the same time. Cutting the batch uses them better
than the threads of the BLAS library, which would only share the matrix products and let everything between them
wait: with shards, whole forward and backward passes run side by side and BLAS gets one thread in each.

Sums over the batch are the only thing shards must tell each other. They do it in the order of the shards, so the
result does not depend on which thread came first, and the same number of shards gives the same bits.
"""

from __future__ import annotations

import contextvars
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import pairwise

import numpy as np

from sutja.nn.typing import Array

__all__ = ["Exchange", "Team", "parts"]

SMALLEST_SHARD = 16  # samples; below it, handing work to a thread costs more than it saves


def parts(samples: int, threads: int) -> list[slice]:
    """Cut ``samples`` into at most ``threads`` slices of nearly equal length, none under ``SMALLEST_SHARD``.

    >>> parts(100, 3)
    [slice(0, 33, None), slice(33, 66, None), slice(66, 100, None)]
    """
    count = max(1, min(threads, samples // SMALLEST_SHARD))
    edges = [samples * i // count for i in range(count + 1)]
    return [slice(a, b) for a, b in pairwise(edges)]


class Exchange:
    """Where the shards of a step lay down arrays for each other and wait until all have done so."""

    def __init__(self, shards: int) -> None:
        self._barrier = threading.Barrier(shards)
        self._rounds: list[list[Array | None]] = [[None] * shards, [None] * shards]
        self._round = [0] * shards

    def gather(self, shard: int, value: Array) -> Sequence[Array]:
        """``value`` of every shard, in their order; returns when the last one has come.

        Two sets of places take turns, so that a fast shard that comes to the next exchange does not overwrite
        what a slow one still reads.
        """
        places = self._rounds[self._round[shard] % 2]
        self._round[shard] += 1
        places[shard] = value.copy()
        self._barrier.wait()
        return tuple(place for place in places if place is not None)

    def abort(self) -> None:
        """Wake the shards that wait: one of them has failed."""
        self._barrier.abort()


class Team:
    """The threads that run shards; the calling thread takes the first shard itself.

    A process that was forked from this one has none of them, and makes its own.
    """

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._size = self._process = 0

    def run(self, work: Callable[[int], None], shards: int, exchange: Exchange | None = None) -> None:
        """``work(0)``, ..., ``work(shards - 1)`` side by side; an error in one of them is raised here."""

        def quietly(shard: int) -> None:
            with np.errstate(all="ignore"):  # an overflow shows in the loss; a warning a layer would say it worse
                work(shard)

        if shards == 1:
            quietly(0)
            return

        def guarded(shard: int) -> None:
            try:
                quietly(shard)
            except BaseException:
                if exchange is not None:
                    exchange.abort()
                raise

        pool, settings = self._threads(shards - 1), contextvars.copy_context()
        others = [pool.submit(settings.copy().run, guarded, shard) for shard in range(1, shards)]
        try:
            guarded(0)
        except threading.BrokenBarrierError:
            pass  # another shard failed first; its own error follows
        finally:
            wait(others)
        for future in others:
            error = future.exception()
            if error is not None and not isinstance(error, threading.BrokenBarrierError):
                raise error

    def _threads(self, count: int) -> ThreadPoolExecutor:
        process = os.getpid()
        if self._pool is None or self._size < count or self._process != process:
            if self._pool is not None and self._process == process:
                self._pool.shutdown()
            self._pool, self._size, self._process = ThreadPoolExecutor(count, "sutja-shard"), count, process
        return self._pool
