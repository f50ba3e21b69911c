"""Random numbers: one seed for everything, and a stream of its own for each place that draws.

A generator here is never handed from one draw to the next. Each place that needs numbers (an initializer, the
order of an epoch, the noise of one layer in one step) makes a generator from a key of whole numbers that
names it: ``generator(seed, epoch)``, ``generator(seed, step, layer, shard)``. So a run that is killed and
resumed draws the same numbers as one that never stopped, without any generator state to save, and threads
never share a generator. Dropout, which decides millions of times a second, has :mod:`sutja.nn.decisions`, with keys
of the same kind.
"""

from __future__ import annotations

import itertools

import numpy as np

from sutja.checks import short_seed

__all__ = ["generator", "next_seed", "set_random_seed"]

DEFAULT_SEED = 0
_seed = DEFAULT_SEED
_draws = itertools.count()


def set_random_seed(seed: int) -> None:
    """Fix all randomness of what follows: initial weights, order of the samples, dropout."""
    global _seed, _draws
    _seed = short_seed(seed)
    _draws = itertools.count()


def next_seed() -> int:
    """A seed for something new, such as a layer's weights; the n-th after ``set_random_seed`` is always the same."""
    return int(generator(_seed, next(_draws)).integers(2**63))


def generator(*key: int) -> np.random.Generator:
    """The generator that belongs to ``key``: same key, same numbers, on every machine."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(key)))
