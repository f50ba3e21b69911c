"""Optimizers by themselves: bits, slices, float64, names, and what they say to a wrong argument."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.nn import config, optimizers
from sutja.nn.optimizers.slices import SLICE, SMALLEST_SHARE
from sutja.nn.variables import FlatVector, Variable

KINDS = ["SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "AdamW", "Adamax", "Nadam", "Lion", "Muon"]


def vector_of(*arrays: Any) -> FlatVector:
    return FlatVector([Variable(np.array(array), name=f"v{i}") for i, array in enumerate(arrays)])


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_brings_the_weights_to_the_minimum_of_a_bowl(kind: str) -> None:
    rate = {"Adadelta": 100.0, "Adagrad": 1.0, "Lion": 0.05, "RMSprop": 0.02}.get(kind, 0.1)
    optimizer = getattr(nn.optimizers, kind)(learning_rate=rate)
    vector = vector_of([[1.0, -2.0], [0.5, 1.5]], [3.0])
    for step in range(400):
        if step == 300:
            optimizer.learning_rate = rate / 10
        optimizer.apply_flat(vector, vector.values.copy())
    assert np.abs(vector.values).max() < 0.06
    assert vector.values.dtype == np.float64


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "Muon"])
def test_slices_do_not_matter(kind: str) -> None:
    rng = np.random.default_rng(0)
    long = rng.standard_normal(2 * SLICE + 3).astype("f4")
    whole, alone = vector_of(long), vector_of(long[-2:])
    one, other = getattr(nn.optimizers, kind)(), getattr(nn.optimizers, kind)()
    for _ in range(3):
        gradient = rng.standard_normal(long.size).astype("f4")
        one.apply_flat(whole, gradient.copy())
        other.apply_flat(alone, gradient[-2:].copy())
    assert np.array_equal(whole.values[-2:], alone.values)
    assert not np.array_equal(whole.values, long)


def test_muon_makes_all_directions_of_a_step_equally_long() -> None:
    g = np.random.default_rng(0).standard_normal((6, 3)) * [1, 10, 100]
    for x in (g, g.T):
        values = np.linalg.svd(nn.optimizers.Muon(ns_steps=8).orthogonal(x), compute_uv=False)
        assert values.min() > 0.6
        assert values.max() < 1.3


def test_an_infinite_gradient_is_not_hidden_by_clipping() -> None:
    vector = vector_of([1.0, 2.0], [3.0])
    nn.optimizers.SGD(global_clipnorm=1.0).apply_flat(vector, np.array([np.inf, 0, 1]))
    assert np.isnan(vector.values).all()


def test_accumulation_changes_weights_only_at_its_end() -> None:
    vector = vector_of([1.0, 2.0])
    optimizer = nn.optimizers.SGD(learning_rate=1.0, gradient_accumulation_steps=2)
    optimizer.apply_flat(vector, np.array([1.0, 0]))
    assert (vector.values.tolist(), optimizer.iterations, optimizer.gradients_seen) == ([1, 2], 0, 1)
    optimizer.apply_flat(vector, np.array([0, 1.0]))
    assert (vector.values.tolist(), optimizer.iterations, optimizer.gradients_seen) == ([0.5, 1.5], 1, 2)


def test_fit_ends_with_the_average() -> None:
    model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(1)])
    model.compile(nn.optimizers.SGD(0.1, use_ema=True), "mse")
    model.fit(np.ones((8, 2)), np.ones((8, 1)), epochs=2, batch_size=2, verbose=0)
    average = model.optimizer.average.values
    assert average is not None
    assert np.array_equal(np.concatenate([w.ravel() for w in model.get_weights()]), average)


def test_decay_cannot_be_changed_after_the_start() -> None:
    optimizer = nn.optimizers.AdamW()
    optimizer.apply_flat(vector_of([1.0]), np.array([1.0]))
    with pytest.raises(InvalidArgument, match="Expected to be called before training starts"):
        optimizer.exclude_from_weight_decay(var_names=["bias"])


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("SGD", {"clipnorm": 0}, "Invalid value for argument `clipnorm`. Expected a number above 0, or None."),
        ("SGD", {"clipnorm": 1, "clipvalue": 1}, "Expected only one of clipnorm, clipvalue, global_clipnorm."),
        ("SGD", {"weight_decay": -1}, "argument `weight_decay`. Expected a number of at least 0."),
        ("SGD", {"use_ema": True, "ema_momentum": 2}, "argument `ema_momentum`. Expected a number in [0, 1]."),
        ("SGD", {"use_ema": True, "ema_overwrite_frequency": 0}, "Expected a whole number of at least 1."),
        ("SGD", {"gradient_accumulation_steps": 1}, "Expected a whole number of at least 2."),
        ("SGD", {"loss_scale_factor": 2.0}, "Unsupported argument `loss_scale_factor` of SGD."),
        ("SGD", {"learning_rate": "fast"}, "Expected a number of at least 0, or a schedule."),
        ("SGD", {"momentum": 2}, "argument `momentum`. Expected a number in [0, 1]."),
        ("RMSprop", {"momentum": 2}, "argument `momentum`. Expected a number in [0, 1]."),
        ("Adam", {"beta_1": 1}, "argument `beta_1`. Expected a number in [0, 1)."),
        ("AdamW", {"weight_decay": None}, "argument `weight_decay`. Expected a number of at least 0."),
        ("Adamax", {"beta_2": 1}, "argument `beta_2`. Expected a number in [0, 1)."),
        ("Nadam", {"beta_2": -1}, "argument `beta_2`. Expected a number in [0, 1)."),
        ("Adagrad", {"initial_accumulator_value": -1}, "Expected a number of at least 0."),
        ("Adadelta", {"rho": 1}, "argument `rho`. Expected a number in [0, 1)."),
        ("Lion", {"beta_1": 0}, "argument `beta_1`. Expected a number in (0, 1]."),
        ("Muon", {"exclude_layers": "dense"}, "argument `exclude_layers`. Expected a list of names."),
        ("Muon", {"adam_weight_decay": -1}, "argument `adam_weight_decay`. Expected a number of at least 0."),
    ],
)
def test_wrong_arguments(kind: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        getattr(nn.optimizers, kind)(**arguments)
    assert message in str(caught.value)


def test_names() -> None:
    assert all(type(nn.optimizers.get(kind.lower())).__name__ == kind for kind in KINDS)
    with pytest.raises(InvalidArgument, match="Did you mean 'adamw'"):
        nn.optimizers.get("adamww")


@pytest.mark.parametrize("name", ["sgd", "rmsprop", "adam", "nadam"])
def test_threads_change_nothing(name: str) -> None:
    """The same bits, whether one thread takes all slices or several share them."""
    rng = np.random.default_rng(0)
    start, gradient = rng.standard_normal((2, 3 * SMALLEST_SHARE + 5)).astype(np.float32)
    found = []
    for threads in (1, 2, 3):
        config.set_num_threads(threads)
        vector, optimizer = FlatVector([Variable(start.copy(), name="w")]), optimizers.get(name)
        optimizer.build(vector)
        for _step in range(2):
            optimizer.step(vector, gradient.copy(), 0.01)
        found.append(vector.values)
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])
    assert (found[0] != start).all()
