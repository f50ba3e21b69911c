"""Training: B-two-layer-backprop and B-two-layer-numeric on real digits, and SGD with train_on_batch as twin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from sutja.data import load
from sutja.errors import InvalidArgument
from sutja.nn import Input, Sequential, layers, optimizers, primer


@pytest.fixture(scope="module", autouse=True)
def _one_blas_thread() -> Iterator[None]:
    """Products of small matrices lose more by waiting for a second thread than it helps."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def digits() -> Any:
    """4,000 digits to learn from and 1,000 to test, as rows of 784 numbers from 0 to 1."""
    data = load("mnist5k")
    return data.x_train.reshape(-1, 784) / 255, data.y_train, data.x_test.reshape(-1, 784) / 255, data.y_test


@pytest.mark.parametrize(("activation", "name"), [(primer.Sigmoid, "sigmoid"), (primer.Relu, "relu")])
def test_twin_of_sequential_step_by_step(activation: Any, name: str, digits: Any) -> None:
    """From equal weights, on the same batches, the weights stay equal."""
    x, t, _x, _t = digits
    net = primer.TwoLayerNet(784, 20, 10, activation)
    model = Sequential([Input((784,)), layers.Dense(20, name), layers.Dense(10, "softmax")])
    model.compile(optimizers.SGD(0.1), "sparse_categorical_crossentropy")
    model.set_weights(list(net.params.values()))
    rng = np.random.default_rng(5)  # draws the batches that `train` draws with this seed
    theirs = []
    for _step in range(30):
        batch = rng.choice(len(x), 50, replace=False)
        theirs.append(model.train_on_batch(x[batch], t[batch]))
    ours = primer.train(net, x, t, iterations=30, batch_size=50, seed=5)
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    for w, v in zip(net.params.values(), model.get_weights(), strict=True):
        np.testing.assert_allclose(w, v, atol=1e-8)


def test_it_learns_digits(digits: Any) -> None:
    """B-two-layer-backprop, shortened: after 300 steps of rate 0.5 it reads 88 % of the digits it has never seen.

    With a tenth of the gradient, a part of it left out or turned round, or the sum over the batch instead of the
    mean, it stays below 50 %. The deck's own rate of 0.1 takes about four times as many steps.
    """
    x, t, x_test, t_test = digits
    net = primer.TwoLayerNet(784, 50, 10)
    assert net.accuracy(x_test, t_test) < 0.2
    losses = primer.train(net, x, t, iterations=300, learning_rate=0.5)
    assert len(losses) == 300
    assert losses[0] == pytest.approx(np.log(10), abs=0.05)  # knows nothing yet: 1/10 for each class
    assert np.mean(losses[-50:]) < 0.5
    assert net.accuracy(x_test, t_test) > 0.85


def test_it_learns_by_trying(digits: Any) -> None:
    """B-two-layer-numeric on a tiny cut: 4 x 4 pixels, two classes, and the weights of back-propagation."""
    x, t, _x, _t = digits
    few = np.flatnonzero(t < 2)[:40]
    x = x[few].reshape(-1, 28, 28)[:, 2:26, 2:26].reshape(-1, 4, 6, 4, 6).mean(axis=(2, 4)).reshape(-1, 16)
    nets = [primer.TwoLayerNet(16, 3, 2) for _way in range(2)]
    ways = [primer.TwoLayerNet.numerical_gradient, primer.TwoLayerNet.gradient]
    for net, way in zip(nets, ways, strict=True):
        primer.train(net, x, t[few], iterations=40, batch_size=20, learning_rate=5.0, gradient=way)
        assert net.accuracy(x, t[few]) > 0.95
    for name, w in nets[0].params.items():
        np.testing.assert_allclose(w, nets[1].params[name], atol=1e-6)


def test_same_seed_same_bits(digits: Any) -> None:
    x, t, _x, _t = digits
    runs = []
    for seed in (3, 3, 4):
        net = primer.TwoLayerNet(784, 5, 10)
        primer.train(net, x, t, iterations=3, seed=seed)
        runs.append(net.params["W1"])
    np.testing.assert_array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


def test_a_step() -> None:
    params = {"w": np.array([1.0, 2.0]), "b": np.array([0.5])}
    w = params["w"]
    primer.sgd_step(params, {"w": np.array([10.0, -10.0]), "b": np.array([1.0])}, 0.1)
    assert w.tolist() == [0.0, 3.0]
    assert params["b"].tolist() == [0.4]


def test_a_step_that_fails_changes_nothing() -> None:
    params = {"w": np.array([1.0]), "b": np.array([0.5])}
    with pytest.raises(InvalidArgument):
        primer.sgd_step(params, {"w": np.array([1.0]), "b": np.array([1.0, 2.0])}, 0.1)
    assert params["w"].tolist() == [1.0]


PARAMS = {"w": np.array([1.0])}
NET = primer.TwoLayerNet(4, 2, 3)
X = np.ones((5, 4))
MISUSE: list[tuple[Any, str]] = [
    (lambda: primer.sgd_step(PARAMS, {}, 0.1), "`gradients`. Expected one for each of: w. Received: gradients=[]"),
    (
        lambda: primer.sgd_step(PARAMS, {"w": np.ones(2)}, 0.1),
        '`gradients["w"]`. Expected shape (1,), that of `params["w"]`.',
    ),
    (
        lambda: primer.sgd_step(PARAMS, PARAMS, 0),
        "`learning_rate`. Expected a number above 0. Received: learning_rate=0",
    ),
    (
        lambda: primer.train(NET, X, [0, 1, 2]),
        "`t`. Expected one label a sample: 5 samples were given. Received: t=array of shape (3,), dtype int64",
    ),
    (
        lambda: primer.train(NET, X, [0] * 5),
        "`batch_size`. Expected at most 5, the number of samples. Received: batch_size=100",
    ),
    (lambda: primer.train(NET, X, [0] * 5, iterations=0), "`iterations`. Expected a whole number of at least 1."),
    (lambda: primer.train(NET, X, [3] * 5, batch_size=5), "`labels`. Expected labels from 0 to 2, one for each class."),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
