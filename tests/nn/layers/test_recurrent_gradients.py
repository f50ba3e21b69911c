"""Recurrent layers, and those around them, against differences: with masks, initial states and returned states."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sutja.nn import config, layers
from sutja.nn.call import Call, Step

SEEDS = st.integers(0, 2**32 - 1)
ACTIVATIONS = ["tanh", "sigmoid", "linear", "silu", "softmax"]  # silu needs what went in, the others what came out
grid = settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
short = settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])


@pytest.fixture(autouse=True)
def _float64(_settings: None) -> None:
    config.set_floatx("float64")


def numbers(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).standard_normal(shape)


def draw_mask(draw: Any, batch: int, time: int) -> Any:
    """No mask, or any: at the end as padding is, in between, or nothing left at all."""
    if draw(st.booleans()):
        return None
    return np.array(draw(st.lists(st.booleans(), min_size=batch * time, max_size=batch * time))).reshape(batch, time)


@st.composite
def sequences(draw: Any) -> tuple[Any, Any]:
    """(batch, time, n) and a mask."""
    shape = [draw(st.integers(1, most)) for most in (3, 4, 3)]
    return numbers(draw(SEEDS), *shape), draw_mask(draw, *shape[:2])


@st.composite
def recurrent(draw: Any) -> tuple[type, dict[str, Any]]:
    """A layer's class and its arguments."""
    kind = draw(st.sampled_from([layers.SimpleRNN, layers.GRU, layers.LSTM]))
    flags = ("return_sequences", "return_state", "go_backwards", "use_bias", "zero_output_for_mask")
    arguments: dict[str, Any] = {name: draw(st.booleans()) for name in flags}
    arguments["activation"] = draw(st.sampled_from(ACTIVATIONS))
    arguments["dropout"] = draw(st.sampled_from([0, 0.4]))
    arguments["recurrent_dropout"] = draw(st.sampled_from([0, 0.4]))
    if kind is not layers.SimpleRNN:
        arguments["recurrent_activation"] = draw(st.sampled_from(ACTIVATIONS))
    if kind is layers.GRU:
        arguments["reset_after"] = draw(st.booleans())
    return kind, {"units": draw(st.integers(1, 3)), **arguments}


def check(gradient_check: Any, layer: Any, inputs: list[Any], mask: Any, seed: int, wanted: list[bool]) -> None:
    """Hold ``backward`` against differences; ``inputs``: the sequence, and initial states if there are any.

    ``wanted``: for each output whether the loss depends on it.
    """
    given = inputs if len(inputs) > 1 else inputs[0]
    shapes = [(None, *x.shape[1:]) for x in inputs]
    layer.build_once(shapes if len(inputs) > 1 else shapes[0])
    rng = np.random.default_rng(seed)
    for variable in layer.variables:
        variable.assign(0.5 * rng.standard_normal(variable.shape))  # larger ones let a linear state explode
    call = Call(Step())
    call.mask = mask
    call.step.gradients = {id(v): np.full(v.shape, np.nan) for v in layer.trainable_weights}

    def forward() -> list[Any]:
        call.step.begin(training=True, seed=seed)
        y = layer.forward(given, call)
        return y if isinstance(y, list) else [y]

    outputs = forward()
    rs = [rng.standard_normal(y.shape) if want else None for y, want in zip(outputs, wanted, strict=False)]
    rs += [rng.standard_normal(y.shape) for y in outputs[len(rs) :]]
    if all(r is None for r in rs):
        rs[0] = rng.standard_normal(outputs[0].shape)
    dys = [None if r is None else r.copy() for r in rs]
    found = layer.backward(dys if len(dys) > 1 else dys[0], call)
    call.step.finish_backward()
    found = found if len(inputs) > 1 else [found]
    gradients = [np.zeros_like(x) if dx is None else dx.copy() for x, dx in zip(inputs, found, strict=True)]
    gradients += [call.step.gradients[id(weight)] for weight in layer.trainable_weights]

    def value() -> float:
        return sum(float(np.vdot(r, y)) for r, y in zip(rs, forward(), strict=True) if r is not None)

    for array, gradient in zip([*inputs, *(w.value for w in layer.trainable_weights)], gradients, strict=True):
        gradient_check.check(value, array, gradient)


