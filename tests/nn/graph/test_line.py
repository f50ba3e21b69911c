"""The walk along a line leaves behind what the walk of the graph does, bit by bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.nn import layers
from sutja.nn.call import Call, Step
from sutja.nn.graph.line import Line


def line(*middle: Any, **options: Any) -> Any:
    nn.utils.set_random_seed(0)
    model = nn.Sequential([nn.Input((6,)), *middle, layers.Dense(3, activation="softmax")], **options)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def frozen(layer: Any) -> Any:
    layer.trainable = False
    return layer


MIDDLES = {
    "dense": lambda: [layers.Dense(5, activation="tanh")],
    "dropout": lambda: [layers.Dense(5), layers.Dropout(0.5), layers.BatchNormalization()],
    "penalties": lambda: [layers.Dense(5, activity_regularizer=nn.regularizers.L2(0.1), kernel_regularizer="l1")],
    "frozen": lambda: [layers.Dense(5), frozen(layers.Dense(4)), frozen(layers.Dense(4))],
    "frozen first": lambda: [frozen(layers.Dense(5, activity_regularizer="l2")), layers.Dense(4)],
    "nothing": lambda: [],
}


@pytest.mark.parametrize("middle", MIDDLES)
@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_as_by_the_graph(middle: str, threads: int) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((40, 6)).astype(np.float32), rng.integers(0, 3, 40)
    nn.config.set_num_threads(threads)
    found = []
    for by_graph in (False, True):
        model = line(*MIDDLES[middle]())
        assert isinstance(model.graph._line, Line)
        if by_graph:
            model.graph._line = None
        history = model.fit(x, y, batch_size=16, epochs=3, verbose=0).history
        found.append((history, model.get_weights(), model.predict(x, verbose=0)))
    nn.config.set_num_threads(None)
    (history, weights, said), (expected_history, expected_weights, expected) = found
    assert history == expected_history
    np.testing.assert_array_equal(said, expected)
    for ours, theirs in zip(weights, expected_weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_loss_of_a_penalty_alone_learns() -> None:
    """The gradient of the output is zero everywhere, and still the layer with the penalty learns."""
    inputs = nn.Input((4,))
    middle = layers.Dense(3, activity_regularizer="l2")
    model = nn.Model(inputs, layers.Dense(2)(middle(inputs)))
    assert isinstance(model.graph._line, Line)
    model.compile(nn.optimizers.SGD(0.1), "mse")
    x = np.ones((8, 4), np.float32)
    before = middle.kernel.value.copy()
    model.fit(x, model.predict(x, verbose=0), epochs=1, verbose=0)
    assert not np.array_equal(before, middle.kernel.value)


def test_what_branches_or_makes_masks_goes_by_the_graph() -> None:
    inputs = nn.Input((4,))
    dense = layers.Dense(4)(inputs)
    assert nn.Model(inputs, layers.Add()([inputs, dense])).graph._line is None
    assert nn.Model(inputs, [dense, layers.Dense(2)(dense)]).graph._line is None
    words = nn.Sequential([nn.Input((5,)), layers.Embedding(9, 4, mask_zero=True), layers.LSTM(3)])
    assert words.graph._line is None


def test_a_mask_that_is_handed_in_goes_on() -> None:
    inputs = nn.Input((5, 2))
    graph = nn.Model(inputs, layers.Dense(3)(inputs)).graph
    assert isinstance(graph._line, Line)
    call, mask = Call(Step()), np.ones((1, 5), bool)
    graph.forward([np.ones((1, 5, 2), np.float32)], call)
    assert call.passed_on == [None]
    call.mask = [mask]
    graph.forward([np.ones((1, 5, 2), np.float32)], call)
    assert call.passed_on == [mask]
