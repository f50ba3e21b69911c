"""Dense: deck B's three layers."""

from __future__ import annotations

import numpy as np

from sutja import nn
from sutja.nn import config


def test_forward_through_three_layers_of_deck_b() -> None:
    """Deck experiment B-forward-3-layer; A is before the activation, Z after it."""
    config.set_floatx("float64")
    model = nn.Sequential(
        [
            nn.Input((2,)),
            nn.layers.Dense(3, name="A1"),
            nn.layers.Activation("sigmoid", name="Z1"),
            nn.layers.Dense(2, activation="sigmoid"),
            nn.layers.Dense(2),
        ]
    )
    model.set_weights(
        [
            np.array([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]]),
            np.array([0.1, 0.2, 0.3]),
            np.array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]]),
            np.array([0.1, 0.2]),
            np.array([[0.1, 0.3], [0.2, 0.4]]),
            np.array([0.1, 0.2]),
        ]
    )
    x = np.array([[1.0, 0.5]])
    first = nn.Model(model.inputs, [model.get_layer("A1").output, model.get_layer("Z1").output])
    a1, z1 = first.predict(x, verbose=0)
    np.testing.assert_allclose(a1, [[0.3, 0.7, 1.1]], rtol=0, atol=1e-12)
    np.testing.assert_allclose(z1, [[0.57444252, 0.66818777, 0.75026011]], rtol=0, atol=5e-9)
    a2 = z1 @ [[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]] + [0.1, 0.2]
    y = 1 / (1 + np.exp(-a2)) @ [[0.1, 0.3], [0.2, 0.4]] + [0.1, 0.2]
    np.testing.assert_allclose(model.predict(x, verbose=0), y, rtol=1e-12)


def test_every_position_of_a_sequence_goes_through_the_same_weights() -> None:
    layer = nn.layers.Dense(4, activation="tanh")
    x = np.random.default_rng(0).standard_normal((2, 3, 5)).astype(np.float32)
    np.testing.assert_allclose(layer(x), np.stack([layer(x[:, i]) for i in range(3)], axis=1), rtol=1e-5, atol=1e-6)
