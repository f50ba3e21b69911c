"""What every optimizer remembers goes both ways, and the next step there is the next step here."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import sutja.nn as nn

RNG = np.random.default_rng(0)
ARGUMENTS: dict[str, dict[str, Any]] = {
    "SGD": {"momentum": 0.9, "nesterov": True, "weight_decay": 0.01},
    "RMSprop": {"momentum": 0.9, "centered": True},
    "Adam": {"amsgrad": True, "use_ema": True, "ema_momentum": 0.8, "gradient_accumulation_steps": 2},
    "AdamW": {"clipnorm": 0.5},
    "Adamax": {"global_clipnorm": 0.5},
    "Nadam": {"clipvalue": 0.1, "use_ema": True, "ema_overwrite_frequency": 2},
    "Muon": {"exclude_layers": ["last"]},
    "Adagrad": {"gradient_accumulation_steps": 3},
}
SCHEDULES: dict[str, dict[str, Any]] = {
    "CosineDecay": {"initial_learning_rate": 0.1, "decay_steps": 10, "alpha": 0.1},
    "CosineDecayRestarts": {"initial_learning_rate": 0.1, "first_decay_steps": 3},
    "ExponentialDecay": {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5, "staircase": True},
    "InverseTimeDecay": {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5},
    "PiecewiseConstantDecay": {"boundaries": [2, 5], "values": [0.1, 0.05, 0.01]},
    "PolynomialDecay": {"initial_learning_rate": 0.1, "decay_steps": 10, "power": 2.0},
}


def classes(module: Any) -> set[str]:
    return {name for name in module.__all__ if inspect.isclass(getattr(module, name))}


OPTIMIZERS = sorted(classes(nn.optimizers) - {"Optimizer"})


def test_no_schedule_is_forgotten() -> None:
    assert classes(nn.optimizers.schedules) - set(SCHEDULES) == {"LearningRateSchedule", "OneCycle"}


def compiled(engine: Any, optimizer: Any) -> Any:
    layers = engine.layers
    inner = engine.Sequential([engine.Input((3,)), layers.Dense(2), layers.BatchNormalization()], name="inner")
    model = engine.Sequential([engine.Input((3,)), inner, layers.Dense(2, name="frozen"), layers.Dense(2, name="last")])
    model.layers[1].trainable = False
    model.compile(optimizer, "mean_squared_error")
    return model


def filled(model: Any) -> Any:
    """``model`` with weights and an optimizer that remember something."""
    model.set_weights([RNG.uniform(0.2, 1, size=w.shape) for w in model.get_weights()])
    if isinstance(model, nn.Model):
        model.optimizer.build(model.training_execution()[1])
        values = model.optimizer.variables()
    else:
        model.optimizer.build(model.trainable_variables)
        values = [np.asarray(v.value) for v in model.optimizer.variables]
    steps = np.asarray(4)
    remembered = [steps if v.dtype.kind == "i" else RNG.uniform(0.01, 1, v.shape) for v in values]
    if isinstance(model, nn.Model):
        model.optimizer.set_variables(remembered)
    else:
        for variable, value in zip(model.optimizer.variables, remembered, strict=True):
            variable.assign(value)
    return model


def memory(model: Any) -> list[Any]:
    optimizer = model.optimizer
    values = optimizer.variables
    return [np.asarray(v) for v in (values() if callable(values) else values)]


def in_file(path: Path) -> list[Any]:
    with h5py.File(path) as file:
        group = file["optimizer_weights"]
        return [group[name][()] for name in group.attrs["weight_names"]]


def assert_same_memory(one: Any, other: Any) -> None:
    for a, b in zip(memory(one), memory(other), strict=True):
        np.testing.assert_array_equal(a, b)


def assert_same_step(ours: Any, theirs: Any) -> None:
    """One gradient moves the weights of both by the same."""
    gradients = [RNG.normal(size=v.shape).astype(np.float32) for v in ours.trainable_weights]
    theirs.optimizer.apply(gradients, theirs.trainable_variables)
    ours.optimizer.apply(gradients, ours.trainable_variables)
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(a, np.asarray(b), rtol=2e-4, atol=2e-6)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_an_optimizer_goes_both_ways_and_on(keras: Any, tmp_path: Path, kind: str) -> None:
    ours, theirs = (
        filled(compiled(engine, getattr(engine.optimizers, kind)(**ARGUMENTS.get(kind, {})))) for engine in (nn, keras)
    )
    ours.save(tmp_path / "ours.keras")
    theirs.save(tmp_path / "theirs.keras")
    there, here = keras.models.load_model(tmp_path / "ours.keras"), nn.models.load_model(tmp_path / "theirs.keras")
    assert_same_memory(there, ours)
    assert_same_memory(here, theirs)
    assert_same_step(ours, there)
    assert_same_step(here, theirs)


def test_all_optimizers_survive_in_the_older_format_and_with_weights_alone(keras: Any, tmp_path: Path) -> None:
    for kind in OPTIMIZERS:
        ours, theirs, other = (
            filled(compiled(engine, getattr(engine.optimizers, kind)(**ARGUMENTS.get(kind, {}))))
            for engine in (nn, keras, nn)
        )
        theirs.save_weights(tmp_path / "w.weights.h5")
        other.load_weights(tmp_path / "w.weights.h5")
        assert_same_memory(other, theirs)
        ours.save_weights(tmp_path / "w.weights.h5")
        theirs.load_weights(tmp_path / "w.weights.h5")
        assert_same_memory(ours, theirs)
        theirs.save(tmp_path / "theirs.h5")
        here = nn.models.load_model(tmp_path / "theirs.h5")
        assert_same_memory(here, theirs)
        here.save(
            tmp_path / "ours.h5"
        )  # Keras 3.15 builds no optimizer for this format, so that the files are compared
        for one, other in zip(*map(in_file, (tmp_path / "ours.h5", tmp_path / "theirs.h5")), strict=True):
            np.testing.assert_array_equal(one, other)


def test_schedules_go_both_ways(keras: Any, tmp_path: Path) -> None:
    for kind, arguments in SCHEDULES.items():
        ours, theirs = (
            filled(compiled(engine, engine.optimizers.SGD(getattr(engine.optimizers.schedules, kind)(**arguments))))
            for engine in (nn, keras)
        )
        for ending in ("keras", "h5"):
            ours.save(tmp_path / f"ours.{ending}")
            theirs.save(tmp_path / f"theirs.{ending}")
            there, here = (
                keras.models.load_model(tmp_path / f"ours.{ending}"),
                nn.models.load_model(tmp_path / f"theirs.{ending}"),
            )
            assert_same_memory(here, theirs)
            if ending == "keras":
                assert_same_memory(there, ours)
            assert here.optimizer.learning_rate == pytest.approx(float(theirs.optimizer.learning_rate))
            assert type(there.optimizer._learning_rate).__name__ == kind
