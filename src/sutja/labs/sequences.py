"""Sequences of bits with an answer at each step, which tell the patterns of recurrent networks apart.

    sums          two numbers, lowest bit first; each bit of their sum. What must be remembered is the carry, which
                  is not in the answer: an answer fed back is not enough, a hidden state is
    parity        one bit at a time; whether there was an odd number of ones so far. The answer before is all that
                  must be remembered: fed back, it is enough
    neighbours    one bit at a time; whether the bits before and after it are both 1. Reading forwards only, one of
                  the two is a guess

Sequences are 8 steps long, those of neighbours 12; training and test sequences are different ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.labs.examples import Examples

__all__ = ["free_running_accuracy", "neighbours", "parity", "sums"]

STEPS, MORE_STEPS = 8, 12


def sums(count: int | None = None) -> Examples:
    """Inputs (n, 8, 2): a bit of each number; answers (n, 8, 1): the bit of the sum, without the last carry."""
    pairs = np.random.default_rng(0).permutation(4**STEPS)[:4000]
    a, b = pairs % 2**STEPS, pairs // 2**STEPS
    return _examples("sums", np.stack([_bits(a), _bits(b)], axis=-1), _bits((a + b) % 2**STEPS), count)


def parity(count: int | None = None) -> Examples:
    """Inputs (n, 8, 2): a bit, and the right answer of the step before (0 at the first); answers (n, 8, 1)."""
    bits = _bits(np.random.default_rng(0).permutation(2**STEPS))
    odd = np.cumsum(bits, axis=1) % 2
    before = np.pad(odd[:, :-1], ((0, 0), (1, 0)))
    return _examples("parity", np.stack([bits, before], axis=-1), odd, count)


def neighbours(count: int | None = None) -> Examples:
    """Inputs (n, 12, 1): a bit; answers (n, 12, 1): whether the bits beside it are both 1 (0 beyond the ends)."""
    bits = _bits(np.random.default_rng(0).permutation(2**MORE_STEPS)[:2000], MORE_STEPS)
    around = np.pad(bits, ((0, 0), (1, 1)))
    return _examples("neighbours", bits[..., None], around[:, :-2] * around[:, 2:], count)


def free_running_accuracy(model: Any, examples: Examples) -> float:
    """The share of right answers of a ``model`` of :func:`parity` when it is given its own answers, step after step."""
    x = examples.x_test.copy()
    answers = np.zeros(x.shape[:2])
    for step in range(x.shape[1]):
        if step:
            x[:, step, 1] = answers[:, step - 1]
        answers[:, step] = model.predict(x, verbose=0)[:, step, 0] > 0.5
    return float(np.mean(answers == examples.y_test[..., 0]))


def _bits(numbers: NDArray[Any], steps: int = STEPS) -> NDArray[np.float32]:
    """The bits of ``numbers``, lowest first, (n, steps)."""
    return (numbers[:, None] >> np.arange(steps) & 1).astype(np.float32)


def _examples(name: str, x: NDArray[Any], y: NDArray[Any], count: int | None) -> Examples:
    cut = len(x) * 3 // 4
    train = slice(None, cut if count is None else min(count, cut))
    x, y = x.astype(np.float32), y.astype(np.float32)[..., None]
    return Examples(x[train], y[train], x[cut:], y[cut:], name, "made here, seed 0", classes=1)
