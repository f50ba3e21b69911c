"""Callbacks of both engines driven with the same logs: what they do, and after which epoch."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sutja import nn

VALUES = st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.30001, 0.4, 0.5, float("nan")]), min_size=1, max_size=12)
many = settings(max_examples=25, deadline=None, derandomize=True)


class Model:
    """What callbacks touch of a model, and a record of it."""

    def __init__(self, rate: float = 1.0) -> None:
        self.stop_training = False
        self.metrics: list[Any] = []
        self.optimizer = SimpleNamespace(learning_rate=np.float64(rate), scheduled=False)
        self.weights = 0
        self.record: list[Any] = []

    def get_weights(self) -> list[int]:
        return [self.weights]

    def set_weights(self, weights: list[int]) -> None:
        self.record.append(("set", weights))

    def save(self, path: Any, **others: Any) -> None:
        self.record.append(("save", Path(path).name))

    save_weights = save


def drive(callback: Any, epochs: list[dict[str, float]], batches: int = 0) -> list[Any]:
    """All that happens to a model while ``callback`` sees these logs."""
    model = Model()
    callback.set_params({"epochs": len(epochs), "steps": batches, "verbose": 0})
    callback.set_model(model)
    record = model.record
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        callback.on_train_begin({})
        for epoch, logs in enumerate(epochs):
            model.weights = epoch
            callback.on_epoch_begin(epoch, {})
            for batch in range(batches):
                callback.on_train_batch_begin(batch, {})
                callback.on_train_batch_end(batch, dict(logs))
            seen = dict(logs)
            callback.on_epoch_end(epoch, seen)
            record.append((epoch, float(model.optimizer.learning_rate), model.stop_training, sorted(seen)))
            if model.stop_training:
                break
        callback.on_train_end({})
    return record


def same(keras: Any, kind: str, epochs: list[dict[str, float]], batches: int = 0, **arguments: Any) -> list[Any]:
    ours = drive(getattr(nn.callbacks, kind)(**arguments), epochs, batches)
    assert ours == drive(getattr(keras.callbacks, kind)(**arguments), epochs, batches)
    return ours


@many
@given(
    values=VALUES,
    mode=st.sampled_from(["min", "max", "auto"]),
    patience=st.integers(0, 3),
    min_delta=st.sampled_from([0, 0.05]),
    baseline=st.sampled_from([None, 0.25]),
    restore=st.booleans(),
    start=st.integers(0, 2),
)
def test_early_stopping(
    keras: Any, values: Any, mode: str, patience: int, min_delta: float, baseline: Any, restore: bool, start: int
) -> None:
    same(
        keras,
        "EarlyStopping",
        [{"val_loss": value} for value in values],
        mode=mode,
        patience=patience,
        min_delta=min_delta,
        baseline=baseline,
        restore_best_weights=restore,
        start_from_epoch=start,
    )


@many
@given(
    values=VALUES,
    mode=st.sampled_from(["min", "max", "auto"]),
    patience=st.integers(0, 3),
    cooldown=st.integers(0, 2),
    min_lr=st.sampled_from([0.0, 0.2]),
)
def test_reduce_lr_on_plateau(keras: Any, values: Any, mode: str, patience: int, cooldown: int, min_lr: float) -> None:
    logs = [{"val_loss": value, "loss": 0.0} for value in values]
    arguments = {"mode": mode, "patience": patience, "cooldown": cooldown, "min_lr": min_lr, "factor": 0.5}
    same(keras, "ReduceLROnPlateau", logs, **arguments)


def test_without_the_number_to_watch(keras: Any) -> None:
    for kind in ("EarlyStopping", "ReduceLROnPlateau"):
        same(keras, kind, [{"loss": 1.0}] * 3)


def test_learning_rate_scheduler(keras: Any) -> None:
    def by_both(epoch: int, rate: float) -> float:
        return rate * 0.5**epoch

    def by_epoch(epoch: int) -> float:
        return 1.0 / (epoch + 1)

    for schedule in (by_both, by_epoch):
        same(keras, "LearningRateScheduler", [{"loss": 1.0}] * 4, schedule=schedule)


@many
@given(
    values=VALUES,
    best_only=st.booleans(),
    weights_only=st.booleans(),
    save_freq=st.sampled_from(["epoch", 1, 2, 5]),
    threshold=st.sampled_from([None, 0.25]),
    mode=st.sampled_from(["min", "max"]),
)
def test_model_checkpoint(
    keras: Any, values: Any, best_only: bool, weights_only: bool, save_freq: Any, threshold: Any, mode: str
) -> None:
    assume(save_freq == "epoch" or not best_only)  # Keras fails: it finds out what is better at the end of an epoch
    batch = "" if save_freq == "epoch" else "-{batch:03d}"
    same(
        keras,
        "ModelCheckpoint",
        [{"val_loss": value} for value in values],
        batches=3,
        filepath="m-{epoch:02d}" + batch + "-{val_loss:.2f}" + (".weights.h5" if weights_only else ".keras"),
        save_best_only=best_only,
        save_weights_only=weights_only,
        save_freq=save_freq,
        initial_value_threshold=threshold,
        mode=mode,
    )


def test_auto_mode_asks_the_metric(keras: Any) -> None:
    rising = [{"val_accuracy": value} for value in (0.1, 0.2, 0.3)]
    callback = nn.callbacks.EarlyStopping("val_accuracy")
    model = Model()
    model.metrics, model.metrics_names = [nn.metrics.CategoricalAccuracy(name="accuracy")], ["accuracy"]
    callback.set_model(model)  # type: ignore[arg-type]
    callback.on_train_begin()
    for epoch, logs in enumerate(rising):
        callback.on_epoch_end(epoch, logs)
    assert not model.stop_training


@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_logger(keras: Any, tmp_path: Any, separator: str) -> None:
    epochs = [{"loss": 1.5, "accuracy": 0.25}, {"loss": 1.0, "accuracy": 0.5, "val_loss": 2.0}]
    files = []
    for engine in (nn, keras):
        path = tmp_path / f"{engine.__name__}.csv"
        for append in (False, True):
            drive(engine.callbacks.CSVLogger(str(path), separator, append=append), epochs)
        files.append(path.read_text().splitlines())
    assert files[0] == files[1]
    assert files[0][0] == separator.join(["epoch", "accuracy", "loss", "val_accuracy", "val_loss"])
    assert len(files[0]) == 5


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), 1.0])
def test_terminate_on_nan(keras: Any, loss: float) -> None:
    record = same(keras, "TerminateOnNaN", [{"loss": 1.0}, {"loss": loss}, {"loss": 1.0}], batches=2)
    assert len(record) == (3 if loss == 1.0 else 2)


def models(keras: Any, **arguments: Any) -> Iterator[Any]:
    start = None
    for engine in (nn, keras):
        model = engine.Sequential([engine.Input((2,)), engine.layers.Dense(1)])
        model.compile(engine.optimizers.SGD(0.1, **arguments), "mse")
        start = start or model.get_weights()
        model.set_weights(start)
        yield engine, model


@pytest.mark.parametrize("swap_on_epoch", [False, True])
def test_swap_ema_weights(keras: Any, swap_on_epoch: bool) -> None:
    x = np.random.default_rng(0).standard_normal((12, 2)).astype("f4")
    y, found = x.sum(axis=1, keepdims=True), []
    for engine, model in models(keras, use_ema=True, ema_momentum=0.5):
        seen: list[Any] = []

        class Look(engine.callbacks.Callback):  # type: ignore[misc,name-defined]
            def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
                seen.append(np.concatenate([w.ravel() for w in self.model.get_weights()]))  # noqa: B023

        swap = engine.callbacks.SwapEMAWeights(swap_on_epoch)
        history = model.fit(
            x, y, batch_size=4, epochs=3, shuffle=False, verbose=0, validation_data=(x, y), callbacks=[swap, Look()]
        )
        seen.append(np.concatenate([w.ravel() for w in model.get_weights()]))
        found.append([*seen, history.history["val_loss"]])
    for mine, other in zip(*found, strict=True):
        assert np.allclose(mine, other, atol=1e-5)
