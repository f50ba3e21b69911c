"""Shrinking: every block its mean, those that the edge cuts too."""

from __future__ import annotations

import numpy as np
import pytest

from sutja.ink.shrink import factor_for, shrink


@pytest.mark.parametrize("factor", [1, 2, 3, 5])
@pytest.mark.parametrize("shape", [(30, 30), (31, 29), (1, 7), (2, 2), (4, 61)])
def test_every_block_becomes_its_mean(shape, factor):
    grey = np.random.default_rng(1).random(shape).astype(np.float32)
    expected = [
        [grey[y : y + factor, x : x + factor].mean() for x in range(0, shape[1], factor)]
        for y in range(0, shape[0], factor)
    ]
    assert np.allclose(shrink(grey, factor), expected, atol=1e-6)


def test_the_factor():
    assert [factor_for((size, 10), 512) for size in (1, 512, 513, 1024, 1025)] == [1, 1, 2, 2, 3]
