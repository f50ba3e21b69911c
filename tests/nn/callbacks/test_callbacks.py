"""Callbacks: what calls them, History, LambdaCallback and the progress bar of fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import UnknownName
from sutja.nn.callbacks import Callback, CallbackList, History, LambdaCallback

X = np.random.default_rng(0).random((20, 3), np.float32)


def model() -> nn.Model:
    result = nn.Sequential([nn.Input((3,)), nn.layers.Dense(2)])
    result.compile("sgd", "mse", metrics=["mae"])
    return result


def test_a_list_calls_each_in_order_with_one_dict_of_numbers() -> None:
    calls: list[Any] = []

    def note(name: str) -> Any:
        def end(epoch: int, logs: Any) -> None:
            calls.append((name, epoch, dict(logs)))
            logs[name] = 1.0

        return LambdaCallback(on_epoch_end=end)

    net = model()
    both = CallbackList([note("a"), note("b")], net, {"epochs": 3})
    given = {"loss": 0.5}
    both("on_epoch_end", 2, logs=given)
    both("on_train_begin")
    assert calls == [("a", 2, {"loss": 0.5}), ("b", 2, {"loss": 0.5, "a": 1.0})]
    assert given == {"loss": 0.5}
    for callback in both.callbacks:
        assert callback.model is net and callback.params == {"epochs": 3}


def test_numbers_are_made_for_those_who_listen() -> None:
    made: list[str] = []
    heard: list[Any] = []

    class Older(Callback):
        def on_batch_end(self, batch: int, logs: Any = None) -> None:
            heard.append((batch, logs))

    deaf = CallbackList([Callback(), History()], model(), {})
    older = CallbackList([Callback(), Older()], model(), {})
    late = Callback()
    late.on_test_batch_end = lambda batch, logs=None: heard.append((batch, logs))  # type: ignore[method-assign]

    def logs() -> dict[str, float]:
        made.append("logs")
        return {"loss": 0.5}

    deaf("on_train_batch_end", 1, logs=logs)
    older("on_test_batch_end", 1, logs=logs)
    assert (made, heard) == ([], [])
    older("on_train_batch_end", 2, logs=logs)
    CallbackList([late], model(), {})("on_test_batch_end", 3, logs=logs)
    assert made == ["logs"] * 2
    assert heard == [(2, {"loss": 0.5}), (3, {"loss": 0.5})]


def test_a_callback_that_forgets_its_base_works_all_the_same() -> None:
    class Counts(Callback):
        def __init__(self) -> None:
            self.batches = 0

        def on_batch_end(self, batch: int, logs: Any = None) -> None:  # the older name of on_train_batch_end
            self.batches += 1

    counts = Counts()
    model().fit(X, X[:, :2], batch_size=5, epochs=2, verbose=0, callbacks=[counts])
    assert counts.batches == 8
    model().fit(X, X[:, :2], batch_size=5, verbose=0, callbacks=counts)  # a single one needs no list
    assert counts.batches == 12


def test_history_keeps_the_numbers_of_every_epoch() -> None:
    history = History()
    for epoch in (3, 4):
        history.on_epoch_end(epoch, {"loss": 1.0 / epoch, "mae": float(epoch)})
    assert history.epoch == [3, 4]
    assert history.history == {"loss": [1 / 3, 1 / 4], "mae": [3.0, 4.0]}


def test_numbers_are_plain_floats() -> None:
    seen: list[Any] = []
    watch = LambdaCallback(on_train_batch_end=lambda batch, logs: seen.extend(logs.values()))
    history = model().fit(X, X[:, :2], verbose=0, callbacks=[watch], validation_split=0.5)
    seen += [value for values in history.history.values() for value in values]
    assert {type(value) for value in seen} == {float}
    assert list(history.history) == ["loss", "mae", "val_loss", "val_mae"]


def test_a_lambda_callback_has_every_moment_and_no_other() -> None:
    moments = [name for name in vars(Callback) if name.startswith("on_")]
    calls: list[str] = []
    functions: dict[str, Any] = {name: lambda *_arguments, n=name: calls.append(n) for name in moments}
    every = LambdaCallback(**functions | {"on_test_end": None})
    net = model()
    net.fit(X, X[:, :2], verbose=0, validation_split=0.5, callbacks=[every])
    net.predict(X, verbose=0, callbacks=[every])
    assert {name for name in moments if "on_batch" not in name} - set(calls) == {"on_test_end"}
    with pytest.raises(UnknownName, match=r"Received: functions='on_epoch_ends'. Did you mean 'on_epoch_end'"):
        LambdaCallback(on_epoch_ends=print)


# What is printed


def test_fit_prints_each_epoch_and_its_numbers_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    model().fit(X, X[:, :2], batch_size=5, epochs=2, validation_data=(X, X[:, :2]))
    first, bar, second, last = capsys.readouterr().out.splitlines()
    assert (first, second) == ("Epoch 1/2", "Epoch 2/2")
    for line in (bar, last):
        assert line.startswith("4/4 ━━━━━━━━━━━━━━━━━━━━ 0s ")
        assert [part.split(": ")[0] for part in line.split(" - ")[1:]] == ["loss", "mae", "val_loss", "val_mae"]


def test_a_resumed_training_counts_on(capsys: pytest.CaptureFixture[str]) -> None:
    model().fit(X, X[:, :2], initial_epoch=2, epochs=3, verbose=2)
    first, line = capsys.readouterr().out.splitlines()
    assert first == "Epoch 3/3"
    assert line.startswith("1/1 - 0s - ") and "━" not in line


def test_evaluating_prints_one_line_and_predicting_or_silence_none(capsys: pytest.CaptureFixture[str]) -> None:
    net = model()
    net.evaluate(X, X[:, :2], batch_size=5)
    assert [line[:24] for line in capsys.readouterr().out.splitlines()] == ["4/4 ━━━━━━━━━━━━━━━━━━━━"]
    net.fit(X, X[:, :2], verbose=0)
    net.evaluate(X, X[:, :2], verbose=0)
    net.predict(X, verbose=0)
    net.train_on_batch(X, X[:, :2])
    net.test_on_batch(X, X[:, :2])
    net.predict_on_batch(X)
    assert capsys.readouterr().out == ""