@grid
@given(
    case=sequences(),
    layer=recurrent(),
    initial=st.booleans(),
    wanted=st.lists(st.booleans(), min_size=3, max_size=3),
    seed=SEEDS,
)
def test_recurrent(gradient_check: Any, case: Any, layer: Any, initial: bool, wanted: list[bool], seed: int) -> None:
    (x, mask), (kind, arguments) = case, layer
    made = kind(**arguments)
    states = [numbers(seed + i, len(x), made.units) for i in range(len(made.state_names))] if initial else []
    check(gradient_check, made, [x, *states], mask, seed, wanted)


@settings(grid, max_examples=15)
@given(
    case=sequences(),
    layer=recurrent(),
    initial=st.booleans(),
    merge_mode=st.sampled_from(["concat", "sum", "mul", "ave", None]),
    wanted=st.lists(st.booleans(), min_size=6, max_size=6),
    seed=SEEDS,
)
def test_bidirectional(
    gradient_check: Any, case: Any, layer: Any, initial: bool, merge_mode: Any, wanted: list[bool], seed: int
) -> None:
    (x, mask), (kind, arguments) = case, layer
    made = layers.Bidirectional(kind(**{**arguments, "go_backwards": False}), merge_mode=merge_mode)
    count = 2 * len(kind.state_names)
    states = [numbers(seed + i, len(x), arguments["units"]) for i in range(count)] if initial else []
    check(gradient_check, made, [x, *states], mask, seed, wanted)


@short
@given(shape=st.sampled_from([(1, 1), (3, 2), (2, 3, 2)]), mask_zero=st.booleans(), seed=SEEDS)
def test_embedding(gradient_check: Any, shape: tuple[int, ...], mask_zero: bool, seed: int) -> None:
    """Its input has no slope: changes by h leave the same whole number, so 0 is right there."""
    words = np.random.default_rng(seed).integers(0, 4, shape) + 0.5
    check(gradient_check, layers.Embedding(4, 3, mask_zero=mask_zero), [words], None, seed, [True])


@short
@given(case=sequences(), seed=SEEDS)
def test_masking(gradient_check: Any, case: Any, seed: int) -> None:
    x, mask = case
    if mask is not None:
        x[~mask] = 7.0
    layer, call = layers.Masking(7.0), Call(Step())
    y, exists = layer.forward(x, call), np.any(x != 7, axis=-1)
    np.testing.assert_array_equal(layer.compute_mask(x), exists)
    np.testing.assert_array_equal(y, np.where(exists[..., None], x, 0))
    np.testing.assert_array_equal(layer.backward(np.ones_like(x), call), exists[..., None] * np.ones_like(x))


@short
@given(shape=st.sampled_from([(1, 2, 3), (2, 3, 1), (2, 2, 3, 2)]), seed=SEEDS)
def test_time_distributed_dense(gradient_check: Any, shape: tuple[int, ...], seed: int) -> None:
    gradient_check.check_layer(
        layers.TimeDistributed(layers.Dense(2, activation="tanh")), numbers(seed, *shape), seed=seed
    )


@short
@given(seed=SEEDS)
def test_time_distributed_recurrent(gradient_check: Any, seed: int) -> None:
    gradient_check.check_layer(layers.TimeDistributed(layers.GRU(2)), numbers(seed, 2, 3, 2, 2), seed=seed)


@short
@given(n=st.integers(1, 4), seed=SEEDS)
def test_repeat_vector(gradient_check: Any, n: int, seed: int) -> None:
    gradient_check.check_layer(layers.RepeatVector(n), numbers(seed, 2, 3), seed=seed)


@short
@given(dims=st.permutations([1, 2, 3]), seed=SEEDS)
def test_permute(gradient_check: Any, dims: list[int], seed: int) -> None:
    gradient_check.check_layer(layers.Permute(dims), numbers(seed, 2, 1, 2, 3), seed=seed)


def test_the_state_of_one_call_does_not_reach_another() -> None:
    """Two calls of one layer in a graph remember their own way through time."""
    layer, x = layers.LSTM(2), numbers(0, 3, 4, 2)
    layer.build_once((None, 4, 2))
    step = Step()
    first, second = Call(step), Call(step)
    y = layer.forward(x, first).copy()
    layer.forward(-x, second)
    np.testing.assert_array_equal(first.saved[0].states[0][-1], y)
