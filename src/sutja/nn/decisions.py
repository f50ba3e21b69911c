"""Decisions, many and cheap: random bits of which each is a function of its place.

    word_i = mix(start + (i + 1) G)          16 bits of it decide once, so a word decides four times

with SplitMix64's odd number G and its ``mix``, which turns neighbouring numbers into unrelated ones (Steele, Lea and
Flood, 2014). A generator must go from each of its numbers to the next; these can be computed in any order, several at
once, and again: the way back of Dropout decides anew what the way forwards decided, and nothing need be kept.

Where a stream of decisions starts is a hash of the key that names it: the seed, the step, the layer and so on.
"""

from __future__ import annotations

import math

import numpy as np

from sutja.nn.typing import Array

__all__ = ["EACH", "FIRST", "SECOND", "decisions", "start_of", "threshold"]

EACH, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_WORD = 2**64 - 1
_BLOCK = 1 << 14  # words; their passes stay in the cache


def start_of(*key: int) -> int:
    """Where the decisions that belong to ``key`` start: the same on every machine."""
    start = 0
    for part in key:
        z = (start + part + EACH) & _WORD
        z = ((z ^ (z >> 30)) * FIRST) & _WORD
        z = ((z ^ (z >> 27)) * SECOND) & _WORD
        start = z ^ (z >> 31)
    return start


def threshold(probability: float) -> int:
    """Below it are 16 random bits with ``probability``."""
    return round(probability * 65536)


def decisions(start: int, probability: float, shape: tuple[int, ...]) -> Array:
    """Independent yes or no, yes with ``probability`` to the nearest 1/65536; booleans of ``shape``."""
    count, least = math.prod(shape), threshold(probability)
    yes = np.empty(count, bool)
    for place in range(0, count, 4 * _BLOCK):
        part = yes[place : place + 4 * _BLOCK]
        np.less(_bits(start, place // 4, len(part)), least, out=part)
    return yes.reshape(shape)


def _bits(start: int, word: int, count: int) -> Array:
    """``count`` numbers of 16 bits from ``word`` on, each a quarter of a word."""
    z = np.arange(word + 1, word + 1 + -(-count // 4), dtype=np.uint64)
    z *= np.uint64(EACH)
    z += np.uint64(start)
    shifted = np.empty_like(z)
    for shift, factor in ((30, FIRST), (27, SECOND), (31, 1)):
        np.right_shift(z, np.uint64(shift), out=shifted)
        z ^= shifted
        if factor != 1:
            z *= np.uint64(factor)
    bits: Array = z.astype("<u8", copy=False).view("<u2")[:count]
    return bits
