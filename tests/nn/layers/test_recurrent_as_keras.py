"""Recurrent layers, and those around them, against Keras: outputs, states and gradients, argument by argument.

A drawn example is compiled by JAX, which takes a good part of a second; so there are few, and each draws all arguments.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import sutja.nn as nn
from sutja.nn.call import Call, Step

SEEDS = st.integers(0, 2**32 - 1)
ACTIVATIONS = ["tanh", "sigmoid", "linear", "relu", "softmax", "hard_sigmoid", None]
few = settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])


def numbers(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


@st.composite
def cases(draw: Any) -> tuple[str, dict[str, Any], Any, Any]:
    """A layer's name, its arguments, sequences and their mask."""
    kind = draw(st.sampled_from(["SimpleRNN", "GRU", "LSTM"]))
    flags = ("return_sequences", "return_state", "go_backwards", "use_bias", "zero_output_for_mask")
    arguments: dict[str, Any] = {name: draw(st.booleans()) for name in flags}
    arguments["activation"] = draw(st.sampled_from(ACTIVATIONS))
    if kind != "SimpleRNN":
        arguments["recurrent_activation"] = draw(st.sampled_from(ACTIVATIONS))
    if kind == "GRU":
        arguments["reset_after"] = draw(st.booleans())
    if kind == "LSTM":
        arguments["unit_forget_bias"] = draw(st.booleans())
    batch, time, inputs = (draw(st.integers(1, most)) for most in (3, 4, 3))
    mask = None
    if draw(st.booleans()):
        rows = st.lists(st.booleans(), min_size=batch * time, max_size=batch * time)
        mask = np.array(draw(rows)).reshape(batch, time)
    return kind, {"units": draw(st.integers(1, 3)), **arguments}, numbers(draw(SEEDS), batch, time, inputs), mask


def compare(twin: Any, ours: Any, theirs: Any, x: Any, states: list[Any], mask: Any, seed: int) -> None:
    """One layer, ours and Keras', with the same weights: outputs, and gradients by everything that goes in."""
    import jax

    shapes = [(None, *array.shape[1:]) for array in [x, *states]]
    ours.build_once(shapes if states else shapes[0])
    theirs.build(shapes[0])
    assert [v.name for v in ours.weights] == [v.name for v in theirs.weights]
    rng = np.random.default_rng(seed)
    weights = [0.5 * rng.standard_normal(v.shape).astype(np.float32) for v in ours.weights]
    ours.set_weights(weights)
    theirs.set_weights(weights)

    call = Call(Step())
    call.mask = mask
    call.step.gradients = {id(v): np.full(v.shape, np.nan, np.float32) for v in ours.weights}
    made = ours.forward([x, *states] if states else x, call)
    outputs = made if isinstance(made, list) else [made]
    expected = ours.compute_output_shape(shapes if states else shapes[0])
    assert [(None, *y.shape[1:]) for y in outputs] == (expected if isinstance(expected, list) else [expected])
    outputs = [y.copy() for y in outputs]
    rs = [rng.standard_normal(y.shape).astype(np.float32) for y in outputs]
    found = ours.backward([r.copy() for r in rs] if isinstance(made, list) else rs[0].copy(), call)
    call.step.finish_backward()

    fixed = [v.value for v in theirs.non_trainable_variables]

    def total(trained: Any, given: Any) -> Any:
        more = {"initial_state": given[1:]} if states else {}
        ys, _state = theirs.stateless_call(trained, fixed, given[0], mask=mask, **more)
        ys = jax.tree_util.tree_leaves(ys)
        return sum((y * r).sum() for y, r in zip(ys, rs, strict=True)), ys

    trained = [v.value for v in theirs.trainable_variables]
    (own, given), ys = jax.jit(jax.grad(total, argnums=(0, 1), has_aux=True))(trained, [x, *states])
    for y, other in zip(outputs, ys, strict=True):
        twin.assert_close(y, other, twin.VALUES, "output")
    for dx, other in zip(found if states else [found], given, strict=True):
        twin.assert_close(dx, other, twin.GRADIENTS, "gradient by the input")
    for variable, other in zip(ours.weights, own, strict=True):
        twin.assert_close(call.step.gradients[id(variable)], other, twin.GRADIENTS, f"gradient by {variable.name}")


@settings(few, max_examples=7)
@given(case=cases(), initial=st.booleans(), seed=SEEDS)
def test_recurrent(twin: Any, keras: Any, case: Any, initial: bool, seed: int) -> None:
    kind, arguments, x, mask = case
    ours, theirs = getattr(nn.layers, kind)(**arguments), getattr(keras.layers, kind)(**arguments)
    states = [numbers(seed + i, len(x), ours.units) for i in range(len(ours.state_names))] if initial else []
    compare(twin, ours, theirs, x, states, mask, seed)


