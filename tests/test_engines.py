"""The engines by name, and the backend that Keras is given."""

from __future__ import annotations

import os
import re
import sys

import pytest

import sutja.nn
from sutja import engines
from sutja.errors import MissingExtra, UnknownName


def test_engine_by_name():
    assert engines.engine() is engines.engine("numpy") is sutja.nn
    with pytest.raises(UnknownName, match=r"`engine`. Expected one of: numpy, keras. Received: engine='torch'"):
        engines.engine("torch")


def test_engine_that_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(MissingExtra, match=re.escape("pip install 'sutja[keras]'")):
        engines.engine("keras")


@pytest.mark.parametrize(
    ("installed", "configured", "chosen"),
    [
        ({"jax"}, None, "jax"),
        ({"jax"}, '{"backend": "tensorflow"}', "jax"),
        ({"torch"}, '{"backend": "jax"}', "torch"),
        ({"jax", "tensorflow"}, None, None),
        ({"jax", "torch"}, '{"backend": "torch"}', None),
        (set(), None, None),
        ({"jax"}, "no JSON", "jax"),
        ({"jax"}, '["jax"]', "jax"),
        ({"jax"}, '{"backend": "os.path"}', "jax"),
    ],
)
def test_keras_is_given_a_backend_that_is_installed(monkeypatch, tmp_path, installed, configured, chosen):
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.delenv("KERAS_BACKEND")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(engines, "find_spec", lambda name: name if name in installed else None)
    if configured is not None:
        (tmp_path / "keras.json").write_text(configured)
    engines._choose_backend()
    assert os.environ.get("KERAS_BACKEND") == chosen


def test_a_backend_that_was_chosen_stays(monkeypatch):
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    engines._choose_backend()
    assert os.environ["KERAS_BACKEND"] == "torch"
