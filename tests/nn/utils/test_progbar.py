"""The progress bar, on a terminal and where there is none."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from sutja.nn.utils import Progbar, progbar
from sutja.nn.utils.progbar import duration


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progbar, "time", clock)
    return clock


def run(clock: Clock, stream: Any, verbose: int, seconds: float = 1.0) -> str:
    bar = Progbar(4, verbose=verbose, stream=stream)
    for step in range(1, 5):
        clock.now += seconds
        bar.update(step, {"loss": 1 / step})
    bar.update(4, {"loss": 0.25, "val_loss": 1e-5}, finalize=True)
    return str(stream.getvalue())


def test_on_a_terminal_the_bar_is_drawn_over_itself(clock: Clock) -> None:
    *drawn, last, end = run(clock, Terminal(), 1).replace("\n", "\r\n").split("\r")
    assert drawn == [
        "",
        "1/4 ━━━━━╺────────────── 3s 1s/step - loss: 1.0000",
        "2/4 ━━━━━━━━━━╺───────── 2s 1s/step - loss: 0.5000",
        "3/4 ━━━━━━━━━━━━━━━╺──── 1s 1s/step - loss: 0.3333",
        "4/4 ━━━━━━━━━━━━━━━━━━━━ 0s 1s/step - loss: 0.2500",
    ]
    assert last == "4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step - loss: 0.2500 - val_loss: 1.0000e-05"
    assert end == "\n"


def test_of_several_numbers_the_mean_is_shown(clock: Clock) -> None:
    stream = io.StringIO()
    Progbar(1, stream=stream).update(1, {"f1_score": np.array([0.5, 0.25])}, finalize=True)
    assert stream.getvalue().endswith(" - f1_score: 0.3750\n")


def test_fast_steps_are_not_all_drawn(clock: Clock) -> None:
    drawn = run(clock, Terminal(), 1, seconds=0.04)
    assert drawn.count("\r") == 3  # the first, one more than a tenth of a second later, the end
    assert drawn.endswith("4/4 ━━━━━━━━━━━━━━━━━━━━ 0s 40ms/step - loss: 0.2500 - val_loss: 1.0000e-05\n")


def test_a_shorter_line_wipes_the_longer_one_before_it(clock: Clock) -> None:
    stream = Terminal()
    bar = Progbar(2, verbose=1, stream=stream)
    clock.now += 1
    bar.update(1, {"a long name": 1.0})
    clock.now += 1
    bar.update(2, {})
    long, short = stream.getvalue().split("\r")[1:]
    assert len(short) == len(long) and short.endswith(" ")


def test_elsewhere_there_is_one_line_at_the_end(clock: Clock) -> None:
    expected = "4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step - loss: 0.2500 - val_loss: 1.0000e-05\n"
    assert run(clock, io.StringIO(), 1) == expected


def test_verbose_2_is_one_plain_line_and_0_none(clock: Clock) -> None:
    for stream in (Terminal(), io.StringIO()):
        assert run(clock, stream, 2) == "4/4 - 4s - 1s/step - loss: 0.2500 - val_loss: 1.0000e-05\n"
    assert run(clock, Terminal(), 0) == ""


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (3.4, "3s"), (59.4, "59s"), (59.6, "1:00"), (75, "1:15"), (3661, "1:01:01")]
)
def test_durations_read_like_a_clock(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(2e-6, "2us/step"), (0.0123, "12ms/step"), (1.6, "2s/step")])
def test_the_time_of_a_step_has_a_unit_that_suits_it(clock: Clock, seconds: float, text: str) -> None:
    assert text in run(clock, io.StringIO(), 1, seconds)
