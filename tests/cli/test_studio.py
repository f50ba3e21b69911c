"""``sutja studio``: what it is started with, and what it says when it cannot start."""

from __future__ import annotations

import sys

import numpy as np
import pytest

pytest.importorskip("fastapi", reason="the extra `studio` is not installed")

import sutja.studio
from sutja import nn
from sutja.recognizer import shipped_model


@pytest.fixture
def started(monkeypatch):
    """The calls of ``serve``, which does not really serve."""
    calls = []
    monkeypatch.setattr(sutja.studio, "serve", lambda port, **options: calls.append((port, options)))
    return calls


def test_the_shipped_model_on_any_port_in_a_browser(sutja, started):
    assert sutja("studio").code == 0
    [(port, options)] = started
    assert port is None
    assert options["open_browser"] is True
    assert options["recognizer"].model.output_shape == (None, 11)


def test_every_option(sutja, started):
    assert sutja("studio", "--port", "8123", "--no-open", "--model", str(shipped_model())).code == 0
    [(port, options)] = started
    assert port == 8123
    assert options["open_browser"] is False
    assert options["recognizer"].model.output_shape == (None, 11)


@pytest.mark.parametrize("name", ["mine", "runs/mine", "runs/mine/best.keras"])
def test_the_model_of_a_run(sutja, started, tmp_path, name):
    model = nn.Sequential([nn.Input((28, 28, 1)), nn.layers.Flatten(), nn.layers.Dense(10, activation="softmax")])
    (tmp_path / "runs/mine").mkdir(parents=True)
    (tmp_path / "runs/mine/config.json").write_text("{}")
    model.save(tmp_path / "runs/mine/best.keras")
    assert sutja("studio", "--model", name).code == 0
    [(_port, options)] = started
    arrived = options["recognizer"].model
    assert arrived.output_shape == (None, 10)
    np.testing.assert_array_equal(arrived.get_weights()[0], model.get_weights()[0])


def test_the_shipped_model_by_its_name(sutja, started):
    assert sutja("studio", "--model", "shipped").code == 0
    assert started[0][1]["recognizer"].model.output_shape == (None, 11)


def test_a_run_that_is_not_there(sutja, started):
    result = sutja("studio", "--model", "nothing")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "There is no trained run called 'nothing'." in result.err
    assert not started


def test_a_model_that_is_not_there(sutja, started):
    result = sutja("studio", "--model", "nothing.keras")
    assert result.code == 1
    assert "nothing.keras" in result.err
    assert result.err.count("\n") == 1
    assert not started


def test_a_port_that_is_no_port(sutja):
    result = sutja("studio", "--port", "70000")
    assert result.code == 2
    assert "Expected a number from 0 to 65535. Received: port=70000" in result.err


def test_without_the_extra_it_says_what_to_install(sutja, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastapi", None)
    for name in [name for name in sys.modules if name.startswith("sutja.studio")]:
        monkeypatch.delitem(sys.modules, name)
    result = sutja("studio")
    assert result.code == 1
    assert result.err == (
        "sutja: The studio needs an optional part of Sutja. Install it: pip install 'sutja[studio]'\n"
    )
