"""What fit, evaluate and predict are fed with: generators, data sets and arrays, in epochs of some steps."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument

RNG = np.random.default_rng(0)
X, Y = RNG.random((20, 3), np.float32), RNG.integers(0, 2, 20)
W = RNG.random(20).astype(np.float32)
EDGES = [0, 6, 12, 13, 20]  # batches of 6, 6, 1 and 7
PARTS = [slice(a, b) for a, b in itertools.pairwise(EDGES)]


def network(engine: Any) -> Any:
    model = engine.Sequential([engine.Input((3,)), engine.layers.Dense(2, activation="softmax")], name="net")
    model.compile(
        engine.optimizers.SGD(0.5),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


@pytest.fixture(scope="module")
def theirs(keras: Any) -> Any:
    return network(keras)


def both(theirs: Any) -> tuple[Any, Any]:
    """Plain SGD remembers nothing, so that Keras' model, for which JAX has compiled so much, may be used again."""
    ours = network(nn)
    theirs.set_weights(ours.get_weights())
    return ours, theirs


def endless(*items: Any) -> Iterator[Any]:
    yield from itertools.cycle(items)


BATCHES = [(X[part], Y[part], W[part]) for part in PARTS]


def data_set(engine: Any, length: int | None) -> Any:
    class Parts(engine.utils.PyDataset):  # type: ignore[misc]
        @property
        def num_batches(self) -> int | None:
            return length

        def __getitem__(self, index: int) -> Any:
            return BATCHES[index % len(BATCHES)]

    return Parts()


CASES: dict[str, Any] = {
    "generator": lambda engine: {
        "x": endless(*BATCHES),
        "steps_per_epoch": 3,
        "validation_data": endless(BATCHES[0]),
        "validation_steps": 2,
    },
    "arrays in steps": lambda engine: {
        "x": X,
        "y": Y,
        "sample_weight": W,
        "batch_size": 6,
        "steps_per_epoch": 3,
        "validation_data": (X, Y, W),
        "validation_steps": 2,
        "validation_batch_size": 6,
        "validation_freq": 2,
    },
    "endless data set": lambda engine: {
        "x": data_set(engine, None),
        "steps_per_epoch": 3,
        "validation_data": data_set(engine, 4),
        "validation_freq": [1, 3],
    },
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES)
def test_histories_are_those_of_keras(theirs: Any, keras: Any, case: str) -> None:
    histories = []
    for model, engine in zip(both(theirs), (nn, keras), strict=True):
        histories.append(model.fit(**CASES[case](engine), epochs=3, shuffle=False, verbose=0))
    ours, expected = (history.history for history in histories)
    assert list(ours) == list(expected)
    for name, values in expected.items():
        assert ours[name] == pytest.approx(values, rel=2e-5), name


def test_evaluate_and_predict_take_as_many_batches_as_told() -> None:
    model = network(nn)
    whole = model.predict(X, verbose=0)
    assert np.array_equal(model.predict(X, batch_size=3, steps=2, verbose=0), whole[:6])
    assert model.predict(X, steps=3, verbose=0).shape == (20, 2)
    found = model.predict(((X[part],) for part in PARTS), verbose=0)
    assert found == pytest.approx(whole, abs=1e-6)
    assert model.predict(endless((X,)), steps=2, verbose=0).shape == (40, 2)
    expected = model.evaluate(X, Y, sample_weight=W, batch_size=20, verbose=0)
    assert model.evaluate(iter(BATCHES), verbose=0) == pytest.approx(expected, rel=1e-6)
    assert model.evaluate(endless(*BATCHES), steps=4, verbose=0) == pytest.approx(expected, rel=1e-6)
    assert model.evaluate(X[:6], Y[:6], verbose=0) == pytest.approx(
        model.evaluate(X, Y, batch_size=3, steps=2, verbose=0), rel=1e-6
    )


def test_a_generator_goes_on_where_it_was() -> None:
    taken = []

    def count() -> Iterator[Any]:
        for number in itertools.count():
            taken.append(number)
            yield X, Y

    model, source = network(nn), count()
    model.fit(source, steps_per_epoch=2, epochs=2, verbose=0)
    assert taken == [0, 1, 2, 3]
    model.fit(source, steps_per_epoch=1, verbose=0)
    assert taken == [0, 1, 2, 3, 4]


def test_a_generator_without_a_number_of_steps_is_one_epoch() -> None:
    model = network(nn)
    history = model.fit(iter(BATCHES), verbose=0)
    assert history.epoch == [0] and model.optimizer.iterations == 4


def test_a_generator_that_ends_early_ends_the_training_and_says_so() -> None:
    model = network(nn)
    with pytest.warns(UserWarning) as caught:
        history = model.fit(iter(BATCHES), steps_per_epoch=3, epochs=5, verbose=0)
    assert [str(warning.message) for warning in caught] == [
        "The data ended after 1 of 3 batches, and the epoch with it. Give it more batches, or ask for fewer steps.",
        "The data ended after 0 of 3 batches, and the epoch with it. Give it more batches, or ask for fewer steps.",
    ]
    assert history.epoch == [0, 1] and model.optimizer.iterations == 4


def test_a_model_without_input_does_not_lose_the_batch_that_shows_the_shape() -> None:
    model = nn.Sequential([nn.layers.Dense(2)])
    model.compile("sgd", "mse")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.fit(((x, np.eye(2)[y]) for x, y, _w in BATCHES), steps_per_epoch=4, verbose=0)
    assert model.optimizer.iterations == 4


