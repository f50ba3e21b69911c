"""A price on the output of a layer: inside a wrapper it counts for nothing, as in Keras, and we say so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja import nn

X = np.random.default_rng(0).random((4, 3, 5), np.float32)


def wrapped(engine: Any, kind: str, inside: Any, outside: Any) -> Any:
    layers, x = engine.layers, engine.Input((3, 5))
    if kind == "TimeDistributed":
        layer = layers.TimeDistributed(
            layers.Dense(2, kernel_initializer="ones", activity_regularizer=inside), activity_regularizer=outside
        )
    else:
        inner = layers.SimpleRNN(
            2, kernel_initializer="ones", recurrent_initializer="zeros", activity_regularizer=inside
        )
        layer = layers.Bidirectional(inner, activity_regularizer=outside)
    model = engine.Model(x, layer(x))
    model.compile("sgd", "mse")
    return model


def price(model: Any) -> float:
    """By how much the loss is larger than the mean of the squares."""
    y = np.asarray(model.predict(X, verbose=0))
    return float(model.evaluate(X, np.zeros_like(y), verbose=0) - np.square(y).mean())


@pytest.mark.parametrize("kind", ["TimeDistributed", "Bidirectional"])
def test_inside_it_is_warned_of_and_outside_it_counts(keras: Any, kind: str) -> None:
    with pytest.warns(UserWarning, match=f"counts for nothing inside {kind}, as in Keras"):
        ours = wrapped(nn, kind, nn.regularizers.L2(0.1), None)
    assert price(ours) == pytest.approx(0, abs=1e-5)
    assert price(wrapped(keras, kind, keras.regularizers.L2(0.1), None)) == pytest.approx(0, abs=1e-5)
    expected = price(wrapped(keras, kind, None, keras.regularizers.L2(0.1)))
    assert expected > 0.1
    assert price(wrapped(nn, kind, None, nn.regularizers.L2(0.1))) == pytest.approx(expected, rel=1e-5)
