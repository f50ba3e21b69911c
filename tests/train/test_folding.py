"""Folding: the same answers without BatchNormalization."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import nn, zoo
from sutja.nn.layers import BatchNormalization, Dropout
from sutja.train.folding import folded


def trained(model):
    """``model`` after a few steps, so that its BatchNormalization has seen something."""
    model.compile("adam", "sparse_categorical_crossentropy")
    rng = np.random.default_rng(0)
    shape = model.input_shape[1:]
    model.fit(rng.normal(0.3, 1, (96, *shape)).astype(np.float32), np.arange(96) % 5, batch_size=16, verbose=0)
    return model


@pytest.mark.parametrize("name", ["reader-small", "reader-large"])
def test_a_reader_answers_the_same(name):
    model = trained(zoo.build(name, input_shape=(20, 20, 1), classes=5))
    pictures = np.random.default_rng(1).random((7, 20, 20, 1), np.float32)
    found = folded(model)
    assert not any(isinstance(layer, BatchNormalization | Dropout) for layer in found.layers)
    np.testing.assert_allclose(found.predict(pictures, verbose=0), model.predict(pictures, verbose=0), atol=2e-5)


@pytest.mark.parametrize("scale", [True, False])
@pytest.mark.parametrize("center", [True, False])
def test_dense_layers_with_a_bias_and_parts_of_batch_normalization(scale, center):
    model = trained(
        nn.Sequential(
            [
                nn.Input((6,)),
                nn.layers.Dense(8),
                BatchNormalization(scale=scale, center=center),
                nn.layers.Activation("tanh"),
                nn.layers.Dense(8, activation="relu"),
                BatchNormalization(),  # behind an activation: stays
                nn.layers.Dense(5, activation="softmax"),
            ]
        )
    )
    samples = np.random.default_rng(1).normal(size=(9, 6)).astype(np.float32)
    found = folded(model)
    assert sum(isinstance(layer, BatchNormalization) for layer in found.layers) == 1
    np.testing.assert_allclose(found.predict(samples, verbose=0), model.predict(samples, verbose=0), atol=2e-6)
