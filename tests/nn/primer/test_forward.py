"""Forward: deck experiment B-forward-3-layer, and Sequential as its twin."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import Input, Sequential, layers, primer

X = np.array([1.0, 0.5])


def test_the_first_layer_of_the_deck() -> None:
    """B-forward-3-layer: A1 and Z1, to the digits printed."""
    a1, z1 = next(primer.signals(primer.example_network(), X))
    np.testing.assert_array_equal(a1.round(8), [0.3, 0.7, 1.1])
    np.testing.assert_array_equal(z1.round(8), [0.57444252, 0.66818777, 0.75026011])


def test_all_layers_by_hand() -> None:
    """B-forward-3-layer: the deck prints no more; the rest is written out here unit by unit."""
    network = primer.example_network()
    z = X.tolist()
    for number, (w, b) in enumerate(network):
        a = [sum(z[j] * w[j, k] for j in range(len(z))) + b[k] for k in range(len(b))]
        z = [1 / (1 + np.exp(-each)) for each in a] if number < 2 else a
    np.testing.assert_allclose(primer.forward(network, X), z, rtol=1e-14)
    np.testing.assert_allclose(z, [0.31682708, 0.69627909], atol=1e-8)


def test_shapes_of_the_digit_network(rng: Any) -> None:
    """B-inference: the shape at every layer of 784-50-100-10, for one picture and for a batch."""
    sizes = [784, 50, 100, 10]
    network = [(rng.standard_normal((n, m)), np.zeros(m)) for n, m in itertools.pairwise(sizes)]
    one = [a.shape for a, _z in primer.signals(network, np.zeros(784))]
    batch = [z.shape for _a, z in primer.signals(network, np.zeros((100, 784)))]
    assert one == [(50,), (100,), (10,)]
    assert batch == [(100, 50), (100, 100), (100, 10)]


@pytest.mark.parametrize(("output", "theirs"), [(primer.identity, "linear"), (primer.softmax, "softmax")])
def test_twin_of_sequential(output: Any, theirs: str, rng: Any) -> None:
    network = primer.example_network()
    model = Sequential(
        [
            Input((2,)),
            layers.Dense(3, "sigmoid"),
            layers.Dense(2, "sigmoid"),
            layers.Dense(2, theirs),
        ]
    )
    model.set_weights([array for layer in network for array in layer])
    x = rng.standard_normal((6, 2))
    ours = primer.forward(network, x, output)
    np.testing.assert_allclose(ours, model.predict(x, verbose=0), rtol=1e-12)
    np.testing.assert_allclose(ours[0], primer.forward(network, x[0], output), rtol=1e-12)


def test_the_example_is_new_each_time() -> None:
    primer.example_network()[0].w[:] = 0
    assert primer.example_network()[0].w[0, 0] == 0.1


def turned(number: int) -> Any:
    network = primer.example_network()
    network[number] = primer.Weights(network[number].w.T, network[number].b)
    return network


MISUSE: list[tuple[Any, Any, str]] = [
    (
        turned(0),
        X,
        "`w1`. Expected shape (2, units): 2 numbers come in. Received: w1=array of shape (3, 2), dtype float64",
    ),
    (turned(1), X, "`w2`. Expected shape (3, units): 3 numbers come in. Received: w2=array of shape (2, 3)"),
    (primer.example_network(), [1.0, 2.0, 3.0], "`w1`. Expected shape (3, units): 3 numbers come in."),
    (primer.example_network(), 1.0, "`w1`. Expected shape (1, units): 1 numbers come in."),
    ([(np.ones((2, 3)), np.ones(2))], X, "`b1`. Expected shape (3,) for `w1`. Received: b1=array of shape (2,)"),
    ([], X, "`network`. Expected at least one layer. Received: network=[]"),
]


@pytest.mark.parametrize(("network", "x", "text"), MISUSE)
def test_misuse(network: Any, x: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        primer.forward(network, x)
