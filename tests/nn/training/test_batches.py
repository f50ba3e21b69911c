"""Data cut into batches: sizes, order, weights, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sutja.nn as nn
from sutja.errors import InvalidArgument
from sutja.nn.training import batches as module
from sutja.nn.training.batch import as_inputs
from sutja.nn.training.batches import Batches
from sutja.nn.training.interface import Interface
from sutja.nn.typing import Array

ONE = Interface()


def as_batches(*data: Any, interface: Interface = ONE, **others: Any) -> Batches:
    return module.as_batches(*data, interface=interface, **others)


def rows(batches: Batches, number: int = 0, seed: int = 0, done: int = 0) -> list[list[int]]:
    return [batch.inputs[0][:, 0].astype(int).tolist() for batch in batches.epoch(number, seed, done)]


def samples(count: int) -> Array:
    return np.arange(count)[:, None]


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(1, 50), st.integers(0, 5))
def test_every_sample_comes_once_an_epoch_with_its_label_and_weight(count: int, size: int, done: int) -> None:
    x = np.arange(count)
    batches = as_batches(x[:, None], x, x / 2, batch_size=size, shuffle=True)
    seen = list(batches.epoch(0, 1, done))
    assert len(seen) == batches.steps == -(-count // size)
    assert [len(batch) for batch in seen[:-1]] == [size] * (len(seen) - 1)
    assert sorted(i for batch in rows(batches, 0, 1, done) for i in batch) == list(range(count))
    for batch in seen:
        assert np.array_equal(batch.inputs[0][:, 0], batch.y[0])
        assert np.array_equal(batch.weights[0], batch.y[0] / 2)


def test_without_shuffling_the_order_stays() -> None:
    assert rows(as_batches(samples(5), batch_size=2), 3) == [[0, 1], [2, 3], [4]]


def test_the_order_belongs_to_the_seed_and_the_steps_done_before() -> None:
    one, same = (as_batches(samples(50), shuffle=True) for _ in range(2))
    for _repeat in range(3):
        for _earlier in same.epoch(0, 1, 0):
            pass
    assert rows(one, 2, 1, 4) == rows(same, 2, 1, 4) == rows(one, 7, 1, 4)
    assert rows(one, 2, 1, 4) != rows(one, 2, 1, 2)
    assert rows(one, 2, 1, 4) != rows(one, 2, 2, 4)


def test_epochs_of_some_steps_go_on_through_the_data_in_the_order_of_their_pass() -> None:
    parts = as_batches(samples(10), batch_size=2, shuffle=True, steps=3)
    whole = rows(as_batches(samples(10), batch_size=2, shuffle=True), 0, 1, 20)
    assert rows(parts, 0, 1, 20) == whole[:3]
    with pytest.warns(UserWarning, match="The data ended after 2 of 3 batches, and the epoch with it"):
        assert rows(parts, 1, 1, 23) == whole[3:]
    assert rows(parts, 2, 1, 25) == rows(as_batches(samples(10), batch_size=2, shuffle=True), 0, 1, 25)[:3]
    assert rows(as_batches(samples(10), steps=4)) == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]


def test_pixels_become_floats_of_the_model_batch_by_batch() -> None:
    pixels = np.zeros((3, 2, 2, 1), np.uint8)
    (batch,) = as_batches(pixels, interface=Interface(dtype="float64")).epoch(0)
    assert batch.inputs[0].dtype == np.float64
    assert batch.inputs[0].flags.c_contiguous
    (batch,) = as_batches(pixels.transpose(0, 2, 1, 3)[:, :, ::-1]).epoch(0)
    assert batch.inputs[0].flags.c_contiguous


def test_the_standard_batch_holds_32() -> None:
    assert [len(batch) for batch in as_batches(samples(70)).epoch(0)] == [32, 32, 6]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([0, 1, 2], [1, 5, 3]),
        ([[0], [1], [2]], [1, 5, 3]),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, 5, 3]),
        ([0.0, 1.0, 2.0], [1, 5, 3]),
    ],
)
def test_class_weights_are_looked_up_for_whole_number_and_one_hot_labels(labels: Any, expected: list[float]) -> None:
    (batch,) = as_batches(samples(3), labels, class_weight={1: 5.0, 2: 3.0}).epoch(0)
    assert batch.weights[0].tolist() == expected
    (batch,) = as_batches(samples(3), labels, [2, 2, 2], class_weight={1: 5.0, 2: 3.0}).epoch(0)
    assert batch.weights[0].tolist() == [2 * w for w in expected]


def test_weights_may_come_as_a_column() -> None:
    (batch,) = as_batches(samples(3), samples(3), [[1], [2], [3]]).epoch(0)
    assert batch.weights[0].tolist() == [1, 2, 3]


def test_inputs_come_as_one_array_a_list_or_a_dict_by_name() -> None:
    a, b = np.zeros((2, 3)), np.ones((2, 1))
    assert [x.shape for x in as_inputs(a, Interface(["a"]))] == [(2, 3)]
    assert [x.shape for x in as_inputs([a, b], Interface(["a", "b"]))] == [(2, 3), (2, 1)]
    assert [x.shape for x in as_inputs((a, b), Interface(["a", "b"]))] == [(2, 3), (2, 1)]
    assert [x.shape for x in as_inputs({"b": b, "a": a}, Interface(["a", "b"]))] == [(2, 3), (2, 1)]
    assert [x.shape for x in as_inputs([[1, 2], [3, 4]], Interface(["a"]))] == [(2, 2)]
    assert [x.shape for x in as_inputs([np.zeros(3), np.zeros(3)], Interface(["a"]))] == [(2, 3)]
    assert [x.shape for x in as_inputs([1, 2, 3], Interface(["a"]))] == [(3, 1)]


class Pairs(nn.utils.PyDataset):
    """Three batches of two; writes down what it is told."""

    def __init__(self, item: Any = None) -> None:
        super().__init__()
        self.item = item
        self.told: list[Any] = []

    def __len__(self) -> int:
        return 3

    def __getitem__(self, index: int) -> Any:
        self.told.append(index)
        first = samples(2) + 2 * index
        return (first, first[:, 0]) if self.item is None else self.item

    def on_epoch_begin(self) -> None:
        self.told.append("begin")

    def on_epoch_end(self) -> None:
        self.told.append("end")


def test_a_data_set_makes_its_own_batches_and_is_told_of_each_epoch() -> None:
    data = Pairs()
    batches = as_batches(data, class_weight={4: 10.0})
    assert batches.steps == 3
    seen = list(batches.epoch(0))
    assert data.told == ["begin", 0, 1, 2, "end"]
    assert [batch.inputs[0].dtype.name for batch in seen] == ["float32"] * 3
    assert [None if b.weights[0] is None else b.weights[0].tolist() for b in seen] == [[1, 1], [1, 1], [10, 1]]


def test_a_data_set_is_shuffled_by_batches_in_the_order_of_seed_and_epoch() -> None:
    orders = {done: rows(as_batches(Pairs(), shuffle=True), 0, 1, done) for done in range(8)}
    assert all(sorted(order) == [[0, 1], [2, 3], [4, 5]] for order in orders.values())
    assert len({str(order) for order in orders.values()}) > 1
    assert orders[3] == rows(as_batches(Pairs(), shuffle=True), 0, 1, 3)


def test_a_data_set_may_give_inputs_alone_or_by_name() -> None:
    (first, *_others) = as_batches(Pairs(samples(2))).epoch(0)
    assert (first.y, first.weights) == ([None], [None])
    named = ({"b": np.ones((2, 1)), "a": np.zeros((2, 3))}, [0, 1], [1, 2])
    (first, *_others) = as_batches(Pairs(named), interface=Interface(["a", "b"], [(None, 3), (None, 1)])).epoch(0)
    assert [x.shape for x in first.inputs] == [(2, 3), (2, 1)]


X = np.zeros((4, 3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"x": X, "y": np.zeros(3)},
            "`y`. Expected 4 samples, as many as in `x`. Received: y=array of shape (3,), dtype float64",
        ),
        (
            {"x": X, "sample_weight": [1.0]},
            "`sample_weight`. Expected 4 samples, as many as in `x`. "
            "Received: sample_weight=array of shape (1,), dtype float32",
        ),
        (
            {"x": X, "sample_weight": 2},
            "`sample_weight`. Expected an array with one weight a sample. Received: sample_weight=2",
        ),
        (
            {"x": X[:0]},
            "`x`. Expected at least one sample. Received: x=array of shape (0, 3), dtype float64",
        ),
        (
            {"x": X[:, :2]},
            "`x`. Expected shape (None, 3), that of the model's input. "
            "Received: x=array of shape (4, 2), dtype float64",
        ),
        (
            {"x": [X, X]},
            "`x`. Expected shape (None, 3), that of the model's input. "
            "Received: x=array of shape (2, 4, 3), dtype float64",
        ),
        ({"x": {"b": X}}, "`x`. Expected one array for each input: a. Received: x=['b']"),
        ({"x": None}, "`x`. Expected an array of numbers with one row a sample. Received: x=None"),
        (
            {"x": np.array(["one"])},
            "`x`. Expected an array of numbers with one row a sample. Received: x=array of shape (1,), dtype <U3",
        ),
        (
            {"x": X, "y": ["one"] * 4},
            "`y`. Expected an array of numbers with one row a sample. Received: y=array of shape (4,), dtype <U3",
        ),
        (
            {"x": [[1, 2], [3]]},
            "`x`. Expected an array of numbers with one row a sample. Received: x=[[1, 2], [3]]. "
            "Fill sequences up to one length with utils.pad_sequences.",
        ),
        (
            {"x": X, "y": [[1], [2], [3, 4], [5]]},
            "`y`. Expected an array of numbers with one row a sample. Received: y=[[1], [2], [3, 4], [5]]. "
            "Fill sequences up to one length with utils.pad_sequences.",
        ),
        (
            {"x": X, "y": [[1, 1], [0, 1], [1, 0], [1, 0]], "class_weight": {0: 2.0}},
            "`y`. Expected one class a sample where there is a `class_weight`; else use `sample_weight`. "
            "Received: y=array of shape (4, 2), dtype int64",
        ),
        (
            {"x": X, "y": [[0, 0], [0, 1], [1, 0], [1, 0]], "class_weight": {0: 2.0}},
            "`y`. Expected one class a sample where there is a `class_weight`; else use `sample_weight`. "
            "Received: y=array of shape (4, 2), dtype int64",
        ),
        (
            {"x": X, "y": np.zeros((4, 3, 1)), "class_weight": {0: 2.0}},
            "`class_weight`. Expected one label a sample to go with it. "
            "Received: class_weight=array of shape (4, 3, 1), dtype float64",
        ),
        (
            {"x": X, "y": [0, 1, 0, 1], "sample_weight": np.ones((4, 4)), "class_weight": {0: 2.0}},
            "`sample_weight`. Expected one weight a sample where there is a `class_weight`. "
            "Received: sample_weight=array of shape (4, 4), dtype float32",
        ),
        (
            {"x": X, "class_weight": {0: 2.0}},
            "`class_weight`. Expected labels `y` to go with it. Received: class_weight={0: 2.0}",
        ),
        ({"x": X, "batch_size": 0}, "`batch_size`. Expected a whole number of at least 1. Received: batch_size=0"),
        ({"x": X, "batch_size": 2.0}, "`batch_size`. Expected a whole number of at least 1. Received: batch_size=2.0"),
        (
            {"x": X, "batch_size": True},
            "`batch_size`. Expected a whole number of at least 1. Received: batch_size=True",
        ),
    ],
)
def test_what_does_not_fit_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        as_batches(**arguments, interface=Interface(["a"], [(None, 3)]))
    assert str(caught.value) == f"Invalid value for argument {message}"


@pytest.mark.parametrize("argument", ["y", "sample_weight", "batch_size"])
def test_a_data_set_takes_no_labels_weights_or_batch_size_beside_it(argument: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        as_batches(Pairs(), **{argument: 4})  # type: ignore[arg-type]
    assert str(caught.value) == (
        f"Invalid value for argument `{argument}`. Expected to be left out when `x` is a PyDataset, "
        f"which makes its own batches. Received: {argument}=4"
    )


@pytest.mark.parametrize("item", [(samples(2), samples(3)), (samples(2), samples(2), [1.0]), samples(2).T])
def test_batches_of_a_data_set_are_checked_as_they_come(item: Any) -> None:
    with pytest.raises(InvalidArgument, match=r"Invalid value for argument `(y|sample_weight|x)`"):
        list(as_batches(Pairs(item), interface=Interface(["a"], [(None, 1)])).epoch(0))
