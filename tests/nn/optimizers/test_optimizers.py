"""Optimizers: each rule against its formula and against Keras, what they remember, and what they refuse."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import config, optimizers
from sutja.nn.optimizers import schedules
from sutja.nn.optimizers.slices import SLICE
from sutja.nn.variables import FlatVector, Variable

STEPS = 12
SHAPES = [(3, 4), (4,), (2, 2, 1, 3)]
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "sgd": ("SGD", {}),
    "sgd, rate 0.5": ("SGD", {"learning_rate": 0.5}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"learning_rate": 0.1, "momentum": 0.8, "nesterov": True}),
    "nesterov without momentum": ("SGD", {"nesterov": True}),
    "rmsprop": ("RMSprop", {}),
    "rmsprop, all arguments": ("RMSprop", {"learning_rate": 0.01, "rho": 0.5, "momentum": 0.7, "epsilon": 0.01}),
    "adam": ("Adam", {}),
    "adam, all arguments": ("Adam", {"learning_rate": 0.02, "beta_1": 0.5, "beta_2": 0.7, "epsilon": 0.1}),
    "adam without memory": ("Adam", {"beta_1": 0.0, "beta_2": 0.0}),
}


def gradients(step: int) -> list[Any]:
    """Of all sizes, with zeros among them: at some weights never anything else."""
    rng = np.random.default_rng(step)
    result = [rng.standard_normal(shape) * 10.0 ** rng.integers(-8, 2, shape) for shape in SHAPES]
    result[1][step % 4] = 0
    result[1][3] = 0
    return result


def vector_of(arrays: list[Any]) -> FlatVector:
    return FlatVector([Variable(np.array(a), name=f"w{i}") for i, a in enumerate(arrays)])


def flat(arrays: list[Any]) -> Any:
    return np.concatenate([np.ravel(a) for a in arrays])


def start(dtype: str = "float32") -> list[Any]:
    rng = np.random.default_rng(99)
    return [rng.standard_normal(shape).astype(dtype) for shape in SHAPES]


@pytest.mark.parametrize("name", CASES)
def test_step_by_step_as_keras(keras: Any, name: str) -> None:
    """Weights and memories after every step; float32 rounding adds up over 12 of them."""
    kind, arguments = CASES[name]
    ours, theirs = getattr(optimizers, kind)(**arguments), getattr(keras.optimizers, kind)(**arguments)
    vector = vector_of(start())
    variables = [keras.Variable(a) for a in start()]
    theirs.build(variables)
    for step in range(STEPS):
        now = [g.astype(np.float32) for g in gradients(step)]
        ours.apply_flat(vector, flat(now))
        theirs.apply(now, variables)
        for own, other in zip(vector.variables, variables, strict=True):
            np.testing.assert_allclose(own.value, other.value, rtol=2e-5, atol=2e-6)
    saved = [np.asarray(v.value) for v in theirs.variables]
    assert [v.shape for v in ours.variables()] == [v.shape for v in saved]
    for own, other in zip(ours.variables(), saved, strict=True):
        np.testing.assert_allclose(own, other, rtol=2e-5, atol=1e-7)


def sgd(w: Any, g: Any, memory: dict[str, Any], t: int) -> Any:
    return w - 0.1 * g


def momentum(w: Any, g: Any, memory: dict[str, Any], t: int) -> Any:
    v = memory["v"] = 0.9 * memory.get("v", 0) - 0.1 * g
    return w + v


def nesterov(w: Any, g: Any, memory: dict[str, Any], t: int) -> Any:
    v = memory["v"] = 0.9 * memory.get("v", 0) - 0.1 * g
    return w + 0.9 * v - 0.1 * g


def rmsprop(w: Any, g: Any, memory: dict[str, Any], t: int) -> Any:
    v = memory["v"] = 0.9 * memory.get("v", 0) + 0.1 * g**2
    return w - 0.1 * g / np.sqrt(v + 1e-7)


def rmsprop_with_momentum(w: Any, g: Any, memory: dict[str, Any], t: int) -> Any:
    v = memory["v"] = 0.9 * memory.get("v", 0) + 0.1 * g**2
    m = memory["m"] = 0.5 * memory.get("m", 0) + 0.1 * g / np.sqrt(v + 1e-7)
    return w - m


def adam(w: Any, g: Any, memory: dict[str, Any], t: int) -> Any:
    """As Kingma and Ba write it, with epsilon beside the uncorrected root, as in the end of their section 2."""
    m = memory["m"] = 0.9 * memory.get("m", 0) + 0.1 * g
    v = memory["v"] = 0.999 * memory.get("v", 0) + 0.001 * g**2
    rate = 0.1 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return w - rate * m / (np.sqrt(v) + 1e-7)


RULES = [
    (optimizers.SGD(0.1), sgd),
    (optimizers.SGD(0.1, momentum=0.9), momentum),
    (optimizers.SGD(0.1, momentum=0.9, nesterov=True), nesterov),
    (optimizers.RMSprop(0.1), rmsprop),
    (optimizers.RMSprop(0.1, momentum=0.5), rmsprop_with_momentum),
    (optimizers.Adam(0.1), adam),
]


@pytest.mark.parametrize(("optimizer", "rule"), RULES, ids=[rule.__name__ for _, rule in RULES])
def test_the_rule_in_float64(optimizer: Any, rule: Any) -> None:
    """The written formula, to the last digits, over more weights than one slice holds."""
    optimizer = type(optimizer).from_config(optimizer.get_config())
    rng = np.random.default_rng(0)
    weights = rng.standard_normal(2 * SLICE + 5)
    vector, memory = vector_of([weights]), {}
    for t in range(1, 6):
        g = rng.standard_normal(weights.shape)
        weights = rule(weights, g, memory, t)
        optimizer.apply_flat(vector, g)
    np.testing.assert_allclose(vector.values, weights, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("name", CASES)
def test_the_gradient_is_only_read(name: str) -> None:
    kind, arguments = CASES[name]
    optimizer, vector = getattr(optimizers, kind)(**arguments), vector_of(start())
    g = flat([a.astype(np.float32) for a in gradients(0)])
    before = g.copy()
    optimizer.apply_flat(vector, g)
    np.testing.assert_array_equal(g, before)
    assert vector.values.dtype == np.float32
    assert all(memory.dtype == np.float32 for memory in optimizer.state.values())


@pytest.mark.parametrize("name", CASES)
def test_what_it_remembers_can_be_put_back(name: str) -> None:
    """After set_variables, a fresh optimizer goes on to the same bits."""
    kind, arguments = CASES[name]
    first, vector = getattr(optimizers, kind)(**arguments), vector_of(start())
    for step in range(3):
        first.apply_flat(vector, flat(gradients(step)).astype(np.float32))
    saved, weights = [v.copy() for v in first.variables()], vector.values.copy()
    second, other = getattr(optimizers, kind)(**arguments), vector_of(start())
    second.build(other)
    second.set_variables(saved)
    other.values[...] = weights
    for optimizer, place in ((first, vector), (second, other)):
        optimizer.apply_flat(place, flat(gradients(3)).astype(np.float32))
    assert second.iterations == 4
    np.testing.assert_array_equal(vector.values, other.values)


def test_new_weights_are_met_with_an_empty_memory() -> None:
    optimizer = optimizers.Adam()
    first, second = vector_of(start()), vector_of(start())
    optimizer.apply_flat(first, flat(gradients(0)).astype(np.float32))
    optimizer.apply_flat(second, np.zeros(second.size, np.float32))
    np.testing.assert_array_equal(second.values, flat(start()))


def test_the_learning_rate_can_be_changed() -> None:
    optimizer, vector = optimizers.SGD(0.5), vector_of([np.ones(3)])
    optimizer.apply_flat(vector, np.ones(3))
    np.testing.assert_allclose(vector.values, 0.5)
    optimizer.learning_rate = 0.25
    assert optimizer.learning_rate == 0.25
    optimizer.apply_flat(vector, np.ones(3))
    np.testing.assert_allclose(vector.values, 0.25)


def test_a_schedule_is_asked_with_the_number_of_steps_done() -> None:
    asked = []

    class Spy(schedules.LearningRateSchedule):
        def __call__(self, step: int) -> float:
            asked.append(step)
            return 0.5

    optimizer, vector = optimizers.SGD(Spy()), vector_of([np.zeros(2)])
    for _ in range(3):
        optimizer.apply_flat(vector, np.ones(2))
    assert asked == [0, 1, 2]
    assert len(optimizer.variables()) == 1  # the rate of a schedule is not saved


@pytest.mark.parametrize("name", CASES)
def test_configs_are_keras_own(keras: Any, name: str) -> None:
    kind, arguments = CASES[name]
    ours, theirs = getattr(optimizers, kind)(**arguments), getattr(keras.optimizers, kind)(**arguments)
    again = optimizers.get(keras.optimizers.serialize(keras.optimizers.deserialize(optimizers.serialize(ours))))
    assert type(again) is type(ours)
    for other in (theirs, again):
        for key, value in ours.get_config().items():
            if key != "name":
                same = pytest.approx(value, rel=1e-6) if isinstance(value, float) else value
                assert other.get_config()[key] == same, key


@pytest.mark.parametrize("identifier", ["adam", "Adam", "sgd", "SGD", "rmsprop", "RMSprop"])
def test_names(identifier: str) -> None:
    optimizer = optimizers.get(identifier)
    assert type(optimizer).__name__.lower() == identifier.lower()
    assert optimizers.get(optimizer) is optimizer


def test_default_names_are_keras_own(keras: Any) -> None:
    for kind in ("SGD", "RMSprop", "Adam"):
        theirs = getattr(keras.optimizers, kind)().name
        assert getattr(optimizers, kind)().name == re.sub(r"_\d+$", "", theirs)  # Keras counts: adam, adam_1, ...


def test_float64_weights_are_trained_in_float64() -> None:
    config.set_floatx("float64")
    optimizer, vector = optimizers.Adam(), vector_of(start("float64"))
    optimizer.apply_flat(vector, flat(gradients(0)))
    assert vector.values.dtype == np.float64
    assert optimizer.state["velocity"].dtype == np.float64


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: optimizers.get("adamm"),
            UnknownName,
            "Invalid value for argument `optimizer`. Expected one of: sgd, rmsprop, adagrad, adadelta, adam, "
            "adamw, adamax, nadam, lion, muon. "
            "Received: optimizer='adamm'. Did you mean 'adam'?",
        ),
        (
            lambda: optimizers.get({"class_name": "Ftrl", "config": {}}),
            UnknownName,
            "Invalid value for argument `optimizer`. Expected one of: sgd, rmsprop, adagrad, adadelta, adam, adamw, "
            "adamax, nadam, lion, muon. Received: optimizer='Ftrl'",
        ),
        (
            lambda: optimizers.get(0.1),
            InvalidArgument,
            "Invalid value for argument `optimizer`. Expected the name of an optimizer, or one of "
            "`sutja.nn.optimizers`. Received: optimizer=0.1",
        ),
        (
            lambda: optimizers.SGD(-0.1),
            InvalidArgument,
            "Invalid value for argument `learning_rate`. Expected a number of at least 0, or a schedule. "
            "Received: learning_rate=-0.1",
        ),
        (
            lambda: optimizers.Adam("fast"),
            InvalidArgument,
            "Invalid value for argument `learning_rate`. Expected a number of at least 0, or a schedule. "
            "Received: learning_rate='fast'",
        ),
        (
            lambda: optimizers.Adam(float("nan")),
            InvalidArgument,
            "Invalid value for argument `learning_rate`. Expected a number of at least 0, or a schedule. "
            "Received: learning_rate=nan",
        ),
        (
            lambda: optimizers.SGD(momentum=1.5),
            InvalidArgument,
            "Invalid value for argument `momentum`. Expected a number in [0, 1]. Received: momentum=1.5",
        ),
        (
            lambda: optimizers.RMSprop(momentum=-1),
            InvalidArgument,
            "Invalid value for argument `momentum`. Expected a number in [0, 1]. Received: momentum=-1",
        ),
        (
            lambda: optimizers.RMSprop(rho=1.5),
            InvalidArgument,
            "Invalid value for argument `rho`. Expected a number in [0, 1]. Received: rho=1.5",
        ),
        (
            lambda: optimizers.Adam(beta_1=1),
            InvalidArgument,
            "Invalid value for argument `beta_1`. Expected a number in [0, 1). Received: beta_1=1",
        ),
        (
            lambda: optimizers.Adam(beta_2=-0.1),
            InvalidArgument,
            "Invalid value for argument `beta_2`. Expected a number in [0, 1). Received: beta_2=-0.1",
        ),
        (
            lambda: optimizers.Adam(loss_scale_factor=8.0),
            InvalidArgument,
            "Unsupported argument `loss_scale_factor` of Adam. Expected 1.0. Received: loss_scale_factor=8.0. "
            "For this one, train with Keras itself: `import keras`.",
        ),
        (
            lambda: optimizers.SGD(clipnorm="much"),
            InvalidArgument,
            "Invalid value for argument `clipnorm`. Expected a number above 0, or None. Received: clipnorm='much'",
        ),
        (
            lambda: optimizers.SGD(clipnorm=1.0, clipvalue=1.0),
            InvalidArgument,
            "Invalid value for argument `clipnorm`. Expected only one of clipnorm, clipvalue, global_clipnorm. "
            "Received: clipnorm={'clipnorm': 1.0, 'clipvalue': 1.0}",
        ),
        (
            lambda: optimizers.SGD().set_variables([np.zeros(3)]),
            InvalidArgument,
            "Invalid value for argument `values`. Expected 2 arrays of the optimizer's shapes. Received: values=[(3,)]",
        ),
    ],
)
def test_misuse(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message
