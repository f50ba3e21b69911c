"""fit, evaluate and predict do what Keras does with the same arguments, weights and data."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn

RNG = np.random.default_rng(0)
X = RNG.normal(size=(50, 5)).astype(np.float32)
Y = RNG.integers(0, 3, 50)
ONE_HOT = np.eye(3, dtype=np.float32)[Y]
WEIGHTS = RNG.random(50).astype(np.float32)
FIT: dict[str, Any] = {"batch_size": 25, "epochs": 3, "verbose": 0, "shuffle": False}
SPARSE, DENSE = "sparse_categorical_crossentropy", "categorical_crossentropy"

pytestmark = pytest.mark.usefixtures("keras")


def network(engine: Any) -> Any:
    return engine.Sequential(
        [engine.Input((5,)), engine.layers.Dense(8, activation="relu"), engine.layers.Dense(3, activation="softmax")]
    )


@lru_cache
def in_keras(make: Any, loss: str | None = None, metrics: tuple[str, ...] = ()) -> Any:
    """A model of Keras, made once, since Keras translates each one for JAX when it first runs."""
    import keras

    model = make(keras)
    if loss is not None:
        model.compile(keras.optimizers.SGD(0.1), loss, metrics=list(metrics))
    return model


def twins(make: Any = network, loss: str | None = SPARSE, metrics: tuple[str, ...] = ("accuracy",)) -> tuple[Any, Any]:
    """The same model with the same weights here and in Keras."""
    ours, theirs = make(nn), in_keras(make, loss, metrics)
    if loss is not None:
        ours.compile(nn.optimizers.SGD(0.1), loss, metrics=list(metrics))
    ours.set_weights([RNG.normal(size=w.shape, scale=0.5) for w in ours.get_weights()])
    theirs.set_weights(ours.get_weights())
    return ours, theirs


def assert_same_history(ours: Any, theirs: Any) -> None:
    assert ours.epoch == theirs.epoch
    assert list(ours.history) == list(theirs.history)
    for name, values in theirs.history.items():
        assert ours.history[name] == pytest.approx(values, rel=2e-4, abs=2e-5), name


@pytest.mark.parametrize(
    ("loss", "y", "others"),
    [
        (SPARSE, Y, {"validation_split": 0.3, "batch_size": 16}),
        (SPARSE, Y, {"class_weight": {0: 0.5, 2: 3.0}, "initial_epoch": 1}),
        (DENSE, ONE_HOT, {"class_weight": {0: 0.5, 1: 1.0, 2: 3.0}}),
        (
            DENSE,
            ONE_HOT,
            {
                "sample_weight": WEIGHTS,
                "validation_data": (X[:30], ONE_HOT[:30], WEIGHTS[:30]),
                "validation_batch_size": 10,
                "validation_split": 0.5,
            },
        ),
        (
            DENSE,
            ONE_HOT,
            {"sample_weight": WEIGHTS[:, None], "validation_split": 0.5},
        ),
    ],
    ids=["split", "class_weight", "one-hot class_weight", "weights", "weights and split"],
)
def test_histories_are_equal(loss: str, y: Any, others: dict[str, Any]) -> None:
    ours, theirs = twins(loss=loss, metrics=("accuracy",) if loss == SPARSE else ("accuracy", "mae"))
    assert_same_history(ours.fit(X, y, **FIT | others), theirs.fit(X, y, **FIT | others))
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        assert a == pytest.approx(b, rel=1e-3, abs=1e-4)


def data_set(engine: Any) -> Any:
    class Parts(engine.utils.PyDataset):  # type: ignore[misc]
        def __len__(self) -> int:
            return 2

        def __getitem__(self, index: int) -> Any:
            part = slice(25 * index, 25 * index + 25)
            return X[part], Y[part], WEIGHTS[part]

    return Parts()


def test_a_data_set_trains_validates_and_is_evaluated(keras: Any) -> None:
    ours, theirs = twins()
    results = [
        model.fit(data_set(engine), validation_data=data_set(engine), epochs=2, verbose=0, shuffle=False)
        for model, engine in ((ours, nn), (theirs, keras))
    ]
    assert_same_history(*results)
    mine, other = (model.evaluate(data_set(engine), verbose=0) for model, engine in ((ours, nn), (theirs, keras)))
    assert mine == pytest.approx(other, rel=1e-4)
    assert ours.predict(data_set(nn), verbose=0).shape == (50, 3)


def test_evaluate_answers_in_the_same_forms() -> None:
    ours, theirs = twins()
    for others in ({"batch_size": 20}, {"sample_weight": WEIGHTS}, {"return_dict": True}):
        arguments = {"batch_size": 25, "verbose": 0} | others
        mine, other = (model.evaluate(X, Y, **arguments) for model in (ours, theirs))
        assert type(mine) is type(other)
        assert mine == pytest.approx(other, rel=1e-4)
    mine, other = (model.test_on_batch(X[:25], Y[:25]) for model in (ours, theirs))
    assert isinstance(mine, list) and mine == pytest.approx([float(value) for value in other], rel=1e-4)

    ours, theirs = twins(metrics=())
    mine, other = (model.evaluate(X, Y, batch_size=25, verbose=0) for model in (ours, theirs))
    assert isinstance(mine, float) and mine == pytest.approx(other, rel=1e-4)


def test_train_on_batch_answers_for_this_batch_alone() -> None:
    ours, theirs = twins()
    for part in (slice(0, 25), slice(25, 50)):
        mine, other = (model.train_on_batch(X[part], Y[part], WEIGHTS[part]) for model in (ours, theirs))
        assert mine == pytest.approx([float(value) for value in other], rel=1e-4)
    mine, other = (model.train_on_batch(X[:25], Y[:25], WEIGHTS[:25], return_dict=True) for model in (ours, theirs))
    assert list(mine) == list(other) and list(mine.values()) == pytest.approx(
        [float(v) for v in other.values()], rel=1e-4
    )
    assert ours.predict_on_batch(X) == pytest.approx(np.asarray(theirs.predict_on_batch(X)), abs=1e-5)


def branches(engine: Any) -> Any:
    """Two inputs and two outputs, with a layer that is called twice."""
    a, b = engine.Input((5,), name="a"), engine.Input((5,), name="b")
    shared = engine.layers.Dense(4, activation="tanh")
    total = engine.layers.Add()([shared(a), shared(b)])
    flat = engine.layers.Dense(2)(total)
    return engine.Model([a, b], [engine.layers.Reshape((2, 1))(flat), total])


def test_several_inputs_and_outputs_are_predicted_alike() -> None:
    ours, theirs = twins(branches, loss=None)
    expected = theirs.predict([X, X[::-1]], verbose=0, batch_size=20)
    for inputs in ([X, X[::-1]], (X, X[::-1]), {"b": X[::-1], "a": X}):
        found = ours.predict(inputs, verbose=0, batch_size=20)
        assert isinstance(found, list) and [y.shape for y in found] == [(50, 2, 1), (50, 4)]
        for mine, other in zip(found, expected, strict=True):
            assert mine == pytest.approx(other, abs=1e-5)
    for mine, other in zip(ours([X, X[::-1]]), theirs([X, X[::-1]]), strict=True):
        assert mine == pytest.approx(np.asarray(other), abs=1e-5)
    found = ours.predict_on_batch({"a": X, "b": X[::-1]})
    assert found[1] == pytest.approx(expected[1], abs=1e-5)


def two_inputs(engine: Any) -> Any:
    a, b = engine.Input((5,), name="a"), engine.Input((2,), name="b")
    hidden = engine.layers.Add()([engine.layers.Dense(4)(a), engine.layers.Dense(4)(b)])
    return engine.Model([a, b], engine.layers.Dense(3, activation="softmax")(hidden))


def test_several_inputs_train_alike_as_a_list_or_by_name() -> None:
    ours, theirs = twins(two_inputs)
    start = ours.get_weights()
    split = FIT | {"validation_split": 0.5}
    expected = theirs.fit([X, X[:, :2]], Y, **split)
    for inputs in ([X, X[:, :2]], {"b": X[:, :2], "a": X}):
        ours.set_weights(start)
        assert_same_history(ours.fit(inputs, Y, **split), expected)
        assert ours.test_on_batch(inputs, Y) == pytest.approx(ours.evaluate(inputs, Y, verbose=0), rel=1e-6)
        assert len(ours.train_on_batch(inputs, Y)) == 2


# Callbacks


def recorder(engine: Any, stop: tuple[Any, ...] | None = None) -> tuple[Any, list[Any]]:
    """A callback that writes down every call with the names of its numbers, and stops training at one of them."""
    calls: list[Any] = []

    def method(moment: str) -> Any:
        def record(self: Any, *number: Any, logs: Any = None) -> None:
            *first, last = (*number, logs) if logs is not None else number
            outputs = moment == "on_predict_batch_end"  # there Keras also hands on the outputs
            calls.append((moment, *first, [] if outputs else list(last)))
            if (moment, *first) == stop:
                self.model.stop_training = True

        return record

    moments = [name for name in vars(nn.callbacks.Callback) if name.startswith("on_") and "on_batch" not in name]
    return type("Recorder", (engine.callbacks.Callback,), {name: method(name) for name in moments})(), calls


@pytest.mark.parametrize("stop", [None, ("on_epoch_end", 0), ("on_train_batch_end", 1), ("on_epoch_begin", 1)])
def test_callbacks_are_called_at_the_same_moments_with_the_same_numbers(keras: Any, stop: Any) -> None:
    seen = []
    for model, engine in zip(twins(), (nn, keras), strict=True):
        callback, calls = recorder(engine, stop)
        params = []
        history = model.fit(X, Y, validation_data=(X[:25], Y[:25]), callbacks=[callback], **FIT)
        params.append(callback.params)
        if stop is None:
            model.evaluate(X, Y, verbose=0, callbacks=[callback])
            params.append(callback.params)
            model.predict(X, verbose=0, callbacks=[callback])
            params.append(callback.params)
        seen.append((calls, params, history.epoch, list(history.history)))
    assert seen[0] == seen[1]


def test_numbers_that_a_callback_adds_come_into_the_history(keras: Any) -> None:
    for model, engine in zip(twins(), (nn, keras), strict=True):

        class Adds(engine.callbacks.Callback):  # type: ignore[misc]
            def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
                logs["tens"] = 10 * epoch

        history = model.fit(X, Y, callbacks=[Adds()], **FIT)
        assert history.history["tens"] == [0, 10, 20]
        assert model.history is history
