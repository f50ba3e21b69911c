"""TwoLayerNet: its two gradients agree (B-two-layer-numeric), and they are the engine's."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import Input, Sequential, layers, optimizers, primer

ACTIVATIONS = {"sigmoid": primer.Sigmoid, "relu": primer.Relu}


def net_of(name: str, rng: Any, sizes: tuple[int, int, int] = (4, 5, 3)) -> primer.TwoLayerNet:
    """A network whose weights are large enough that nothing about it is nearly linear."""
    net = primer.TwoLayerNet(*sizes, ACTIVATIONS[name])
    for w in net.params.values():
        w[:] = rng.standard_normal(w.shape)
    return net


def twin_of(net: primer.TwoLayerNet, name: str, rate: float = 1.0) -> Any:
    (inputs, hidden), classes = net.params["W1"].shape, len(net.params["b2"])
    model = Sequential([Input((inputs,)), layers.Dense(hidden, name), layers.Dense(classes, "softmax")])
    model.compile(optimizers.SGD(rate), "sparse_categorical_crossentropy")
    model.set_weights(list(net.params.values()))
    return model


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_both_gradients_agree(name: str, rng: Any) -> None:
    """B-two-layer-numeric: to a millionth in float64."""
    net, x, t = net_of(name, rng), rng.standard_normal((6, 4)), rng.integers(0, 3, 6)
    tried, walked = net.numerical_gradient(x, t), net.gradient(x, t)
    assert list(tried) == list(walked) == list(net.params)
    for each in net.params:
        assert walked[each].shape == net.params[each].shape
        assert np.abs(walked[each] - tried[each]).max() <= 1e-6 * np.abs(tried[each]).max()


def test_what_they_cost(monkeypatch: pytest.MonkeyPatch, rng: Any) -> None:
    """B-two-layer-numeric: trying takes two forward passes a weight, going back one pass through each layer."""
    net, x, t = net_of("sigmoid", rng), rng.standard_normal((6, 4)), rng.integers(0, 3, 6)
    count = {"forward": 0, "backward": 0}
    for way in count:
        whole = getattr(primer.Affine, way)

        def counted(self: Any, *arguments: Any, way: str = way, whole: Any = whole) -> Any:
            count[way] += 1
            return whole(self, *arguments)

        monkeypatch.setattr(primer.Affine, way, counted)
    net.gradient(x, t)
    assert count == {"forward": 2, "backward": 2}
    net.numerical_gradient(x, t)
    weights = sum(w.size for w in net.params.values())
    assert count == {"forward": 2 + 2 * 2 * weights, "backward": 2}
    deck = primer.TwoLayerNet(784, 50, 10)
    assert 2 * sum(w.size for w in deck.params.values()) == 79_520


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_twin_of_sequential(name: str, rng: Any) -> None:
    """Probabilities, loss and gradient of the engine's model with the same weights."""
    net, x, t = net_of(name, rng), rng.standard_normal((8, 4)), rng.integers(0, 3, 8)
    model = twin_of(net, name)
    np.testing.assert_allclose(net.predict(x), model.predict(x, verbose=0), rtol=1e-10)
    before, gradient = net.loss(x, t), net.gradient(x, t)
    assert model.train_on_batch(x, t) == pytest.approx(before, rel=1e-6)
    for (each, w), after in zip(net.params.items(), model.get_weights(), strict=True):
        np.testing.assert_allclose(w - after, gradient[each], atol=1e-9)


def test_one_hot_labels_are_the_same(rng: Any) -> None:
    net, x, t = net_of("relu", rng), rng.standard_normal((8, 4)), rng.integers(0, 3, 8)
    rows = primer.one_hot(t, 3)
    assert net.loss(x, t) == net.loss(x, rows)
    assert net.accuracy(x, t) == net.accuracy(x, rows)
    np.testing.assert_array_equal(net.gradient(x, t)["W1"], net.gradient(x, rows)["W1"])


def test_accuracy_counts(rng: Any) -> None:
    net, x = net_of("relu", rng), rng.standard_normal((8, 4))
    best = net.predict(x).argmax(axis=1)
    assert net.accuracy(x, best) == 1
    assert net.accuracy(x, np.where(np.arange(8) < 2, (best + 1) % 3, best)) == 0.75


def test_weights_may_be_replaced(rng: Any) -> None:
    """Nothing of an earlier pass is kept, so ``params`` is the whole network."""
    net, other, x = net_of("relu", rng), net_of("relu", rng), rng.standard_normal((2, 4))
    net.predict(x)
    net.params = other.params
    np.testing.assert_array_equal(net.predict(x), other.predict(x))


def test_the_first_weights() -> None:
    """Small, different, and the same for the same seed."""
    a, b, c = primer.TwoLayerNet(784, 50, 10), primer.TwoLayerNet(784, 50, 10), primer.TwoLayerNet(784, 50, 10, seed=1)
    np.testing.assert_array_equal(a.params["W1"], b.params["W1"])
    assert not np.array_equal(a.params["W1"], c.params["W1"])
    assert a.params["W1"].std() == pytest.approx(0.01, rel=0.02)
    assert not a.params["b1"].any() and not a.params["b2"].any()


MISUSE: list[tuple[Any, str]] = [
    (
        lambda net: net.predict(np.ones((5, 2, 2))),
        "`x`. Expected one sample a row, shape (n, 4). Received: x=array of shape (5, 2, 2), dtype float64. "
        "x.reshape(-1, 4) lays each sample out in a row",
    ),
    (lambda net: net.predict(np.ones((5, 3))), "`x`. Expected one sample a row, shape (n, 4)."),
    (lambda net: net.loss(np.ones((5, 4)), [0, 1]), "`t`. Expected one label a sample: 5 whole numbers, or one-hot"),
    (lambda net: net.gradient(np.ones((1, 4)), [7]), "`labels`. Expected labels from 0 to 2, one for each class."),
    (
        lambda net: net.accuracy(np.ones((0, 4)), []),
        "`x`. Expected one sample a row, shape (n, 4). Received: x=array of shape (0, 4)",
    ),
    (
        lambda net: primer.TwoLayerNet(784, 50, 10, "relu"),
        "`activation`. Expected one of: Sigmoid, Relu. Received: activation='relu'",
    ),
    (lambda net: primer.TwoLayerNet(784, 0, 10), "`hidden`. Expected a whole number of at least 1. Received: hidden=0"),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str, rng: Any) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call(net_of("sigmoid", rng))
