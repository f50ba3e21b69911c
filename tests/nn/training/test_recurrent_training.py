"""Training recurrent networks: the same losses and weights as Keras, step by step, and whatever the shards.

The patterns of deck experiment ``E-rnn-patterns``: an output at each step, the output fed back with teacher forcing,
a whole sequence to one output, both directions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn

RNG = np.random.default_rng(0)
STEPS, BATCH, TIME, WORDS = 20, 8, 5, 6


def padded(rng: np.random.Generator, count: int, time: int = TIME) -> Any:
    """Sequences of words 1, 2, ..., of different lengths, filled up with 0."""
    words = rng.integers(1, WORDS, (count, time))
    words[np.arange(time) >= rng.integers(1, time + 1, count)[:, None]] = 0
    return words


def lstm_classifier(engine: Any) -> Any:
    """Pattern 3: a whole sequence, one output; with a mask."""
    layers = engine.layers
    return engine.Sequential(
        [
            engine.Input((TIME,)),
            layers.Embedding(WORDS, 4, mask_zero=True),
            layers.LSTM(5, return_sequences=True),
            layers.LSTM(4),
            layers.Dense(3, activation="softmax"),
        ]
    )


def masked_tagger(engine: Any) -> Any:
    """Pattern 1: an output at each step; steps that are no words do not count."""
    layers = engine.layers
    return engine.Sequential(
        [
            engine.Input((TIME,)),
            layers.Embedding(WORDS, 4, mask_zero=True),
            layers.SimpleRNN(5, return_sequences=True),
            layers.Dropout(0.0),
            layers.TimeDistributed(layers.Dense(3, activation="softmax")),
        ]
    )


def bidirectional(engine: Any) -> Any:
    """Both directions, steps without numbers left out."""
    layers = engine.layers
    return engine.Sequential(
        [
            engine.Input((TIME, 2)),
            layers.Masking(0.0),
            layers.Bidirectional(layers.GRU(3, return_sequences=True)),
            layers.Bidirectional(layers.LSTM(3), merge_mode="ave"),
            layers.Dense(1),
        ]
    )


def encoder_decoder(engine: Any) -> Any:
    """Pattern 2 with teacher forcing: a decoder that starts from the encoder's state and is given the right words."""
    layers = engine.layers
    source = engine.Input((TIME,), name="source", dtype="int32")
    target = engine.Input((None,), name="target", dtype="int32")
    embedded = layers.Embedding(WORDS, 4, mask_zero=True, name="read")(source)
    _output, state = layers.GRU(5, return_state=True, name="encoder")(embedded)
    words = layers.Embedding(WORDS, 4, mask_zero=True, name="write")(target)
    decoded = layers.GRU(5, return_sequences=True, name="decoder")(words, initial_state=[state])
    scores = layers.Dense(WORDS, activation="softmax", name="scores")(decoded)
    return engine.Model([source, target], scores)


def classes(count: int) -> Any:
    return RNG.integers(0, 3, count)


def holes(count: int) -> Any:
    x = RNG.standard_normal((count, TIME, 2)).astype(np.float32)
    x[RNG.random((count, TIME)) < 0.3] = 0
    return x


def translation(count: int) -> tuple[Any, Any]:
    """The target is the source backwards; the decoder is given it one step late."""
    source = padded(RNG, count)
    target = source[:, ::-1]
    return [source, np.concatenate([np.ones((count, 1), int), target[:, :-1]], axis=1)], target


CASES: dict[str, tuple[Callable[[Any], Any], str, Callable[[int], tuple[Any, Any]]]] = {
    "lstm classifier": (lstm_classifier, "sparse_categorical_crossentropy", lambda n: (padded(RNG, n), classes(n))),
    "masked tagger": (
        masked_tagger,
        "sparse_categorical_crossentropy",
        lambda n: (padded(RNG, n), RNG.integers(0, 3, (n, TIME))),
    ),
    "bidirectional": (bidirectional, "mse", lambda n: (holes(n), RNG.standard_normal((n, 1)).astype(np.float32))),
    "encoder-decoder": (encoder_decoder, "sparse_categorical_crossentropy", translation),
}


@pytest.mark.parametrize("name", CASES)
def test_twenty_steps_are_those_of_keras(keras: Any, name: str) -> None:
    make, loss, data = CASES[name]
    ours, theirs = make(nn), make(keras)
    theirs.set_weights(ours.get_weights())
    for model in (ours, theirs):
        model.compile("adam", loss)
    x, y = data(STEPS * BATCH)

    def part(i: int) -> tuple[Any, Any]:
        cut = slice(i * BATCH, (i + 1) * BATCH)
        return ([a[cut] for a in x] if isinstance(x, list) else x[cut]), y[cut]

    losses = [[model.train_on_batch(*part(i)) for i in range(STEPS)] for model in (ours, theirs)]
    np.testing.assert_allclose(*losses, rtol=2e-4)
    for own, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(own, other, atol=2e-4)


@pytest.mark.parametrize("name", CASES)
def test_shards_change_nothing(name: str) -> None:
    make, loss, data = CASES[name]
    nn.config.set_floatx("float64")
    x, y = data(64)
    weights, results = make(nn).get_weights(), []
    for threads in (1, 3):
        nn.config.set_num_threads(threads)
        model = make(nn)
        model.set_weights(weights)
        model.compile("sgd", loss)
        losses = [model.train_on_batch(x, y) for _step in range(3)]
        results.append([np.array(losses), model.evaluate(x, y, batch_size=64, verbose=0), *model.get_weights()])
    for one, three in zip(*results, strict=True):
        np.testing.assert_allclose(one, three, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
def test_it_learns_what_came_first(kind: str) -> None:
    """The label is the first number of the sequence: to know it at the end, one must have kept it."""
    nn.utils.set_random_seed(3)
    x = RNG.standard_normal((256, 6, 1)).astype(np.float32)
    y = (x[:, 0, 0] > 0).astype(np.float32)
    model = nn.Sequential([nn.Input((6, 1)), getattr(nn.layers, kind)(12), nn.layers.Dense(1, activation="sigmoid")])
    model.compile(nn.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=25, verbose=0)
    assert history.history["accuracy"][-1] > 0.9


def test_a_decoder_writes_on_from_its_own_output() -> None:
    """Pattern 2 at test time: the trained layers again, one step a call, each fed with the word before."""
    model = encoder_decoder(nn)
    layers = {layer.name: layer for layer in model.layers}
    source = nn.Input((TIME,))
    encoder = nn.Model(source, layers["encoder"](layers["read"](source))[1])
    word, state = nn.Input((1,)), nn.Input((5,))
    output, state_after = nn.layers.GRU(5, return_sequences=True, return_state=True, name="decoder")(
        layers["write"](word), initial_state=state
    )
    decoder = nn.Model([word, state], [layers["scores"](output), state_after])
    decoder.get_layer("decoder").set_weights(layers["decoder"].get_weights())

    x = padded(RNG, 4)
    h, words, written = encoder.predict(x, verbose=0), np.ones((4, 1)), []
    for _step in range(3):
        scores, h = decoder.predict([words, h], verbose=0)
        words = scores[:, -1].argmax(axis=-1)[:, None]
        written.append(words)
    forced = model.predict([x, np.concatenate([np.ones((4, 1)), *written[:-1]], axis=1)], verbose=0)
    existing = np.concatenate([np.ones((4, 1)), *written[:-1]], axis=1) != 0
    same = forced.argmax(axis=-1) == np.concatenate(written, axis=1)
    assert same[existing].all()
