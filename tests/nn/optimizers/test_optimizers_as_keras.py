"""Every optimizer against the one of the same name in Keras: the path of the weights, and what is remembered.

Gradients are given, so that nothing but the rule is compared. Differences of float32 add up over the steps, hence the
tolerance.
"""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
import pytest

from sutja import nn
from sutja.nn.variables import FlatVector, Variable

SHAPES = {"kernel": (3, 4), "bias": (4,), "wide/kernel": (2, 5), "embeddings": (3, 2)}
STEPS = 20
TOLERANCE = 2e-5

RULES: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True, "learning_rate": 0.1}),
    ("RMSprop", {"learning_rate": 0.01}),
    ("RMSprop", {"rho": 0.8, "momentum": 0.5}),
    ("RMSprop", {"centered": True}),
    ("RMSprop", {"centered": True, "momentum": 0.5}),
    ("Adagrad", {"learning_rate": 0.1}),
    ("Adagrad", {"initial_accumulator_value": 0.5, "epsilon": 1e-3}),
    ("Adadelta", {"learning_rate": 1.0}),
    ("Adadelta", {"learning_rate": 1.0, "rho": 0.7, "epsilon": 1e-3}),
    ("Adam", {"learning_rate": 0.01}),
    ("Adam", {"learning_rate": 0.01, "amsgrad": True, "beta_2": 0.7}),
    ("AdamW", {"learning_rate": 0.01}),
    ("AdamW", {"learning_rate": 0.01, "weight_decay": 0.3, "amsgrad": True}),
    ("Adamax", {"learning_rate": 0.01}),
    ("Adamax", {"beta_1": 0.5, "beta_2": 0.7}),
    ("Nadam", {"learning_rate": 0.01}),
    ("Nadam", {"beta_1": 0.5, "beta_2": 0.7, "epsilon": 1e-3}),
    ("Lion", {"learning_rate": 0.01}),
    ("Lion", {"beta_1": 0.5, "beta_2": 0.7}),
    ("Muon", {"learning_rate": 0.01}),
    ("Muon", {"nesterov": False, "rms_rate": None, "ns_steps": 3, "momentum": 0.5}),
    ("Muon", {"exclude_layers": ["wide"], "exclude_embeddings": False, "adam_lr_ratio": 0.5}),
]
OPTIONS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {"weight_decay": 0.5}),
    ("Adam", {"weight_decay": 0.5}),
    ("SGD", {"clipnorm": 0.7}),
    ("Adam", {"clipvalue": 0.3}),
    ("SGD", {"global_clipnorm": 0.7}),
    ("SGD", {"use_ema": True}),
    ("Adam", {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3}),
    ("Adam", {"gradient_accumulation_steps": 3}),
    ("Nadam", {"gradient_accumulation_steps": 2, "clipnorm": 0.5, "weight_decay": 0.1, "use_ema": True}),
    ("Muon", {"gradient_accumulation_steps": 2, "use_ema": True, "ema_overwrite_frequency": 2}),
]


def start(seed: int = 0) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    return {path: rng.standard_normal(shape).astype(np.float32) for path, shape in SHAPES.items()}


def gradients(steps: int) -> list[list[Any]]:
    rng = np.random.default_rng(1)
    return [[rng.standard_normal(shape).astype(np.float32) for shape in SHAPES.values()] for _ in range(steps)]


def our_variables() -> list[Variable]:
    return [Variable(value, name=path.split("/")[-1], path=path) for path, value in start().items()]


def their_variables(keras: Any) -> list[Any]:
    variables = []
    for path, value in start().items():
        *scope, name = path.split("/")
        with keras.src.backend.name_scope("/".join(scope) or "layer"):
            variables.append(keras.Variable(value, name=name))
    return variables


def flat(arrays: list[Any]) -> Any:
    return np.concatenate([np.asarray(getattr(array, "value", array)).ravel() for array in arrays])


def apply(optimizer: Any, vector: FlatVector, gradient: list[Any]) -> None:
    optimizer.apply_flat(vector, flat(gradient))


@pytest.mark.parametrize(("kind", "arguments"), RULES + OPTIONS)
def test_weights_and_memories_go_the_same_way(keras: Any, twin: Any, kind: str, arguments: dict[str, Any]) -> None:
    ours, theirs = getattr(nn.optimizers, kind)(**arguments), getattr(keras.optimizers, kind)(**arguments)
    vector, variables = FlatVector(our_variables()), their_variables(keras)
    theirs.build(variables)
    step = jax.jit(theirs.stateless_apply)
    weights, memory = [v.value for v in variables], [v.value for v in theirs.variables]
    for number, gradient in enumerate(gradients(STEPS)):
        apply(ours, vector, gradient)
        weights, memory = step(memory, gradient, weights)
        if number + 1 in (1, 5, STEPS):
            twin.assert_close(vector.values, flat(weights), TOLERANCE, f"weights after {number + 1} steps")
    own = ours.variables()
    assert [value.shape for value in own] == [value.shape for value in memory]
    for value, other, variable in zip(own, memory, theirs.variables, strict=True):
        twin.assert_close(value, other, TOLERANCE, f"{variable.path} of {kind}")

    for variables_of_keras, values in ((variables, weights), (theirs.variables, memory)):
        for variable, value in zip(variables_of_keras, values, strict=True):
            variable.assign(value)
    ours.finalize_variable_values()
    theirs.finalize_variable_values(variables)
    twin.assert_close(vector.values, flat(variables), TOLERANCE, "weights at the end")


