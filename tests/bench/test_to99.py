"""The way to 99 %: it ends when the goal is reached, says when it is not, and needs the real digits."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from bench import to99
from bench.contestants import contestant
from bench.fresh import Failed
from bench.recipes import RECIPES


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A few digits that all look alike, and a recipe to match."""
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 256, (64, 28, 28, 1), np.uint8), np.full(64, 3)
    np.savez(tmp_path / "digits.npz", x_train=x, y_train=y, x_test=x[:16], y_test=y[:16], source="a test")
    few = dataclasses.replace(RECIPES["fast"], batch=16, epochs=4, samples=64, learning_rate=1e-2)
    monkeypatch.setitem(to99.RECIPES, "fast", few)
    return str(tmp_path / "digits.npz")


def test_it_ends_at_the_goal(file, capsys):
    to99.run("sutja", "fast", file)
    accuracies = json.loads(capsys.readouterr().out)["accuracies"]
    assert accuracies[-1] >= to99.GOAL
    assert all(accuracy < to99.GOAL for accuracy in accuracies[:-1])


def test_a_goal_that_is_not_reached_is_no_answer(file, monkeypatch, capsys):
    monkeypatch.setattr(to99, "GOAL", 1.01)
    with pytest.raises(SystemExit, match=r"sutja reached 100.00% in 4 epochs, not 101.0%"):
        to99.run("sutja", "fast", file)
    assert capsys.readouterr().out == ""


def test_random_pictures_will_not_do(monkeypatch):
    monkeypatch.delenv("SUTJA_DATA", raising=False)
    with pytest.raises(Failed, match="set SUTJA_DATA"):
        to99.reach(contestant("sutja"), "fast")
