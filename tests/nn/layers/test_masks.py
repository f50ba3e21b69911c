"""Masks on their way through a graph: who makes them, hands them on, leaves steps out; and what the loss does."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.nn.call import Call, Step

WORDS = np.array([[1, 2, 0, 0], [3, 1, 2, 0], [1, 0, 0, 0]])
EXISTS = WORDS != 0


def mask_after(*layers: Any, model: Any = None) -> Any:
    """The mask that comes out of a chain behind an Embedding."""
    model = model or nn.Sequential([nn.Input((4,)), nn.layers.Embedding(4, 3, mask_zero=True), *layers])
    call = Call(Step())
    model.forward(WORDS.astype(np.float32), call)
    return model.output_mask(WORDS, call)


def several(name: str) -> Any:
    """A layer for (batch, time, 3) that keeps the steps apart."""
    layers = nn.layers
    return {
        "nothing": lambda: layers.Dropout(0.0),
        "Dense": lambda: layers.Dense(2),
        "Activation": lambda: layers.Activation("tanh"),
        "Dropout": lambda: layers.Dropout(0.5),
        "BatchNormalization": lambda: layers.BatchNormalization(),
        "TimeDistributed": lambda: layers.TimeDistributed(layers.Dense(2)),
        "LSTM": lambda: layers.LSTM(2, return_sequences=True),
        "GRU backwards": lambda: layers.GRU(2, return_sequences=True, go_backwards=True),
        "Bidirectional": lambda: layers.Bidirectional(layers.LSTM(2, return_sequences=True)),
        "model": lambda: nn.Sequential([nn.Input((4, 3)), layers.Dense(2)]),
    }[name]()


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "Dense",
        "Activation",
        "Dropout",
        "BatchNormalization",
        "TimeDistributed",
        "LSTM",
        "GRU backwards",
        "Bidirectional",
        "model",
    ],
)
def test_layers_that_hand_a_mask_on(name: str) -> None:
    np.testing.assert_array_equal(mask_after(several(name)), EXISTS)


@pytest.mark.parametrize("layer", [lambda: nn.layers.LSTM(2), lambda: nn.layers.Bidirectional(nn.layers.GRU(2))])
def test_a_layer_that_reads_the_whole_sequence_uses_the_mask_up(layer: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert mask_after(layer()) is None


def test_a_layer_that_loses_the_mask_says_so() -> None:
    with pytest.warns(UserWarning) as caught:
        assert mask_after(nn.layers.Flatten(name="flat")) is None
    assert str(caught[0].message) == (
        "Layer `flat` (Flatten) was given a mask but does not pass it on: what follows does not see it."
    )


def test_returned_states_have_no_mask() -> None:
    x = nn.Input((4,))
    outputs = nn.layers.LSTM(2, return_sequences=True, return_state=True)(nn.layers.Embedding(4, 3, mask_zero=True)(x))
    masks = mask_after(model=nn.Model(x, outputs))
    np.testing.assert_array_equal(masks[0], EXISTS)
    assert masks[1:] == [None, None]


def test_masking_makes_a_mask_of_its_own() -> None:
    layer = nn.layers.Masking(2.0)
    x = np.array([[[1.0, 2.0], [2.0, 2.0], [0.0, 0.0]]])
    np.testing.assert_array_equal(layer.compute_mask(x), [[True, False, True]])


def test_a_mask_given_by_hand(keras: Any) -> None:
    x = np.random.default_rng(0).standard_normal((3, 4, 2)).astype(np.float32)
    ours, theirs = nn.layers.GRU(2), keras.layers.GRU(2)
    y = ours(x, mask=EXISTS)
    theirs.build(x.shape)
    theirs.set_weights(ours.get_weights())
    np.testing.assert_allclose(y, np.asarray(theirs(x, mask=EXISTS)), atol=1e-6)
    alone = ours(x[:1, :2])
    np.testing.assert_allclose(y[:1], alone, atol=1e-6)


def test_softmax_leaves_out_the_scores_that_do_not_exist(keras: Any) -> None:
    x = np.random.default_rng(0).standard_normal((3, 4)).astype(np.float32)
    y = nn.layers.Softmax()(x, mask=EXISTS)
    assert not y[~EXISTS].any()
    np.testing.assert_allclose(y.sum(axis=1), 1, rtol=1e-6)
    np.testing.assert_allclose(y, np.asarray(keras.layers.Softmax()(x, mask=EXISTS)), atol=1e-6)
    np.testing.assert_allclose(nn.layers.Softmax()(x[:1, :2]), y[:1, :2], rtol=1e-6)


MERGES = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", MERGES)
@pytest.mark.parametrize("both", [True, False])
def test_merging_as_keras(keras: Any, kind: str, both: bool) -> None:
    """What becomes of two masks, or of one and none, and of the numbers under them."""

    def make(engine: Any) -> Any:
        a, b = engine.Input((4,)), engine.Input((4,))
        one = engine.layers.Embedding(4, 3, mask_zero=True)(a)
        two = engine.layers.Embedding(4, 3, mask_zero=both)(b)
        merged = getattr(engine.layers, kind)()([one, two])
        return engine.Model([a, b], [merged, engine.layers.GRU(2)(merged)])

    ours, theirs = make(nn), make(keras)
    theirs.set_weights(ours.get_weights())
    other = np.array([[1, 0, 3, 0], [1, 1, 1, 1], [0, 0, 0, 2]])
    expected = theirs([WORDS, other])
    for mine, their in zip(ours.predict([WORDS, other], verbose=0), expected, strict=True):
        np.testing.assert_allclose(mine, np.asarray(their), atol=1e-6)


def tagger(engine: Any) -> Any:
    layers = engine.layers
    return engine.Sequential(
        [
            engine.Input((4,)),
            layers.Embedding(4, 3, mask_zero=True),
            layers.LSTM(3, return_sequences=True),
            layers.Dense(2, activation="softmax"),
        ]
    )


LABELS = np.array([[1, 0, 0, 1], [0, 1, 1, 1], [1, 1, 0, 1]])


@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "sum"])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_loss_leaves_out_steps_that_do_not_exist(reduction: str, weighted: bool) -> None:
    """By hand: the weighted sum of the losses of those that exist, divided by their number."""
    model = tagger(nn)
    weights = np.array([1.0, 2.0, 0.5]) if weighted else np.ones(3)
    loss = nn.losses.SparseCategoricalCrossentropy(reduction=reduction)
    model.compile("sgd", loss, metrics=["accuracy"])
    p = model.predict(WORDS, verbose=0)
    each = -np.log(np.take_along_axis(p, LABELS[..., None], -1)[..., 0]) * weights[:, None] * EXISTS
    expected = each.sum() / (EXISTS.sum() if reduction != "sum" else 1)
    right = ((p.argmax(-1) == LABELS) * EXISTS).sum() / EXISTS.sum()
    given = weights if weighted else None
    np.testing.assert_allclose(model.evaluate(WORDS, LABELS, sample_weight=given, verbose=0), [expected, right], 1e-5)
    np.testing.assert_allclose(model.train_on_batch(WORDS, LABELS, sample_weight=given), [expected, right], 1e-5)


def test_loss_and_metrics_of_a_sequence_are_those_of_keras(keras: Any) -> None:
    ours, theirs = tagger(nn), tagger(keras)
    theirs.set_weights(ours.get_weights())
    for model in (ours, theirs):
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    np.testing.assert_allclose(
        ours.evaluate(WORDS, LABELS, verbose=0), theirs.evaluate(WORDS, LABELS, verbose=0), rtol=1e-5
    )


def test_a_batch_without_any_step_has_no_loss() -> None:
    model = tagger(nn)
    model.compile("sgd", "sparse_categorical_crossentropy")
    before = model.get_weights()
    assert model.train_on_batch(np.zeros((2, 4)), LABELS[:2]) == 0
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("training", [True, False])
def test_batch_normalization_leaves_out_what_does_not_exist(keras: Any, gradient_check: Any, training: bool) -> None:
    """The numbers are Keras', the gradient that of differences, and shards change nothing."""
    x = np.random.default_rng(0).standard_normal((3, 4, 2))
    theirs = keras.layers.BatchNormalization()
    expected = np.asarray(theirs(x.astype(np.float32), training=training, mask=EXISTS))
    nn.config.set_floatx("float64")
    layer = nn.layers.BatchNormalization()
    np.testing.assert_allclose(layer(x, training=training, mask=EXISTS), expected, atol=1e-5)
    for own, other in zip(layer.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(own, other, atol=1e-5)

    call, r = Call(Step()), np.random.default_rng(1).standard_normal(x.shape)
    call.mask = EXISTS
    call.step.begin(training=training)
    layer.forward(x, call)
    dx = layer.backward(r, call).copy()
    gradient_check.check(lambda: float(np.vdot(r, layer.forward(x, call))), x, dx)


@pytest.mark.parametrize("kind", ["Multiply", "Maximum", "Minimum"])
def test_gradients_of_merging_with_masks(gradient_check: Any, kind: str) -> None:
    nn.config.set_floatx("float64")
    rng = np.random.default_rng(0)
    inputs = [rng.standard_normal((3, 4, 2)) for _ in range(3)]
    call, r = Call(Step()), rng.standard_normal((3, 4, 2))
    call.mask = [rng.random((3, 4)) < 0.5 for _ in range(3)]
    layer = getattr(nn.layers, kind)()
    layer.forward(inputs, call)
    gradients = [np.array(dx) for dx in layer.backward(r.copy(), call)]
    for x, dx in zip(inputs, gradients, strict=True):
        gradient_check.check(lambda: float(np.vdot(r, layer.forward(inputs, call))), x, dx)


def test_the_mean_of_a_sequence_is_that_of_its_words(keras: Any, gradient_check: Any) -> None:
    x = np.random.default_rng(0).standard_normal((3, 4, 2))
    expected = keras.layers.GlobalAveragePooling1D()(x.astype(np.float32), mask=EXISTS)
    nn.config.set_floatx("float64")
    layer, call = nn.layers.GlobalAveragePooling1D(), Call(Step())
    call.mask = EXISTS
    y = layer.forward(x, call)
    np.testing.assert_allclose(y, np.asarray(expected), atol=1e-6)
    r = np.random.default_rng(1).standard_normal(y.shape)
    dx = layer.backward(r, call).copy()
    gradient_check.check(lambda: float(np.vdot(r, layer.forward(x, call))), x, dx)
    assert layer.output_mask(x, call) is None
    np.testing.assert_array_equal(layer(x, mask=np.zeros((3, 4))), np.zeros((3, 2)))
