"""Schedules against Keras', step by step; the one that Keras does not have, by its formula; wrong arguments."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument

SCHEDULES: list[tuple[str, dict[str, Any]]] = [
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5}),
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 8, "decay_rate": 0.5, "staircase": True}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 8, "decay_rate": 0.5, "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [3, 9, 20], "values": [1.0, 0.5, 0.25, 0.1]}),
    ("PiecewiseConstantDecay", {"boundaries": [5], "values": [1.0, 0.5]}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 16}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 16, "power": 2.0, "end_learning_rate": 0.02}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 8, "cycle": True, "power": 0.5}),
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 16, "alpha": 0.1}),
    ("CosineDecay", {"initial_learning_rate": 0.0, "decay_steps": 16, "warmup_target": 0.1, "warmup_steps": 5}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 8, "t_mul": 1.0, "m_mul": 0.5}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 5, "alpha": 0.2}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 4, "t_mul": 1.5, "m_mul": 0.8}),
]


@pytest.mark.parametrize(("kind", "arguments"), SCHEDULES)
def test_every_step_is_as_in_keras(keras: Any, kind: str, arguments: dict[str, Any]) -> None:
    ours = getattr(nn.optimizers.schedules, kind)(**arguments)
    theirs = getattr(keras.optimizers.schedules, kind)(**arguments)
    mine = np.array([ours(step) for step in range(40)])
    other = np.asarray(jax.jit(jax.vmap(theirs))(np.arange(40)))
    assert np.abs(mine - other).max() < 1e-6
    assert ours.get_config() == theirs.get_config()
    again = nn.optimizers.schedules.deserialize(keras.optimizers.schedules.serialize(theirs))
    assert again.get_config() == ours.get_config()
    assert keras.optimizers.schedules.deserialize(nn.optimizers.schedules.serialize(ours)).get_config() == (
        ours.get_config()
    )


def test_one_cycle_rises_and_falls_once() -> None:
    cycle = nn.optimizers.schedules.OneCycle(1.0, 100)
    rates = [cycle(step) for step in range(120)]
    assert rates[0] == pytest.approx(1 / 25)
    assert int(np.argmax(rates)) == 30
    assert rates[30] == pytest.approx(1.0)
    assert rates[15] == pytest.approx((1 + 1 / 25) / 2)
    assert rates[65] == pytest.approx((1 + 1 / 25e4) / 2)
    assert rates[100] == rates[119] == pytest.approx(1 / 25e4)
    assert (np.diff(rates[:31]) > 0).all()
    assert (np.diff(rates[30:101]) < 0).all()
    again = nn.optimizers.schedules.deserialize(nn.optimizers.schedules.serialize(cycle))
    assert again.get_config() == cycle.get_config()


def test_an_optimizer_follows_its_schedule_through_a_file(tmp_path: Any) -> None:
    model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(1)])
    model.compile(nn.optimizers.SGD(nn.optimizers.schedules.OneCycle(0.1, 10)), "mse")
    model.train_on_batch(np.ones((2, 2)), np.ones((2, 1)))
    model.save(tmp_path / "m.keras")
    again = nn.models.load_model(tmp_path / "m.keras")
    assert again.optimizer.learning_rate == model.optimizer.learning_rate != 0.1 / 25


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("ExponentialDecay", (0.1, 0, 0.5), "argument `decay_steps`. Expected a number above 0."),
        ("InverseTimeDecay", (0.1, -1, 0.5), "argument `decay_steps`. Expected a number above 0."),
        ("PolynomialDecay", (0.1, 0), "argument `decay_steps`. Expected a number above 0."),
        ("CosineDecay", (0.1, 0), "argument `decay_steps`. Expected a number above 0."),
        ("CosineDecayRestarts", (0.1, 0), "argument `first_decay_steps`. Expected a number above 0."),
        ("CosineDecayRestarts", (0.1, 5, 0.5), "argument `t_mul`. Expected a number of at least 1."),
        ("PiecewiseConstantDecay", ([3, 3], [1, 2, 3]), "each larger than the one before"),
        ("PiecewiseConstantDecay", ([3, "x"], [1, 2, 3]), "each larger than the one before"),
        ("PiecewiseConstantDecay", (None, [1, 2]), "each larger than the one before"),
        (
            "PiecewiseConstantDecay",
            ([3], [1, None]),
            "argument `values`. Expected 2 numbers, one more than boundaries.",
        ),
        (
            "PiecewiseConstantDecay",
            ([3, 4], [1, 2]),
            "argument `values`. Expected 3 numbers, one more than boundaries.",
        ),
        ("OneCycle", (0.1, 0), "argument `total_steps`. Expected a number above 0."),
        ("OneCycle", (0.1, 9, 1.0), "argument `pct_start`. Expected a number in (0, 1)."),
    ],
)
def test_wrong_arguments(kind: str, arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        getattr(nn.optimizers.schedules, kind)(*arguments)
    assert message in str(caught.value)
