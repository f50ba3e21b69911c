"""The zoo: the decks' numbers of parameters, and the same model on both engines."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sutja import nn, zoo
from sutja.errors import UnknownName

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
    ("cnn-1-1", (28, 28, 1), 60_062),
    ("cnn-64-128-128", (32, 32, 3), 486_794),
    ("cnn-32-32-64", (32, 32, 3), 145_578),
]
EVERY = [
    *((name, (28, 28, 1)) for name in zoo.names()),
    *((name, (8, 2)) for name in zoo.names("sequences")),
    *((name, (3,)) for name in zoo.names("columns")),
]


@pytest.mark.parametrize(("name", "input_shape", "parameters"), PUBLISHED)
def test_parameters_are_those_that_the_deck_prints(name, input_shape, parameters):
    assert zoo.build(name, nn, input_shape).count_params() == parameters


@pytest.mark.parametrize(("name", "shape"), EVERY)
def test_both_engines_build_the_same_model(name, shape):
    keras = pytest.importorskip("keras", reason="Keras is not installed: pip install 'sutja[keras]'")
    keras.utils.set_random_seed(0)  # the signs of the weights below are those that Keras draws
    ours, theirs = zoo.build(name, nn, shape), zoo.build(name, keras, shape)
    assert [w.shape for w in ours.weights] == [tuple(w.shape) for w in theirs.weights]
    for weight in theirs.weights:  # biases and moving averages start at 0 or 1: let them matter
        weight.assign(np.random.default_rng(1).uniform(0.05, 0.15, weight.shape) * np.sign(weight.numpy() + 0.01))
    ours.set_weights(theirs.get_weights())
    pictures = np.random.default_rng(0).random((3, *shape), dtype=np.float32)
    np.testing.assert_allclose(ours.predict(pictures, verbose=0), theirs.predict(pictures, verbose=0), atol=1e-5)


def test_a_network_that_ends_before_the_softmax_gives_the_scores():
    ends_in_softmax, scores = zoo.build("cnn-32-64"), zoo.build("cnn-32-64", logits=True)
    scores.set_weights(ends_in_softmax.get_weights())
    pictures = np.random.default_rng(0).random((3, 28, 28, 1), dtype=np.float32)
    expected = ends_in_softmax.predict(pictures, verbose=0)
    np.testing.assert_allclose(nn.activations.softmax(scores.predict(pictures, verbose=0)), expected, atol=1e-6)


@pytest.mark.parametrize("name", zoo.names())
def test_output_is_a_probability_for_each_class(name):
    model = zoo.build(name, classes=7)
    output = model.predict(np.zeros((2, 28, 28, 1)), verbose=0)
    assert output.shape == (2, 7)
    np.testing.assert_allclose(output.sum(axis=1), 1, rtol=1e-5)


def test_settings_reach_the_builder():
    assert zoo.build("cnn-32", dropout=True).count_params() == zoo.build("cnn-32").count_params()
    assert [layer.name.split("_")[0] for layer in zoo.build("cnn-32", dropout=True).layers].count("dropout") == 2
    logits = zoo.build("softmax", logits=True, bias_initializer="ones")
    np.testing.assert_array_equal(logits.predict(np.zeros((1, 28, 28, 1)), verbose=0), np.ones((1, 10)))


def test_residual_networks_have_the_depth_of_their_name():
    for name, depth in (("resnet-20", 20), ("resnet-32", 32)):
        kernels = [w for w in zoo.build(name).weights if w.name == "kernel"]
        beside = 2  # the 1 x 1 convolutions around a block that halves do not count
        assert len(kernels) - beside == depth


def test_an_unknown_name_gets_the_nearest_one():
    with pytest.raises(UnknownName, match=re.escape("Did you mean 'cnn-small'?")):
        zoo.build("cnn-smal")
