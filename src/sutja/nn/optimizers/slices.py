"""Slices: a rule in one pass over long vectors, piece by piece and in several threads.

A rule in NumPy is several operations. Within a slice that fits into the processor's cache each finds its numbers still
there. Many weights are shared among threads, each of which takes every second slice, say.
"""

from __future__ import annotations

from collections.abc import Callable

from sutja.nn import config, jit
from sutja.nn.training.shards import Team
from sutja.nn.typing import Array

__all__ = ["Slices"]

SLICE = 1 << 14  # numbers; with gradient, two memories and scratch about 320 kB in float32
SMALLEST_SHARE = 1 << 16  # numbers; below it, handing work to a thread costs more than it saves


class Slices:
    """The threads of one optimizer."""

    def __init__(self) -> None:
        self._team = Team()

    def each(self, update: Callable[..., None], theta: Array, gradient: Array, rate: float, *memories: Array) -> None:
        """``update(theta, gradient, rate, *memories)`` for each slice of the vectors, which are of one length."""
        shares = theta.size // SMALLEST_SHARE
        threads = min(config.num_threads(), shares) if shares > 1 else 1
        length = -(-theta.size // threads) if jit.wanted(theta) else SLICE  # compiled, a rule goes through memory once

        def work(thread: int) -> None:
            for start in range(thread * length, theta.size, threads * length):
                part = slice(start, start + length)
                update(theta[part], gradient[part], rate, *(memory[part] for memory in memories))

        self._team.run(work, threads)
