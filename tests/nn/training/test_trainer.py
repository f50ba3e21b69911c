"""compile, fit, evaluate and predict: what has no counterpart to compare with, and how misuse is answered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_info

import sutja.nn as nn
from sutja.errors import InvalidArgument

RNG = np.random.default_rng(0)
X = RNG.random((40, 3), np.float32)
Y = RNG.integers(0, 2, 40)


def model(*, compiled: bool = True) -> nn.Sequential:
    result = nn.Sequential([nn.Input((3,)), nn.layers.Dense(2, activation="softmax")], name="net")
    if compiled:
        result.compile(nn.optimizers.Adam(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return result


def test_training_learns() -> None:
    labels = (X[:, 0] > X[:, 1]).astype(int)
    history = model().fit(X, labels, epochs=60, verbose=0)
    assert history.history["loss"][-1] < 0.4 * history.history["loss"][0]
    assert history.history["accuracy"][-1] > 0.9
    assert history.epoch == list(range(60))


def test_validation_samples_are_the_last_ones_and_are_not_trained_on() -> None:
    seen: list[float] = []

    class Watching(nn.layers.Dense):
        def forward(self, x: Any, call: Any) -> Any:
            if call.training:
                seen.extend(x[:, 0].tolist())
            return super().forward(x, call)

    net = nn.Sequential([nn.Input((3,)), Watching(2)])
    net.compile("sgd", "mse")
    net.fit(X, X[:, :2], validation_split=0.25, epochs=2, batch_size=10, verbose=0)
    assert sorted(seen) == sorted(2 * X[:30, 0].tolist())
    assert seen != 2 * X[:30, 0].tolist()  # what is left is shuffled


def test_no_epochs_change_nothing() -> None:
    net = model()
    before = net.get_weights()
    for others in ({"epochs": 0}, {"epochs": 2, "initial_epoch": 2}):
        history = net.fit(X, Y, verbose=0, **others)
        assert (history.history, history.epoch) == ({}, [])
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


def test_every_step_draws_random_numbers_of_its_own() -> None:
    seen: list[tuple[int, int]] = []

    class Drawing(nn.layers.Dense):
        def forward(self, x: Any, call: Any) -> Any:
            if call.training:
                seen.append((call.step.seed, call.step.number))
            return super().forward(x, call)

    nn.config.set_num_threads(1)
    net = nn.Sequential([nn.Input((3,)), Drawing(2)])
    net.compile("sgd", "mse")
    net.fit(X, X[:, :2], batch_size=20, epochs=2, verbose=0)
    net.evaluate(X, X[:, :2], verbose=0)
    net.train_on_batch(X, X[:, :2])
    assert seen == [(net.seed, number) for number in range(5)]


def test_training_stops_within_an_epoch_when_told_so() -> None:
    net = model()

    def stop(batch: int, logs: Any) -> None:
        net.stop_training = batch == 1

    history = net.fit(
        X, Y, batch_size=10, epochs=3, verbose=0, callbacks=[nn.callbacks.LambdaCallback(on_train_batch_end=stop)]
    )
    assert net.optimizer is not None and net.optimizer.iterations == 2
    assert history.epoch == [0]
    assert net.fit(X, Y, epochs=2, verbose=0).epoch == [0, 1]


def test_a_layer_added_after_predicting_takes_part_in_the_next_prediction() -> None:
    net = model()
    net.predict(X, verbose=0)
    net.add(nn.layers.Dense(5))
    assert net.predict(X, verbose=0).shape == (40, 5)


def test_an_interrupt_in_a_callback_comes_out_and_leaves_a_model_that_goes_on() -> None:
    net, threads = model(), threadpool_info()

    def interrupt(batch: int, logs: Any) -> None:
        if batch == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        net.fit(X, Y, batch_size=10, verbose=0, callbacks=[nn.callbacks.LambdaCallback(on_train_batch_end=interrupt)])
    assert net.optimizer is not None and net.optimizer.iterations == 2
    net.fit(X, Y, batch_size=10, verbose=0)
    assert net.optimizer.iterations == 6
    assert threadpool_info() == threads


def test_compiling_anew_changes_how_to_train_and_keeps_the_weights() -> None:
    net = model()
    net.fit(X, Y, verbose=0)
    before = net.get_weights()
    net.compile("sgd", "mse", metrics=["mae"])
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))
    assert net.metrics_names == ["loss", "mae"]
    assert sorted(net.evaluate(X, np.eye(2)[Y], verbose=0, return_dict=True)) == ["loss", "mae"]


def test_freezing_between_two_trainings_keeps_the_frozen_weights() -> None:
    net = nn.Sequential([nn.Input((3,)), nn.layers.Dense(3), nn.layers.Dense(2)])
    net.compile("adam", "mse")
    net.fit(X, np.eye(2)[Y], verbose=0)
    net.layers[0].trainable = False
    net.compile("adam", "mse")
    before = net.get_weights()
    net.fit(X, np.eye(2)[Y], verbose=0)
    assert [np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True)] == [True, True, False, False]


def test_two_models_may_share_layers_and_train_in_turn() -> None:
    shared = nn.layers.Dense(3, activation="tanh")
    x = nn.Input((3,))
    first, second = (nn.Model(x, nn.layers.Dense(2)(shared(x))) for _ in range(2))
    for net in (first, second):
        net.compile("sgd", "mse")
    for net in (first, second, first):
        before = shared.get_weights()
        other = next(m for m in (first, second) if m is not net).layers[-1].get_weights()
        net.fit(X, np.eye(2)[Y], verbose=0)
        assert not np.array_equal(before[0], shared.get_weights()[0])
        assert np.array_equal(other[0], next(m for m in (first, second) if m is not net).layers[-1].get_weights()[0])
    assert first.predict(X, verbose=0) == pytest.approx(np.asarray(first(X)), abs=1e-6)


def test_a_model_without_input_takes_the_shape_of_the_first_data() -> None:
    for start in ("fit", "evaluate", "predict", "predict_on_batch", "train_on_batch", "test_on_batch"):
        net = nn.Sequential([nn.layers.Dense(2, activation="softmax")])
        net.compile("sgd", "sparse_categorical_crossentropy")
        assert not net.built
        getattr(net, start)(X, *([] if "predict" in start else [Y]))
        assert net.input_shape == (None, 3)


def test_one_on_batch_call_is_one_step_however_large_the_batch() -> None:
    net = model()
    large = np.concatenate([X] * 5)
    net.train_on_batch(large, np.concatenate([Y] * 5))
    assert net.optimizer is not None and net.optimizer.iterations == 1
    net.train_on_batch(list(X), Y)  # a list of rows is one input, not forty
    assert net.optimizer.iterations == 2


def data_set(count: int = 2) -> nn.utils.PyDataset:
    class Data(nn.utils.PyDataset):
        def __len__(self) -> int:
            return count

        def __getitem__(self, index: int) -> Any:
            return X, Y

    return Data()


# Misuse: (the call, its error)

MISUSE: dict[str, tuple[Any, str]] = {
    "fit before compile": (
        lambda: model(compiled=False).fit(X, Y),
        "`net` has not been compiled. Call compile() before fit().",
    ),
    "evaluate before compile": (
        lambda: model(compiled=False).evaluate(X, Y),
        "`net` has not been compiled. Call compile() before evaluate().",
    ),
    "train_on_batch before compile": (
        lambda: model(compiled=False).train_on_batch(X, Y),
        "`net` has not been compiled. Call compile() before train_on_batch().",
    ),
    "no loss": (
        lambda: compiled_as(optimizer="sgd").fit(X, Y),
        "Invalid value for argument `loss`. Expected a loss, such as 'sparse_categorical_crossentropy', in compile(). "
        "Received: loss=None",
    ),
    "unknown loss": (
        lambda: compiled_as(loss="crossentropy"),
        "Invalid value for argument `loss`. Expected one of 32 names, such as binary_crossentropy, "
        "categorical_crossentropy, binary_focal_crossentropy, categorical_focal_crossentropy, "
        "sparse_categorical_crossentropy. Received: loss='crossentropy'. "
        "Did you mean 'binary_crossentropy'?",
    ),
    "unknown optimizer": (
        lambda: compiled_as(optimizer="adamm", loss="mse"),
        "Invalid value for argument `optimizer`. Expected one of: sgd, rmsprop, adagrad, adadelta, adam, adamw, "
        "adamax, nadam, lion, muon. Received: optimizer='adamm'. "
        "Did you mean 'adam'?",
    ),
    "a metric without a list": (
        lambda: compiled_as(loss="mse", metrics="mae"),
        "Invalid value for argument `metrics`. Expected a list, such as ['accuracy']. Received: metrics='mae'",
    ),
    "a misspelt argument of compile": (
        lambda: compiled_as(loss="mse", metric=["mae"]),
        "Unknown argument `metric` of compile. Expected one of: optimizer, loss, loss_weights, metrics, "
        "weighted_metrics. Received: metric=['mae']. Did you mean 'metrics'?",
    ),
    "steps_per_epoch": (
        lambda: model().fit(X, Y, steps_per_epoch=0),
        "Invalid value for argument `steps_per_epoch`. Expected a whole number of at least 1. "
        "Received: steps_per_epoch=0",
    ),
    "validation_freq": (
        lambda: model().fit(X, Y, validation_freq=1.5),
        "Invalid value for argument `validation_freq`. Expected a whole number above 0, or a list of epochs. "
        "Received: validation_freq=1.5",
    ),
    "shuffle": (
        lambda: model().fit(X, Y, shuffle="batch"),
        "Invalid value for argument `shuffle`. Expected True or False. Received: shuffle='batch'",
    ),
    "epochs": (
        lambda: model().fit(X, Y, epochs=-1),
        "Invalid value for argument `epochs`. Expected a whole number of at least 0. Received: epochs=-1",
    ),
    "initial_epoch": (
        lambda: model().fit(X, Y, initial_epoch=1.0),
        "Invalid value for argument `initial_epoch`. Expected a whole number of at least 0. "
        "Received: initial_epoch=1.0",
    ),
    "batch_size": (
        lambda: model().fit(X, Y, batch_size=0),
        "Invalid value for argument `batch_size`. Expected a whole number of at least 1. Received: batch_size=0",
    ),
    "verbose": (
        lambda: model().fit(X, Y, verbose="loud"),
        "Invalid value for argument `verbose`. Expected 'auto', 0, 1 or 2. Received: verbose='loud'",
    ),
    "callbacks": (
        lambda: model().fit(X, Y, callbacks=[print]),
        "Invalid value for argument `callbacks`. Expected a list of callbacks of `sutja.nn.callbacks`. "
        "Received: callbacks=<built-in function print>",
    ),
    "no labels": (
        lambda: model().fit(X, verbose=0),
        "Invalid value for argument `y`. Expected the labels that belong to `x`. Received: y=None",
    ),
    "labels of another number": (
        lambda: model().fit(X, Y[:-1]),
        "Invalid value for argument `y`. Expected 40 samples, as many as in `x`. "
        "Received: y=array of shape (39,), dtype int64",
    ),
    "input of another shape": (
        lambda: model().predict(X[:, :2]),
        "Invalid value for argument `x`. Expected shape (None, 3), that of the model's input. "
        "Received: x=array of shape (40, 2), dtype float32",
    ),
    "one-hot labels for a sparse loss": (
        lambda: model().fit(X, np.eye(2)[Y], verbose=0),
        "Invalid value for argument `y_true`. Expected one whole number a sample, shape (16,) (for one-hot rows use "
        "categorical_crossentropy). Received: y_true=array of shape (16, 2), dtype float64",
    ),
    "validation_split": (
        lambda: model().fit(X, Y, validation_split=1.0),
        "Invalid value for argument `validation_split`. Expected a number in [0, 1). Received: validation_split=1.0",
    ),
    "validation_split that leaves nothing": (
        lambda: model().fit(X, Y, validation_split=0.99),
        "Invalid value for argument `validation_split`. Expected a share that leaves samples on both sides of 40. "
        "Received: validation_split=0.99",
    ),
    "validation_split of a data set": (
        lambda: model().fit(data_set(), validation_split=0.5),
        "Invalid value for argument `validation_split`. Expected 0 when `x` is a PyDataset. "
        "Received: validation_split=0.5",
    ),
    "validation_data": (
        lambda: model().fit(X, Y, validation_data=X),
        "Invalid value for argument `validation_data`. Expected (x, y), (x, y, sample_weight), a PyDataset or a "
        "generator. Received: validation_data=array of shape (40, 3), dtype float32",
    ),
    "labels beside a data set": (
        lambda: model().fit(data_set(), Y),
        "Invalid value for argument `y`. Expected to be left out when `x` is a PyDataset, which makes its own "
        "batches. Received: y=array of shape (40,), dtype int64",
    ),
    "fit of an unbuilt model without layers": (
        lambda: compiled_as(layers=[], loss="mse").fit(X, Y),
        "Invalid value for argument `layers`. Expected at least one layer: add() one first. Received: layers=[]",
    ),
}


def compiled_as(layers: Any = None, **arguments: Any) -> nn.Model:
    net = model(compiled=False) if layers is None else nn.Sequential(layers)
    net.compile(**arguments)
    return net


@pytest.mark.parametrize("case", MISUSE)
def test_misuse_is_answered_with_what_is_wrong_and_what_to_do(case: str) -> None:
    nn.config.set_num_threads(2)
    call, message = MISUSE[case]
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert str(caught.value) == message