@pytest.mark.parametrize("kind", ["AdamW", "Muon"])
def test_what_does_not_decay(keras: Any, twin: Any, kind: str) -> None:
    ours, theirs = getattr(nn.optimizers, kind)(), getattr(keras.optimizers, kind)()
    vector, variables = FlatVector(our_variables()), their_variables(keras)
    ours.exclude_from_weight_decay([vector.variables[2]], ["bias", "^emb"])
    theirs.exclude_from_weight_decay([variables[2]], ["bias", "^emb"])
    theirs.build(variables)
    zero = [np.zeros(shape, np.float32) for shape in SHAPES.values()]
    ours.learning_rate = 0.5
    theirs.learning_rate = 0.5
    apply(ours, vector, zero)
    theirs.apply(zero)
    twin.assert_close(vector.values, flat(variables), TOLERANCE, "weights")
    before = start()
    assert np.allclose(vector.variables[0].value, before["kernel"] * (1 - 0.5 * 0.004), rtol=1e-6)
    for number, name in ((1, "bias"), (2, "wide/kernel"), (3, "embeddings")):
        assert np.array_equal(vector.variables[number].value, before[name])


@pytest.mark.parametrize(("kind", "arguments"), [*RULES, *OPTIONS])
def test_configs_read_on_the_other_side(keras: Any, kind: str, arguments: dict[str, Any]) -> None:
    arguments = {**arguments, "name": "rule"}
    ours, theirs = getattr(nn.optimizers, kind)(**arguments), getattr(keras.optimizers, kind)(**arguments)
    mine, other = ours.get_config(), theirs.get_config()
    assert mine.keys() == other.keys()
    assert {k: v for k, v in mine.items() if k != "learning_rate"} == {
        k: v for k, v in other.items() if k != "learning_rate"
    }
    assert mine["learning_rate"] == pytest.approx(other["learning_rate"])
    again = nn.optimizers.get(keras.optimizers.serialize(theirs))
    assert again.get_config() == {**mine, "learning_rate": again.learning_rate}
    assert keras.optimizers.get(nn.optimizers.serialize(ours)).get_config() == other


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("SGD", {"momentum": 0.9, "clipnorm": 1.0}),
        ("RMSprop", {"momentum": 0.9, "centered": True}),
        ("AdamW", {"amsgrad": True, "gradient_accumulation_steps": 2}),
        ("Nadam", {}),
        ("Lion", {"use_ema": True}),
        ("Muon", {"exclude_layers": ["last"]}),
    ],
)
def test_a_saved_training_goes_on_on_the_other_side(
    keras: Any, twin: Any, tmp_path: Any, kind: str, arguments: dict[str, Any]
) -> None:
    x, y = gradients(1)[0][0], np.array([0, 1, 2])

    def model(engine: Any) -> Any:
        dense = engine.layers.Dense
        made = engine.Sequential([engine.Input((4,)), dense(5, activation="tanh"), dense(3, name="last")])
        loss = engine.losses.SparseCategoricalCrossentropy(from_logits=True)
        made.compile(getattr(engine.optimizers, kind)(learning_rate=0.05, **arguments), loss)
        return made

    def train(made: Any) -> None:
        for _ in range(2):
            made.train_on_batch(x, y)

    ours, theirs = model(nn), model(keras)
    theirs.set_weights(ours.get_weights())
    for name, first in (("ours", ours), ("theirs", theirs)):
        train(first)
        first.save(tmp_path / f"{name}.keras")
    to_theirs, to_ours = (
        keras.models.load_model(tmp_path / "ours.keras"),
        nn.models.load_model(tmp_path / "theirs.keras"),
    )
    every = [ours, theirs, to_theirs, to_ours]
    for made in every:
        train(made)
    for made in every[1:]:
        for weight, other in zip(ours.get_weights(), made.get_weights(), strict=True):
            twin.assert_close(weight, other, TOLERANCE, "weights")
    values = [v.numpy() for v in theirs.optimizer.variables]
    for made in (to_ours, ours):
        for value, other in zip(made.optimizer.variables(), values, strict=True):
            twin.assert_close(value, other, 1e-4, "memory")
