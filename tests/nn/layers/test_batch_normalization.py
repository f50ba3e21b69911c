"""BatchNormalization: what it makes of a batch, what it remembers, and that shards see the whole batch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from sutja.nn import config, layers
from sutja.nn.call import Call, Step
from sutja.nn.training.shards import Exchange


def built(**arguments: Any) -> Any:
    layer = layers.BatchNormalization(**arguments)
    layer.build_once((None, 3))
    rng = np.random.default_rng(1)
    layer.set_weights([rng.standard_normal(3), rng.standard_normal(3), rng.standard_normal(3), rng.uniform(1, 2, 3)])
    return layer


def test_in_training_each_channel_has_mean_0_and_variance_1() -> None:
    x = (5 + 3 * np.random.default_rng(0).standard_normal((40, 6, 6, 3))).astype(np.float32)
    y = layers.BatchNormalization(epsilon=1e-7)(x, training=True)
    np.testing.assert_allclose(y.mean(axis=(0, 1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(y.var(axis=(0, 1, 2)), 1, rtol=1e-4)


def test_moving_statistics_follow_the_batches() -> None:
    layer = layers.BatchNormalization(momentum=0.9)
    rng = np.random.default_rng(0)
    mean, variance = np.zeros(3), np.ones(3)
    for _ in range(5):
        x = rng.normal(2, 3, (50, 3)).astype(np.float32)
        layer(x, training=True)
        mean = 0.9 * mean + 0.1 * x.mean(axis=0)
        variance = 0.9 * variance + 0.1 * x.var(axis=0)  # divided by n, not n - 1
    np.testing.assert_allclose(layer.moving_mean.value, mean, rtol=1e-5)
    np.testing.assert_allclose(layer.moving_variance.value, variance, rtol=1e-5)


def test_outside_training_it_uses_them_and_leaves_them_alone() -> None:
    layer = built()
    gamma, beta, mean, variance = layer.get_weights()
    x = np.random.default_rng(0).standard_normal((4, 3)).astype(np.float32)
    np.testing.assert_allclose(layer(x), gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta, rtol=1e-5, atol=1e-6)
    for before, after in zip([gamma, beta, mean, variance], layer.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_frozen_it_behaves_as_outside_training() -> None:
    layer = built()
    layer.trainable = False
    x = np.random.default_rng(0).standard_normal((4, 3)).astype(np.float32)
    np.testing.assert_array_equal(layer(x, training=True), layer(x))
    assert layer.trainable_weights == []
    assert [v.name for v in layer.weights] == ["gamma", "beta", "moving_mean", "moving_variance"]


def test_variance_far_from_zero_does_not_cancel() -> None:
    """E[x^2] - E[x]^2 in float32 would leave nothing of a variance of 1 beside a mean of 10,000."""
    x = (1e4 + np.random.default_rng(0).standard_normal((1000, 2))).astype(np.float32)
    layer = layers.BatchNormalization(momentum=0)
    layer(x, training=True)
    np.testing.assert_allclose(layer.moving_variance.value, x.astype(np.float64).var(axis=0), rtol=1e-3)


@pytest.mark.parametrize("edges", [[0, 60], [0, 20, 60], [0, 1, 2, 60], [0, 16, 33, 47, 60]])
@pytest.mark.parametrize("shape", [(60, 3), (60, 2, 2, 3)])
def test_shards_of_any_size_see_the_whole_batch(edges: list[int], shape: tuple[int, ...]) -> None:
    """In float64, to rounding: outputs, gradients and moving statistics are those of one shard."""
    config.set_floatx("float64")
    rng = np.random.default_rng(0)
    x, dy = 3 + rng.standard_normal(shape), rng.standard_normal(shape)
    layer = built()
    whole, parts = in_shards(layer, x, dy, [0, 60]), in_shards(layer, x, dy, edges)
    for one, several in zip(whole, parts, strict=True):
        np.testing.assert_allclose(one, several, rtol=1e-11, atol=1e-12)


def in_shards(layer: Any, x: Any, dy: Any, edges: list[int]) -> list[Any]:
    """[y, dx, dgamma, dbeta, moving mean, moving variance] when the batch is cut at ``edges``."""
    count = len(edges) - 1
    exchange = Exchange(count) if count > 1 else None
    calls = [Call(Step(shard)) for shard in range(count)]

    def work(shard: int) -> tuple[Any, Any]:
        call, cut = calls[shard], slice(edges[shard], edges[shard + 1])
        call.step.gradients = {id(v): np.empty_like(v.value) for v in layer.trainable_weights}
        call.step.begin(training=True, exchange=exchange)
        y = layer.forward(x[cut], call)
        return y, layer.backward(dy[cut], call)

    with ThreadPoolExecutor(count) as pool:
        results = list(pool.map(work, range(count)))
    gradients = [sum(call.step.gradients[id(v)] for call in calls) for v in layer.trainable_weights]
    for call in calls:
        assert [v.name for v, _ in call.step.updates] == ["moving_mean", "moving_variance"]
    moving = [value for _, value in calls[0].step.updates]
    return [np.concatenate(same) for same in zip(*results, strict=True)] + gradients + moving
