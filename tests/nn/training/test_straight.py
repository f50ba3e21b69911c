"""The quick way through a straight network: the same answers, for whatever it knows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sutja import nn, zoo
from sutja.nn import layers
from sutja.nn.call import Call, Step
from sutja.nn.training.straight import AT_ONCE, StraightNetwork
from sutja.train.folding import folded


def sequential(shape: tuple[int, ...], *parts: layers.Layer) -> nn.Sequential:
    """With weights drawn anew, those that begin as 0 too."""
    model = nn.Sequential([nn.Input(shape), *parts])
    rng = np.random.default_rng(1)
    values = [rng.normal(0, 0.3, w.shape) for w in model.get_weights()]
    model.set_weights([abs(v) if "variance" in w.name else v for w, v in zip(model.weights, values, strict=True)])
    return model


def normalised_reader() -> nn.Sequential:
    """The small reader, with means and variances that do something."""
    model = zoo.build("reader-small", classes=11)
    rng = np.random.default_rng(2)
    model.set_weights([w + rng.normal(0, 0.05, w.shape) for w in model.get_weights()])
    return model


def reader() -> nn.Sequential:
    """The same as it ships, each BatchNormalization folded into the layer before it."""
    return folded(normalised_reader())


def pictures(count: int, shape: tuple[int, ...] = (28, 28, 1)) -> np.ndarray:
    return np.random.default_rng(count).normal(size=(count, *shape)).astype(np.float32)


def straight(model: nn.Model) -> StraightNetwork:
    network = StraightNetwork.of(model.graph)
    assert network is not None
    return network


def by_graph(model: nn.Model, x: np.ndarray) -> np.ndarray:
    step = Step()
    step.begin(training=False)
    (y,) = model.graph.forward([x], Call(step))
    return y.copy()


def assert_same(model: nn.Model, x: np.ndarray) -> None:
    found, expected = straight(model)(x), by_graph(model, x)
    assert found.dtype == expected.dtype
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("count", [1, 2, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE - 1])
@pytest.mark.parametrize(
    "make", [reader, normalised_reader, lambda: zoo.build("cnn-small"), lambda: zoo.build("softmax")]
)
def test_it_predicts_what_the_model_does(make, count):
    assert_same(make(), pictures(count))


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("size", [1, 2, 3, (5, 2)])
@pytest.mark.parametrize("channels", [1, 2, 8])
def test_convolutions(padding, size, channels):
    model = sequential(
        (9, 7, channels),
        layers.Conv2D(6, size, padding=padding, activation="relu"),
        layers.Conv2D(3, size, padding=padding, use_bias=False),
    )
    assert_same(model, pictures(3, (9, 7, channels)))


@pytest.mark.parametrize(
    "parts",
    [
        lambda: [layers.MaxPooling2D()],
        lambda: [layers.Conv2D(4, 3), layers.Activation("relu"), layers.MaxPooling2D(), layers.MaxPooling2D()],
        lambda: [layers.Conv2D(4, 3, activation="tanh"), layers.MaxPooling2D()],
        lambda: [layers.Conv2D(4, 3, activation="gelu"), layers.MaxPooling2D(), layers.Conv2D(2, 2, padding="same")],
        lambda: [layers.Conv2D(4, 3), layers.MaxPooling2D(), layers.Activation("softmax")],
        lambda: [layers.Activation("relu"), layers.Dropout(0.5), layers.Flatten(), layers.Dense(3, use_bias=False)],
        lambda: [layers.GlobalAveragePooling2D(), layers.Dense(5, activation="relu"), layers.Dense(3, "softmax")],
        lambda: [layers.Dense(4, activation="relu"), layers.MaxPooling2D(), layers.GlobalAveragePooling2D()],
        lambda: [layers.BatchNormalization(axis=3, epsilon=0.1), layers.MaxPooling2D()],
        lambda: [layers.Conv2D(4, 3), layers.BatchNormalization(scale=False), layers.Activation("relu")],
        lambda: [layers.Flatten(), layers.Dense(5), layers.BatchNormalization(center=False)],
    ],
)
def test_layers_one_after_the_other_with_odd_sizes(parts):
    x = pictures(5, (11, 13, 2))
    before = x.copy()
    assert_same(sequential((11, 13, 2), *parts()), x)
    np.testing.assert_array_equal(x, before)


def test_a_maximum_goes_ahead_of_bias_and_relu_to_the_bit():
    model = sequential((8, 8, 1), layers.Conv2D(4, 3, activation="relu"), layers.MaxPooling2D())
    apart = sequential((8, 8, 1), layers.Conv2D(4, 3, activation="relu"))
    x = pictures(3, (8, 8, 1))
    every = straight(apart)(x).reshape(3, 3, 2, 3, 2, 4)
    np.testing.assert_array_equal(straight(model)(x), every.max(axis=(2, 4)))


def test_a_functional_model_in_double_precision():
    entry = nn.Input((6, 6, 1), dtype="float64")
    y = layers.Conv2D(3, 3, activation="relu", dtype="float64")(entry)
    model = nn.Model(entry, layers.GlobalAveragePooling2D(dtype="float64")(y))
    x = np.random.default_rng(0).normal(size=(2, 6, 6, 1))
    np.testing.assert_allclose(straight(model)(x), by_graph(model, x), rtol=1e-13)


@pytest.mark.parametrize(
    "part",
    [
        lambda: layers.Conv2D(2, 3, strides=2),
        lambda: layers.Conv2D(2, 3, dilation_rate=2),
        lambda: layers.Conv2D(2, 3, groups=2),
        lambda: layers.MaxPooling2D(3),
        lambda: layers.MaxPooling2D(2, strides=1),
        lambda: layers.MaxPooling2D(padding="same"),
        lambda: layers.GlobalAveragePooling2D(keepdims=True),
        lambda: layers.AveragePooling2D(),
        lambda: layers.BatchNormalization(axis=1),
        lambda: layers.GaussianNoise(0.1),
        lambda: type("Mine", (layers.Dense,), {})(3),
        lambda: nn.Sequential([nn.Input((8, 8, 2)), layers.Flatten()]),
    ],
)
def test_what_it_does_not_know_is_left_to_the_model(part):
    assert StraightNetwork.of(sequential((8, 8, 2), part()).graph) is None


def test_the_pictures_of_these_tests_leave_the_reader_in_doubt():
    assert straight(reader())(pictures(8)).max() < 0.99


def test_what_is_not_straight_is_left_to_the_model():
    entry, other = nn.Input((4,)), nn.Input((4,))
    hidden = layers.Dense(4)(entry)
    assert StraightNetwork.of(nn.Model(entry, layers.Add()([entry, hidden])).graph) is None
    assert StraightNetwork.of(nn.Model([entry, other], layers.Add()([hidden, other])).graph) is None
    assert StraightNetwork.of(nn.Model(entry, [hidden, layers.Dense(2)(hidden)]).graph) is None
    assert StraightNetwork.of(nn.Sequential([nn.Input((None, None, 1)), layers.Conv2D(2, 3)]).graph) is None


def test_a_layer_used_twice():
    entry, layer = nn.Input((4,)), layers.Dense(4, activation="relu")
    assert_same(nn.Model(entry, layer(layer(entry))), pictures(3, (4,)))


def test_it_follows_the_weights():
    model, x = reader(), pictures(2)
    network = straight(model)
    before = network(x)
    model.set_weights([w * np.float32(0.8) for w in model.get_weights()])
    after = network(x)
    assert np.abs(after - before).max() > 1e-4
    np.testing.assert_allclose(after, by_graph(model, x), atol=1e-6)
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(x, np.array([3, 5]), epochs=2, verbose=0)
    assert np.abs(network(x) - after).max() > 1e-4
    np.testing.assert_allclose(network(x), by_graph(model, x), atol=1e-6)


def change(model: nn.Model, layer: int, **settings: object) -> None:
    for name, value in settings.items():
        setattr(model.layers[layer], name, value)


@pytest.mark.parametrize(
    "what",
    [
        lambda model: change(model, -1, activation=nn.activations.linear),
        lambda model: change(model, 1, epsilon=3.0),
        lambda model: change(model, 0, strides=(2, 2), padding="same"),
    ],
)
def test_whoever_changes_a_layer_gets_what_it_does_now(what):
    parts = [layers.Conv2D(3, 3), layers.BatchNormalization(), layers.GlobalAveragePooling2D(), layers.Dense(4, "tanh")]
    model, x = sequential((8, 8, 1), *parts), pictures(3, (8, 8, 1))
    network, before = straight(model), model.predict(x, verbose=0)
    assert network.is_current()
    what(model)
    assert not network.is_current()
    after = model.predict(x, verbose=0)
    assert np.abs(after - before).max() > 1e-3
    np.testing.assert_allclose(after, by_graph(model, x), atol=1e-6)


def test_several_threads_may_call_it():
    network, x = straight(reader()), pictures(40)
    alone = [network(x[i : i + 1]) for i in range(len(x))]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            together = list(pool.map(lambda i: network(x[i : i + 1]), range(len(x))))
            np.testing.assert_array_equal(together, alone)


def test_an_answer_stays_when_the_next_one_is_made():
    network, x = straight(reader()), pictures(2)
    first = network(x[:1])
    kept = first.copy()
    network(x[1:])
    np.testing.assert_array_equal(first, kept)
