"""The zoo: the decks' numbers of parameters, and the same model on both engines."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sutja import nn, zoo
from sutja.engines import engine
from sutja.errors import MissingExtra, UnknownName

# model, input shape, the number of parameters that the decks print
PUBLISHED = [
    ("softmax", (28, 28, 1), 7_850),
    ("mlp-200-sigmoid", (28, 28, 1), 159_010),
    ("mlp-128-dropout", (28, 28, 1), 101_770),
    ("mlp-500x4", (28, 28, 1), 1_149_010),
    ("mlp-500x4-dropout", (28, 28, 1), 1_149_010),
    ("mlp-512x4-dropout", (28, 28, 1), 1_195_018),
    ("cnn-32-64", (28, 28, 1), 3_199_106),
    ("cnn-32-64-64", (32, 32, 3), 122_570),
    ("mlp-128-dropout", (32, 32, 3), 394_634),
    ("mlp-128x3-dropout", (32, 32, 3), 427_658),
    ("mlp-256x4-dropout", (32, 32, 3), 986_634),
    ("mlp-1024x4-dropout", (32, 32, 3), 6_305_802),
]


@pytest.mark.parametrize(("name", "input_shape", "parameters"), PUBLISHED)
def test_parameters_are_those_that_the_deck_prints(name, input_shape, parameters):
    assert zoo.build(name, nn, input_shape).count_params() == parameters


@pytest.mark.parametrize("name", zoo.names())
def test_both_engines_build_the_same_model(name):
    keras = pytest.importorskip("keras", reason="Keras is not installed: pip install 'sutja[keras]'")
    keras.utils.set_random_seed(0)  # the signs of the weights below are those that Keras draws
    ours, theirs = zoo.build(name), zoo.build(name, keras)
    assert [w.shape for w in ours.weights] == [tuple(w.shape) for w in theirs.weights]
    for weight in theirs.weights:  # biases and moving averages start at 0 or 1: let them matter
        weight.assign(np.random.default_rng(1).uniform(0.05, 0.15, weight.shape) * np.sign(weight.numpy() + 0.01))
    ours.set_weights(theirs.get_weights())
    pictures = np.random.default_rng(0).random((3, 28, 28, 1), dtype=np.float32)
    np.testing.assert_allclose(ours.predict(pictures, verbose=0), theirs.predict(pictures, verbose=0), atol=1e-5)


@pytest.mark.parametrize("name", zoo.names())
def test_output_is_a_probability_for_each_class(name):
    model = zoo.build(name, classes=7)
    output = model.predict(np.zeros((2, 28, 28, 1)), verbose=0)
    assert output.shape == (2, 7)
    np.testing.assert_allclose(output.sum(axis=1), 1, rtol=1e-5)


def test_an_unknown_name_gets_the_nearest_one():
    with pytest.raises(UnknownName, match=re.escape("Did you mean 'cnn-small'?")):
        zoo.build("cnn-smal")


def test_engine_by_name():
    assert engine("numpy") is nn
    with pytest.raises(UnknownName, match=r"`engine`. Expected one of: numpy, keras. Received: engine='torch'"):
        engine("torch")


def test_engine_that_is_not_installed(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "keras", None)
    with pytest.raises(MissingExtra, match=re.escape("pip install 'sutja[keras]'")):
        engine("keras")
