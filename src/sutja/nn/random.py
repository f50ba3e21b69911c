"""Random numbers: one seed for everything, and a stream of its own for each place that draws.

A generator here is never handed from one draw to the next. Each place that needs numbers (an initializer, the
order of an epoch, the dropout of one layer in one step) makes a generator from a key of whole numbers that
names it: ``generator(seed, epoch)``, ``generator(seed, step, layer, shard)``. So a run that is killed and
resumed draws the same numbers as one that never stopped, without any generator state to save, and threads
never share a generator.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.typing import Array

__all__ = ["decisions", "generator", "next_seed", "random_bits", "set_random_seed", "threshold"]

DEFAULT_SEED = 0
_seed = DEFAULT_SEED
_draws = itertools.count()


def set_random_seed(seed: int) -> None:
    """Fix all randomness of what follows: initial weights, order of the samples, dropout."""
    global _seed, _draws
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**32:
        raise invalid("seed", _("a whole number in [0, 2**32)"), seed)
    _seed = int(seed)
    _draws = itertools.count()


def next_seed() -> int:
    """A seed for something new, such as a layer's weights; the n-th after ``set_random_seed`` is always the same."""
    return int(generator(_seed, next(_draws)).integers(2**63))


def generator(*key: int) -> np.random.Generator:
    """The generator that belongs to ``key``: same key, same numbers, on every machine."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(key)))


def decisions(rng: np.random.Generator, probability: float, shape: tuple[int, ...]) -> Array:
    """Independent yes or no, yes with ``probability`` to the nearest 1/65536; booleans of ``shape``."""
    yes: Array = random_bits(rng, math.prod(shape)) < threshold(probability)
    return yes.reshape(shape)


def random_bits(rng: np.random.Generator, count: int) -> Array:
    """``count`` numbers of 16 random bits as they come, each a quarter of a 64-bit word, uint16.

    Making floats of them to compare with a probability would take four times as long.
    """
    words = rng.bit_generator.random_raw(-(-count // 4)).astype("<u8", copy=False)
    bits: Array = words.view("<u2")[:count]
    return bits


def threshold(probability: float) -> int:
    """Below it are 16 random bits with ``probability``."""
    return round(probability * 65536)
