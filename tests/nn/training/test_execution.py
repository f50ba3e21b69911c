"""One step: the loss and its gradient over shards, and the memory that is used again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.nn import losses
from sutja.nn.training import execution as execution_module
from sutja.nn.training.batch import Batch
from sutja.nn.training.execution import Execution
from sutja.nn.training.objective import Objective
from sutja.nn.variables import FlatVector

RNG = np.random.default_rng(0)
X = RNG.random((70, 4), np.float32)
Y = RNG.integers(0, 3, 70)


def model() -> nn.Model:
    return nn.Sequential(
        [nn.Input((4,)), nn.layers.Dense(5, activation="relu"), nn.layers.Dense(3, activation="softmax")]
    )


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("weights", [None, RNG.random(70).astype(np.float32)])
@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "sum"])
def test_loss_and_predictions_of_a_step_are_those_of_the_whole_batch(
    threads: int, weights: Any, reduction: str
) -> None:
    nn.config.set_num_threads(threads)
    net = model()
    loss = losses.SparseCategoricalCrossentropy(reduction=reduction)
    execution = Execution(net.graph, FlatVector(net.trainable_weights))
    outcome = execution.gradient(Batch([X], [Y], [weights]), Objective([loss]))
    assert np.array_equal(outcome.predictions[0], net.predict(X, 70, 0))
    assert outcome.loss == pytest.approx(float(loss(Y, outcome.predictions[0], weights)), rel=1e-5)


def test_long_gradients_of_shards_are_added_up_by_all_of_them() -> None:
    net = nn.Sequential([nn.Input((4,)), nn.layers.Dense(600), nn.layers.Dense(500), nn.layers.Dense(3)])
    found = []
    for threads in (1, 4):
        nn.config.set_num_threads(threads)
        execution = Execution(net.graph, FlatVector(net.trainable_weights))
        found.append(execution.gradient(Batch([X], [np.eye(3)[Y]], [None]), Objective([losses.get("mse")])).gradient)
    assert len(found[0]) >= execution_module.LONG
    np.testing.assert_allclose(found[1], found[0], rtol=1e-4, atol=1e-6)


def test_a_step_is_not_touched_by_larger_smaller_or_other_ones_before_it() -> None:
    nn.config.set_num_threads(2)
    net = model()
    execution, loss = Execution(net.graph, FlatVector(net.trainable_weights)), losses.get("mse")
    one_hot = np.eye(3)[Y]

    def gradient(count: int) -> Any:
        batch = Batch([X[:count]], [one_hot[:count]], [None])
        return execution.gradient(batch, Objective([loss])).gradient.copy()

    fresh = {count: gradient(count) for count in (70, 1, 33, 17)}
    for count in (17, 70, 33, 1, 70):
        execution.predict([X[:40]])
        assert np.array_equal(gradient(count), fresh[count])


@pytest.mark.parametrize("threads", [1, 3])
def test_moving_statistics_follow_the_whole_batch_when_the_step_is_over(threads: int) -> None:
    nn.config.set_num_threads(threads)
    layer = nn.layers.BatchNormalization(momentum=0.75)
    net = nn.Sequential([nn.Input((4,)), layer])
    execution = Execution(net.graph, FlatVector(net.trainable_weights))
    execution.gradient(Batch([X], [X], [None]), Objective([losses.get("mse")]))
    assert layer.moving_mean.value == pytest.approx(0.25 * X.mean(axis=0), rel=1e-5)
    assert layer.moving_variance.value == pytest.approx(0.75 + 0.25 * X.var(axis=0), rel=1e-5)


def test_without_a_vector_of_weights_it_only_predicts() -> None:
    nn.config.set_num_threads(2)
    net = model()
    (alone,) = Execution(net.graph).predict([X])
    nn.config.set_num_threads(1)
    (together,) = Execution(net.graph).predict([X])
    assert alone == pytest.approx(together, abs=1e-6)


def test_predictions_are_arrays_of_their_own() -> None:
    x = nn.Input((4,))
    graph = nn.Model(x, [x, nn.layers.Flatten()(x), nn.layers.Dense(4)(x)]).graph
    for threads in (1, 2):
        nn.config.set_num_threads(threads)
        execution = Execution(graph)
        outputs = execution.predict([X])
        kept = [y.copy() for y in outputs]
        assert not any(np.shares_memory(y, X) for y in outputs)
        execution.predict([X + 1])
        assert all(np.array_equal(y, old) for y, old in zip(outputs, kept, strict=True))


def test_validation_takes_the_memory_of_the_training(monkeypatch) -> None:
    network = model()
    network.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    monkeypatch.setattr(network.executions, "borrowed", None)
    history = network.fit(X, Y, batch_size=16, epochs=2, validation_data=(X, Y), verbose=0).history
    monkeypatch.undo()
    loss, accuracy = network.evaluate(X, Y, verbose=0)
    assert (history["val_loss"][-1], history["val_accuracy"][-1]) == pytest.approx((loss, accuracy), rel=1e-6)


@pytest.mark.parametrize(("samples", "units", "quick"), [(1, 4, True), (4, 4, True), (5, 4, False), (4, 5000, False)])
def test_a_few_samples_of_a_small_network_take_the_quick_way(
    samples: int, units: int, quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = nn.Sequential([nn.Input((4,)), nn.layers.Dense(units), nn.layers.Dense(units), nn.layers.Dropout(0.5)])
    execution, x = Execution(net.graph), X[:samples]
    expected = (x @ net.layers[0].kernel.value) @ net.layers[1].kernel.value
    called: list[str] = []
    forward = net.graph.forward
    monkeypatch.setattr(net.graph, "forward", lambda *given: (called.append("graph"), forward(*given))[1])
    (y,) = execution.predict([x])
    assert y == pytest.approx(expected, abs=1e-5)
    assert called == ([] if quick else ["graph"])
    (dropped,) = execution.predict([x], training=True)
    assert np.any(dropped == 0) and called[-1] == "graph"


def test_an_evaluation_of_a_few_samples_has_its_masks_and_penalties() -> None:
    net = nn.Sequential([nn.Input((4,)), nn.layers.Dense(3, activity_regularizer="l2")])
    net.compile("sgd", "mse")
    x, y = X[:2], np.zeros((2, 3), np.float32)
    found = net.predict(x, verbose=0)
    expected = np.mean(found**2) + 0.01 * np.sum(found**2) / 2
    assert net.evaluate(x, y, verbose=0) == pytest.approx(expected, rel=1e-5)
