"""CosineDecay: Keras' learning rates at every step, with and without warm-up."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import optimizers
from sutja.nn.optimizers import schedules

CASES: dict[str, dict[str, Any]] = {
    "plain": {"initial_learning_rate": 0.1, "decay_steps": 10},
    "not to zero": {"initial_learning_rate": 0.1, "decay_steps": 7, "alpha": 0.25},
    "warm-up": {"initial_learning_rate": 0.01, "decay_steps": 10, "warmup_target": 0.1, "warmup_steps": 4},
    "warm-up from zero, not to zero": {
        "initial_learning_rate": 0.0,
        "decay_steps": 5,
        "alpha": 0.1,
        "warmup_target": 0.2,
        "warmup_steps": 3,
    },
    "target without steps": {"initial_learning_rate": 0.01, "decay_steps": 10, "warmup_target": 0.1},
    "steps without target": {"initial_learning_rate": 0.1, "decay_steps": 10, "warmup_steps": 5},
}


@pytest.mark.parametrize("name", CASES)
def test_every_step_as_keras(keras: Any, name: str) -> None:
    """Beyond the end too."""
    ours = schedules.CosineDecay(**CASES[name])
    theirs = keras.ops.vectorized_map(keras.optimizers.schedules.CosineDecay(**CASES[name]), np.arange(20))
    np.testing.assert_allclose([ours(step) for step in range(20)], theirs, rtol=1e-5, atol=1e-7)


def test_formula() -> None:
    schedule = schedules.CosineDecay(0.4, 8, alpha=0.5, warmup_target=1.0, warmup_steps=2)
    assert [schedule(step) for step in (0, 1, 2)] == pytest.approx([0.4, 0.7, 1.0])
    assert schedule(4) == pytest.approx(0.5 + 0.5 * (1 + math.cos(math.pi / 4)) / 2)
    assert schedule(6) == pytest.approx(0.75)
    assert schedule(10) == schedule(1000) == pytest.approx(0.5)


@pytest.mark.parametrize("name", CASES)
def test_config_round_trip_with_keras(keras: Any, name: str) -> None:
    ours = schedules.CosineDecay(**CASES[name])
    theirs = keras.optimizers.schedules.deserialize(schedules.serialize(ours))
    again = schedules.deserialize(keras.optimizers.schedules.serialize(theirs))
    assert again.get_config() == ours.get_config()
    assert [again(step) for step in range(20)] == [ours(step) for step in range(20)]
    optimizer = optimizers.get(optimizers.serialize(optimizers.Adam(ours)))
    assert optimizer.learning_rate == ours(0)


def test_misuse() -> None:
    with pytest.raises(InvalidArgument) as caught:
        schedules.CosineDecay(0.1, 0)
    assert str(caught.value) == (
        "Invalid value for argument `decay_steps`. Expected a number above 0. Received: decay_steps=0"
    )
    with pytest.raises(UnknownName) as other:
        schedules.deserialize({"class_name": "StepDecay", "config": {}})
    assert str(other.value) == (
        "Invalid value for argument `learning_rate`. Expected one of: CosineDecay, CosineDecayRestarts, "
        "ExponentialDecay, InverseTimeDecay, OneCycle, PiecewiseConstantDecay, PolynomialDecay. "
        "Received: learning_rate='StepDecay'. Did you mean 'CosineDecay'?"
    )
