"""Dropout: how many are dropped, what becomes of the rest, and which numbers it draws."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sutja.nn import layers
from sutja.nn.call import Call, Step

X = np.ones((200, 300), np.float32)


def masks(layer: Any, *, seed: int = 0, number: int = 0, shard: int = 0, calls: int = 1) -> list[Any]:
    """What each of several calls of ``layer`` in one step makes of ones."""
    step = Step(shard)
    step.begin(training=True, seed=seed, number=number)
    return [layer.forward(X, Call(step)).copy() for _ in range(calls)]


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_the_share_is_the_rate_and_the_mean_stays(rate: float) -> None:
    """The number dropped is binomial; within five standard errors."""
    (y,) = masks(layers.Dropout(rate))
    error = 5 * math.sqrt(rate * (1 - rate) / X.size)
    assert abs((y == 0).mean() - rate) < error
    np.testing.assert_allclose(y[y != 0], 1 / (1 - rate), rtol=1e-6)
    assert abs(y.mean() - 1) < error / (1 - rate)


def test_units_are_dropped_one_by_one() -> None:
    """Neither whole samples nor whole columns: neighbours fall independently of each other."""
    (y,) = masks(layers.Dropout(0.5))
    kept = (y != 0).astype(float)
    for axis in (0, 1):
        a, b = np.take(kept, range(0, 199), axis), np.take(kept, range(1, 200), axis)
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 5 / math.sqrt(a.size)


def test_backward_has_the_mask_of_forward() -> None:
    layer, call = layers.Dropout(0.5), Call(Step())
    call.step.begin(training=True)
    y = layer.forward(X, call).copy()
    np.testing.assert_array_equal(layer.backward(X, call), y)


def test_outside_training_nothing_happens() -> None:
    layer = layers.Dropout(0.5)
    np.testing.assert_array_equal(layer(X), X)
    assert (layer(X, training=True) == 0).any()


def test_a_mask_belongs_to_its_step_its_call_and_its_shard() -> None:
    """Each has a mask of its own, and the same one whenever it is drawn again."""
    layer = layers.Dropout(0.5)
    first, second = masks(layer, calls=2)
    others = [second, *masks(layer, seed=1), *masks(layer, number=1), *masks(layer, shard=1)]
    others += masks(layers.Dropout(0.5, seed=3))
    for other in others:
        assert (first != other).mean() > 0.4
    again = masks(layer, calls=2)
    np.testing.assert_array_equal(first, again[0])
    np.testing.assert_array_equal(second, again[1])


def test_a_noise_shape_shares_decisions() -> None:
    """One decision a sample and feature, for all time steps; other samples and features have theirs."""
    step = Step()
    step.begin(training=True, seed=0)
    x = np.ones((50, 4, 6), np.float32)
    y = layers.Dropout(0.5, noise_shape=(None, 1, 6)).forward(x, Call(step)) != 0
    np.testing.assert_array_equal(y, np.broadcast_to(y[:, :1], y.shape))
    assert 0.3 < y.mean() < 0.7 and (y[0, 0] != y[1, 0]).any() and len(np.unique(y[:, 0, 0])) == 2
