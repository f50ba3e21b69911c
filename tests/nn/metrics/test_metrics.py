"""Metrics against Keras' for the same batches, and which accuracy "accuracy" means."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja import nn
from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import metrics

few = settings(max_examples=4, deadline=None, derandomize=True)
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("BinaryAccuracy", {}, "binary"),
    ("BinaryAccuracy", {"threshold": 0.3}, "binary"),
    ("BinaryAccuracy", {}, "several yes or no"),
    ("BinaryAccuracy", {}, "not sure"),
    ("CategoricalAccuracy", {}, "one-hot"),
    ("CategoricalAccuracy", {}, "not sure"),
    ("SparseCategoricalAccuracy", {}, "sparse"),
    ("SparseCategoricalAccuracy", {}, "sparse column"),
    ("SparseTopKCategoricalAccuracy", {}, "sparse"),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "sparse"),
    ("SparseTopKCategoricalAccuracy", {"k": 1}, "sparse column"),
    ("MeanSquaredError", {}, "numbers"),
    ("MeanAbsoluteError", {}, "numbers"),
]


def batch(form: str, samples: int, rng: np.random.Generator) -> tuple[Any, Any]:
    """(y_true, y_pred) with labels written as ``form`` says; predictions have ties now and then."""
    classes = 6
    y_pred = np.round(rng.uniform(0, 1, (samples, classes)), 1).astype(np.float32)
    labels = rng.integers(0, classes, samples)
    if form == "sparse":
        return labels, y_pred
    if form == "sparse column":
        return labels[:, None].astype(np.float32), y_pred
    if form == "one-hot":
        return np.eye(classes)[labels], y_pred
    if form == "binary":
        return labels % 2, y_pred[:, :1]
    if form == "several yes or no":
        return rng.integers(0, 2, y_pred.shape), y_pred
    return np.round(rng.uniform(0, 1, y_pred.shape), 1).astype(np.float32), y_pred


@pytest.mark.parametrize(("kind", "arguments", "form"), CASES)
@few
@given(seed=st.integers(0, 2**32 - 1), sizes=st.sampled_from([[5], [5, 1], [1, 5, 5]]), weigh=st.booleans())
def test_as_keras(
    keras: Any, kind: str, arguments: dict[str, Any], form: str, seed: int, sizes: list[int], weigh: bool
) -> None:
    """Batch by batch, with sample weights or without, and again after ``reset_state``."""
    rng = np.random.default_rng(seed)
    ours, theirs = getattr(metrics, kind)(**arguments), getattr(keras.metrics, kind)(**arguments)
    assert ours.name == theirs.name
    for _ in range(2):
        assert ours.result() == 0
        for size in sizes:
            y_true, y_pred = batch(form, size, rng)
            weights = rng.uniform(0.1, 2, size) if weigh else None
            value = ours(y_true, y_pred, weights)
            assert value == pytest.approx(float(theirs(y_true, y_pred, weights)), rel=1e-5, abs=1e-6)
            assert value == ours.result()
        ours.reset_state()
        theirs.reset_state()


def test_mean_as_keras(keras: Any) -> None:
    ours, theirs = metrics.Mean("loss"), keras.metrics.Mean("loss")
    for values, weights in (([1.0, 2.0, 4.0], None), (3.0, 5), ([1.0, 2.0], [0.5, 2.0])):
        assert ours(values, weights) == pytest.approx(float(theirs(values, sample_weight=weights)), rel=1e-6)
    ours.reset_state()
    assert ours.result() == 0


@pytest.mark.parametrize(
    ("loss", "form", "outputs"),
    [
        ("sparse_categorical_crossentropy", "sparse", 6),
        ("sparse_categorical_crossentropy", "sparse column", 6),
        ("categorical_crossentropy", "one-hot", 6),
        ("mse", "one-hot", 6),
        ("mse", "numbers", 6),
        ("binary_crossentropy", "binary", 1),
        ("mse", "binary", 1),
        ("binary_crossentropy", "several yes or no", 6),
    ],
)
@pytest.mark.parametrize("name", ["accuracy", "acc"])
def test_accuracy_is_the_one_that_keras_chooses(keras: Any, loss: str, form: str, outputs: int, name: str) -> None:
    """From the shapes of labels and predictions."""
    y_true, y_pred = batch(form, 40, np.random.default_rng(0))
    assert y_pred.shape[-1] == outputs
    model = keras.Sequential([keras.Input((outputs,))])
    model.compile(loss=loss, metrics=[name])
    theirs = model.compute_metrics(y_pred, y_true, y_pred)
    ours = metrics.get(name, nn.losses.get(loss), (None, outputs))
    assert ours.name == name
    assert ours(y_true, y_pred) == pytest.approx(float(theirs[name]), abs=1e-6)


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in CASES}))
def test_every_way_to_name_one(keras: Any, kind: str) -> None:
    ours = getattr(metrics, kind)(name="mine")
    theirs = keras.metrics.deserialize(metrics.serialize(ours))
    again = metrics.get(keras.metrics.serialize(theirs))
    assert type(theirs).__name__ == type(again).__name__ == kind
    assert again.get_config() == ours.get_config()
    assert ours.get_config() == {k: v for k, v in theirs.get_config().items() if k != "dtype"}
    assert metrics.get(ours) is ours
    snake = getattr(keras.metrics, kind)().name
    for name in (kind, snake):
        assert type(metrics.get(name)).__name__ == kind
        assert metrics.get(name).name == name


@pytest.mark.parametrize(("short", "kind"), [("mse", "MeanSquaredError"), ("MAE", "MeanAbsoluteError")])
def test_short_names_stay(short: str, kind: str) -> None:
    metric = metrics.get(short)
    assert (type(metric).__name__, metric.name) == (kind, short)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: metrics.get("acuracy"),
            UnknownName,
            "Invalid value for argument `metrics`. Expected one of 32 names, such as accuracy, binary_accuracy, auc, "
            "categorical_accuracy, top_k_categorical_accuracy. Received: metrics='acuracy'. Did you mean 'accuracy'?",
        ),
        (
            lambda: metrics.get({"class_name": "MeanIoU", "config": {}}),
            UnknownName,
            "Invalid value for argument `metrics`. Expected one of 32 names, such as Mean, MeanSquaredError, "
            "MeanAbsoluteError, RootMeanSquaredError, FBetaScore. Received: metrics='MeanIoU'. Did you mean 'Mean'?",
        ),
        (
            lambda: metrics.get(len),
            InvalidArgument,
            "Invalid value for argument `metrics`. Expected names of metrics, or some of `sutja.nn.metrics`. "
            "Received: metrics=<built-in function len>",
        ),
        (
            lambda: metrics.CategoricalAccuracy()([0, 1], np.eye(2)),
            InvalidArgument,
            "Invalid value for argument `y_true`. Expected shape (2, 2) for categorical_accuracy. "
            "Received: y_true=array of shape (2,), dtype int64",
        ),
        (
            lambda: metrics.SparseCategoricalAccuracy()(np.eye(2), np.eye(2)),
            InvalidArgument,
            "Invalid value for argument `y_true`. Expected shape (2,) for sparse_categorical_accuracy. "
            "Received: y_true=array of shape (2, 2), dtype float64",
        ),
        (
            lambda: metrics.BinaryAccuracy()([0, 1], np.eye(2)),
            InvalidArgument,
            "Invalid value for argument `y_true`. Expected shape (2, 2) for binary_accuracy. "
            "Received: y_true=array of shape (2,), dtype int64",
        ),
        (
            lambda: metrics.BinaryAccuracy(dtype="float32", ignore_class=2),
            InvalidArgument,
            "Unknown argument `ignore_class` of BinaryAccuracy. Expected one of: name, threshold. "
            "Received: ignore_class=2",
        ),
        (
            lambda: metrics.BinaryAccuracy(threshold=2),
            InvalidArgument,
            "Invalid value for argument `threshold`. Expected a number in [0, 1]. Received: threshold=2",
        ),
    ],
)
def test_misuse(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message