@settings(few, max_examples=4)
@given(
    case=cases(),
    merge_mode=st.sampled_from(["concat", "sum", "mul", "ave", None]),
    initial=st.booleans(),
    own_backward_layer=st.booleans(),
    seed=SEEDS,
)
def test_bidirectional(
    twin: Any, keras: Any, case: Any, merge_mode: Any, initial: bool, own_backward_layer: bool, seed: int
) -> None:
    kind, arguments, x, mask = case
    made = []
    for engine in (nn, keras):
        layer = getattr(engine.layers, kind)(**{**arguments, "go_backwards": False})
        backward = (
            getattr(engine.layers, kind)(**{**arguments, "units": layer.units, "go_backwards": True})
            if own_backward_layer
            else None
        )
        made.append(engine.layers.Bidirectional(layer, merge_mode=merge_mode, backward_layer=backward))
    ours, theirs = made
    count = 2 * len(ours.forward_layer.state_names)
    states = [numbers(seed + i, len(x), arguments["units"]) for i in range(count)] if initial else []
    compare(twin, ours, theirs, x, states, mask, seed)


@few
@given(shape=st.sampled_from([(1, 3), (2, 2, 3)]), seed=SEEDS)
def test_embedding(twin: Any, shape: tuple[int, ...], seed: int) -> None:
    words = np.random.default_rng(seed).integers(0, 5, shape)
    x = (words + np.random.default_rng(seed).uniform(0, 0.9, shape)).astype(np.float32)
    twin.compare_layer("Embedding", {"input_dim": 5, "output_dim": 2}, x, seed=seed)


@few
@given(shape=st.sampled_from([(2, 3, 2), (1, 1, 4)]), value=st.sampled_from([0.0, 1.0]), seed=SEEDS)
def test_masking(twin: Any, shape: tuple[int, ...], value: float, seed: int) -> None:
    x = np.random.default_rng(seed).integers(0, 2, shape).astype(np.float32)
    twin.compare_layer("Masking", {"mask_value": value}, x, seed=seed)


@few
@given(n=st.integers(1, 3), seed=SEEDS)
def test_repeat_vector(twin: Any, n: int, seed: int) -> None:
    twin.compare_layer("RepeatVector", {"n": n}, numbers(seed, 2, 3), seed=seed)


@few
@given(dims=st.permutations([1, 2, 3]), seed=SEEDS)
def test_permute(twin: Any, dims: list[int], seed: int) -> None:
    twin.compare_layer("Permute", {"dims": dims}, numbers(seed, 2, 1, 2, 3), seed=seed)


@pytest.mark.parametrize("inner", ["dense", "lstm", "conv"])
def test_time_distributed(twin: Any, keras: Any, inner: str) -> None:
    def make(engine: Any) -> Any:
        one = {
            "dense": lambda: engine.layers.Dense(2, activation="tanh"),
            "lstm": lambda: engine.layers.LSTM(2),
            "conv": lambda: engine.layers.Conv2D(2, 2),
        }[inner]
        return engine.layers.TimeDistributed(one())

    shape = {"dense": (2, 3, 4), "lstm": (2, 3, 4, 2), "conv": (2, 3, 4, 3, 1)}[inner]
    compare(twin, make(nn), make(keras), numbers(1, *shape), [], None, 1)


@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
def test_a_new_layer_starts_from_the_same_kind_of_weights(keras: Any, kind: str) -> None:
    """Same shapes; orthogonal recurrent kernels; biases equal, with the forget gate at 1."""
    ours, theirs = getattr(nn.layers, kind)(4), getattr(keras.layers, kind)(4)
    ours.build_once((None, None, 3))
    theirs.build((None, None, 3))
    assert [v.shape for v in ours.weights] == [tuple(v.shape) for v in theirs.weights]
    for layer in (ours, theirs):
        recurrent = np.asarray(layer.get_weights()[1])
        np.testing.assert_allclose(recurrent @ recurrent.T, np.eye(4), atol=1e-5)
    np.testing.assert_array_equal(ours.get_weights()[2], np.asarray(theirs.get_weights()[2]))


@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
@pytest.mark.parametrize("recurrent_dropout", [0.0, 0.5])
def test_dropout_is_one_mask_a_sequence(kind: str, recurrent_dropout: float) -> None:
    """Over many sequences half of the inputs are seen, doubled; within one, the same ones at every step."""
    layer = getattr(nn.layers, kind)(2, dropout=0.5, recurrent_dropout=recurrent_dropout)
    layer.build_once((None, 5, 4))
    call = Call(Step())
    call.step.begin(training=True, seed=1)
    layer.forward(np.ones((400, 5, 4), np.float32), call)
    walk, _takes_list = call.saved
    sets = layer.gates if recurrent_dropout else 1
    assert walk.x_factors.shape == (sets, 400, 4)
    assert set(np.unique(walk.x_factors)) == {0, 2}
    assert abs(walk.x_factors.mean() - 1) < 0.1
    if recurrent_dropout:
        assert walk.h_factors.shape == (sets, 400, 2)
    else:
        assert walk.h_factors is None
