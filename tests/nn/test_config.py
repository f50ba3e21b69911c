"""Settings of the engine."""

from __future__ import annotations

import os
from typing import Any

import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument
from sutja.nn import config


def test_floatx_is_that_of_new_layers() -> None:
    old = nn.layers.Dense(1)
    config.set_floatx("float64")
    assert (old.dtype, nn.layers.Dense(1).dtype, config.floatx()) == ("float32", "float64", "float64")


def test_epsilon_can_be_set() -> None:
    assert config.epsilon() == 1e-7
    config.set_epsilon(1e-3)
    assert config.epsilon() == 1e-3


def test_threads_are_what_was_set_else_the_environment_else_the_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUTJA_THREADS", raising=False)
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert config.num_threads() == available
    monkeypatch.setenv("SUTJA_THREADS", "3")
    assert config.num_threads() == 3
    config.set_num_threads(5)
    assert config.num_threads() == 5
    config.set_num_threads(None)
    assert config.num_threads() == 3


@pytest.mark.parametrize(
    ("setter", "value", "message"),
    [
        (
            config.set_floatx,
            "float16",
            "Invalid value for argument `value`. Expected 'float32' or 'float64'. Received: value='float16'",
        ),
        (
            config.set_epsilon,
            0,
            "Invalid value for argument `value`. Expected a number in (0, 1). Received: value=0",
        ),
        (
            config.set_num_threads,
            0,
            "Invalid value for argument `value`. Expected a whole number of at least 1. Received: value=0",
        ),
        (
            config.set_num_threads,
            1.5,
            "Invalid value for argument `value`. Expected a whole number of at least 1. Received: value=1.5",
        ),
    ],
)
def test_a_wrong_setting_is_refused(setter: Any, value: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        setter(value)
    assert str(caught.value) == message


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", "²"])
def test_a_wrong_number_of_threads_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SUTJA_THREADS", value)
    with pytest.raises(InvalidArgument) as caught:
        config.num_threads()
    assert str(caught.value) == (
        "Invalid value for argument `SUTJA_THREADS`. Expected a whole number above 0. "
        f"Received: SUTJA_THREADS={value!r}"
    )
