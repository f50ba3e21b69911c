"""Frozen layers, models as layers and layers that are shared: five steps each, here and in Keras."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn

RNG = np.random.default_rng(0)
X = RNG.standard_normal((5, 34, 6)).astype(np.float32)
Y = X[..., :3].argmax(axis=-1)
STEPS = [(x, y) for x, y in zip(X, Y, strict=True)]


def settled(engine: Any) -> dict[str, Any]:
    return {
        "optimizer": engine.optimizers.SGD(0.1, momentum=0.9),
        "loss": "sparse_categorical_crossentropy",
        "metrics": ["accuracy"],
    }


def head(engine: Any, x: Any) -> Any:
    return engine.layers.Dense(3, activation="softmax")(x)


def frozen_layers(engine: Any) -> Any:
    """A frozen layer below and between trained ones; a frozen BatchNormalization goes by its moving statistics."""
    layers = engine.layers
    return engine.Sequential(
        [
            engine.Input((6,)),
            layers.Dense(5, trainable=False),
            layers.BatchNormalization(),
            layers.Dense(4, activation="tanh"),
            layers.BatchNormalization(trainable=False),
            layers.Dense(4, activation="relu", trainable=False, kernel_regularizer="l2"),
            layers.Dense(3, activation="softmax", kernel_regularizer="l2"),
        ]
    )


def transfer(engine: Any) -> Any:
    """A base that stays as it is, as one layer, and a new head."""
    layers = engine.layers
    base = engine.Sequential(
        [engine.Input((6,)), layers.Dense(5, activation="relu"), layers.BatchNormalization(momentum=0.8)], name="base"
    )
    base.trainable = False
    x = engine.Input((6,))
    return engine.Model(x, head(engine, base(x, training=False) if engine is not nn else base(x)))


def nested(engine: Any) -> Any:
    """A Sequential in a Model in a Model, with statistics of its own and a layer frozen deep inside."""
    layers = engine.layers
    inmost = engine.Sequential(
        [engine.Input((5,)), layers.Dense(4, trainable=False), layers.BatchNormalization(momentum=0.8)], name="inmost"
    )
    a = engine.Input((6,))
    middle = engine.Model(a, inmost(layers.Dense(5, activation="tanh")(a)), name="middle")
    x = engine.Input((6,))
    return engine.Model(x, head(engine, middle(x)))


def shared(engine: Any) -> Any:
    """A layer that stands in two models, both of which are called, one of them twice."""
    layers = engine.layers
    common = layers.Dense(6, activation="tanh", name="common", kernel_regularizer="l2")
    one = engine.Sequential([engine.Input((6,)), common, layers.Dense(6, name="after")], name="one")
    b = engine.Input((6,))
    two = engine.Model(b, layers.Add()([common(b), b]), name="two")
    x = engine.Input((6,))
    return engine.Model(x, head(engine, layers.Concatenate()([one(x), two(one(x)), common(x)])))


def several(engine: Any) -> Any:
    """A model with two outputs and two inputs as a layer; each output goes another way."""
    layers = engine.layers
    a, b = engine.Input((6,)), engine.Input((4,))
    hidden = layers.Dense(4, activation="tanh")(a)
    inner = engine.Model([a, b], [layers.Add()([hidden, b]), layers.Dense(3)(hidden)], name="inner")
    x = engine.Input((6,))
    left, right = inner([x, layers.Dense(4)(x)])
    return engine.Model(x, head(engine, layers.Concatenate()([left, layers.Activation("relu")(right)])))


@pytest.mark.parametrize("build", [frozen_layers, transfer, nested, shared, several])
def test_five_steps_as_in_keras(twin: Any, build: Any) -> None:
    twin.compare_training(build, settled, STEPS)


def test_what_is_frozen_does_not_move_and_what_is_not_does() -> None:
    for build, still in ((frozen_layers, {"dense", "batch_normalization_1", "dense_2"}), (transfer, {"base"})):
        nn.utils.clear_session()
        model = build(nn)
        model.compile(**settled(nn))
        before = {layer.name: layer.get_weights() for layer in model.layers if layer.weights}
        model.fit(X[0], Y[0], verbose=0)
        moved = {
            name
            for name, weights in before.items()
            if any(not np.array_equal(a, b) for a, b in zip(weights, model.get_layer(name).get_weights(), strict=True))
        }
        assert moved == before.keys() - still


def test_freezing_takes_effect_with_compile_and_is_warned_of_before() -> None:
    model = nn.Sequential([nn.Input((6,)), nn.layers.Dense(4), nn.layers.Dense(3)], name="net")
    model.compile("sgd", "mse")
    target = np.eye(3)[Y[0]]
    model.layers[0].trainable = False

    def moved() -> list[bool]:
        before = model.get_weights()
        model.fit(X[0], target, verbose=0)
        return [not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]

    with pytest.warns(UserWarning) as caught:
        assert moved() == [True] * 4
    assert str(caught[0].message) == (
        "Layers of `net` were frozen or unfrozen since compile(). Compile it again for this to take effect."
    )
    model.compile(model.optimizer, "mse")
    assert moved() == [False, False, True, True]


def test_a_shared_layer_is_one_in_the_list_of_weights() -> None:
    model = shared(nn)
    names = [variable.path for variable in model.variables]
    assert len(names) == len(set(names)) == len(model.trainable_variables) == 6
    assert model.count_params() == sum(w.size for w in model.get_weights())


def test_a_layer_added_after_compile_is_trained() -> None:
    model = nn.Sequential([nn.Input((6,)), nn.layers.Dense(4)])
    model.compile("sgd", "mse", metrics=["mae"])
    model.train_on_batch(X[0], X[0][:, :4])
    model.add(nn.layers.Dense(3))
    before = model.get_weights()
    model.train_on_batch(X[0], X[0][:, :3])
    assert all(not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def adversaries() -> tuple[nn.Model, nn.Model]:
    """A judge, and a model that ends in the judge, frozen: compiled after the judge was."""
    judge = nn.Sequential([nn.Input((6,)), nn.layers.Dense(1)], name="judge")
    judge.compile(nn.optimizers.Adam(0.01), "mse")
    judge.trainable = False
    x = nn.Input((6,))
    both = nn.Model(x, judge(nn.layers.Dense(6, name="maker")(x)))
    both.compile(nn.optimizers.Adam(0.01), "mse")
    return judge, both


def test_two_models_train_in_turn_each_what_it_was_compiled_for() -> None:
    judge, both = adversaries()
    for step in range(3):
        of_judge, of_maker = judge.get_weights(), both.get_layer("maker").get_weights()
        judge.train_on_batch(X[step], np.ones((34, 1)))
        assert not np.array_equal(of_judge[0], judge.get_weights()[0])
        of_judge = judge.get_weights()
        both.train_on_batch(X[step], np.zeros((34, 1)))
        assert np.array_equal(of_judge[0], judge.get_weights()[0])
        assert not np.array_equal(of_maker[0], both.get_layer("maker").get_weights()[0])


def test_models_that_share_a_layer_keep_what_their_optimizers_know() -> None:
    """In turn with a model that does not change anything, Adam goes the way that it goes alone."""

    def trained(in_turn: bool) -> list[Any]:
        nn.utils.clear_session()
        nn.utils.set_random_seed(1)
        common, x = nn.layers.Dense(3), nn.Input((6,))
        one, other = (nn.Model(x, nn.layers.Dense(2)(common(x))) for _ in range(2))
        one.compile(nn.optimizers.Adam(0.01), "mse")
        other.compile(nn.optimizers.SGD(0.0), "mse")
        for step in X:
            one.train_on_batch(step, step[:, :2])
            if in_turn:
                other.train_on_batch(step, step[:, :2])
        return one.get_weights()

    for a, b in zip(trained(True), trained(False), strict=True):
        assert np.array_equal(a, b)