@pytest.mark.parametrize("verbose", [1, 2])
def test_the_bar_of_an_epoch_of_unknown_length_counts_up(capsys: Any, verbose: int) -> None:
    network(nn).fit(iter(BATCHES), verbose=verbose)
    first, line = capsys.readouterr().out.splitlines()
    assert first == "Epoch 1/1"
    assert line.startswith("4/4 ") and "accuracy: " in line


def test_each_call_of_fit_shuffles_anew_and_goes_on_as_one_call_would() -> None:
    orders: list[list[float]] = []

    class Watching(nn.layers.Dense):
        def forward(self, x: Any, call: Any) -> Any:
            if call.training:
                orders[-1].extend(x[:, 0].tolist())
            return super().forward(x, call)

    def trained(calls: int, epochs: int) -> Any:
        nn.utils.clear_session()
        nn.utils.set_random_seed(4)
        model = nn.Sequential([nn.Input((3,)), Watching(2)])
        model.compile(nn.optimizers.Adam(), "mse")
        for number in range(calls):
            orders.append([])
            model.fit(X, X[:, :2], epochs=number + epochs, initial_epoch=number, batch_size=8, verbose=0)
        return model.get_weights()

    apart, together = trained(3, 1), trained(1, 3)
    assert orders[0] != orders[1] != orders[2] and sorted(orders[0]) == sorted(orders[1])
    assert orders[0] + orders[1] + orders[2] == orders[3]
    assert all(np.array_equal(a, b) for a, b in zip(apart, together, strict=True))


def test_a_stopped_training_in_steps_resumes_to_the_same_bits(tmp_path: Any) -> None:
    """Also where an epoch begins in the middle of a pass through the data."""

    def trained(stop_after: int | None) -> Any:
        nn.utils.clear_session()
        nn.utils.set_random_seed(4)
        model = network(nn)

        def stop(epoch: int, logs: Any) -> None:
            if epoch + 1 == stop_after:
                raise KeyboardInterrupt

        backup = nn.callbacks.BackupAndRestore(tmp_path / "backup")
        calls = [backup, nn.callbacks.LambdaCallback(on_epoch_end=stop)]
        model.fit(X, Y, batch_size=4, steps_per_epoch=2, epochs=5, callbacks=calls, verbose=0)
        return model.get_weights()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = trained(None)
        with pytest.raises(KeyboardInterrupt):
            trained(2)
        found = trained(None)
    assert all(np.array_equal(a, b) for a, b in zip(expected, found, strict=True))


MISUSE: dict[str, tuple[Any, str]] = {
    "labels beside a generator": (
        lambda: network(nn).fit(iter(BATCHES), Y),
        "Invalid value for argument `y`. Expected to be left out when `x` is a generator, which makes its own batches. "
        "Received: y=array of shape (20,), dtype int64",
    ),
    "validation_split of a generator": (
        lambda: network(nn).fit(iter(BATCHES), validation_split=0.5),
        "Invalid value for argument `validation_split`. Expected 0 when `x` is a generator. "
        "Received: validation_split=0.5",
    ),
    "a batch of four things": (
        lambda: network(nn).fit(iter([(X, Y, W, W)]), verbose=0),
        "Invalid value for argument `x`. Expected batches (x,), (x, y) or (x, y, sample_weight). Received: x=(array",
    ),
    "an endless data set without steps": (
        lambda: network(nn).fit(data_set(nn, None)),
        "Invalid value for argument `steps`. Expected a number of batches, as this PyDataset has no end. "
        "Received: steps=None",
    ),
    "an empty data set": (
        lambda: network(nn).fit(data_set(nn, 0)),
        "Invalid value for argument `x`. Expected a PyDataset with at least one batch. Received: x=<",
    ),
    "a batch without samples": (
        lambda: network(nn).fit(iter([(X[:0], Y[:0])]), verbose=0),
        "Invalid value for argument `x`. Expected at least one sample. Received: x=array of shape (0, 3)",
    ),
    "labels of another number": (
        lambda: network(nn).fit(iter([(X, Y[:5])]), verbose=0),
        "Invalid value for argument `y`. Expected 20 samples, as many as in `x`. "
        "Received: y=array of shape (5,), dtype int64",
    ),
    "steps": (
        lambda: network(nn).evaluate(X, Y, steps=0),
        "Invalid value for argument `steps`. Expected a whole number of at least 1. Received: steps=0",
    ),
    "validation_steps": (
        lambda: network(nn).fit(X, Y, validation_data=(X, Y), validation_steps="all"),
        "Invalid value for argument `validation_steps`. Expected a whole number of at least 1. "
        "Received: validation_steps='all'",
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", MISUSE)
def test_misuse(case: str) -> None:
    call, message = MISUSE[case]
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert str(caught.value).startswith(message)


@pytest.mark.filterwarnings("ignore")
def test_a_generator_with_nothing_in_it() -> None:
    message = "Invalid value for argument `x`. Expected at least one batch. Received: x="
    for call in ("fit", "evaluate", "predict"):
        for model in (network(nn), nn.Sequential([nn.layers.Dense(2)])):
            if not model.built:
                model.compile("sgd", "mse")
            with pytest.raises(InvalidArgument) as caught:
                getattr(model, call)(iter([]), verbose=0)
            assert str(caught.value).startswith(message)
