"""The graph of a model: order, forwards, backwards, and what is not computed because nobody wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sutja.nn as nn
from sutja.errors import InvalidArgument
from sutja.nn.call import Call, Step
from sutja.nn.graph.graph import Graph
from sutja.nn.losses import MeanSquaredError
from sutja.nn.training.batch import Batch
from sutja.nn.training.execution import Execution
from sutja.nn.training.objective import Objective
from sutja.nn.typing import Array
from sutja.nn.variables import FlatVector

RNG = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def double_precision() -> None:
    nn.config.set_floatx("float64")
    nn.config.set_num_threads(1)


# Order


def test_nodes_stand_after_those_that_feed_them_and_layers_in_the_order_of_their_depth() -> None:
    x = nn.Input((3,), name="x")
    near = nn.layers.Dense(3, name="near")(x)
    far = nn.layers.Dense(3, name="far")(x)
    farther = nn.layers.Dense(3, name="farther")(far)
    model = nn.Model(x, nn.layers.Add(name="sum")([near, farther]))

    assert [node.layer.name for node in model.graph.nodes] == ["x", "near", "far", "farther", "sum"]
    assert [layer.name for layer in model.layers] == ["x", "far", "near", "farther", "sum"]


def test_a_node_that_leads_to_no_output_is_not_part_of_the_graph() -> None:
    x = nn.Input((3,))
    wanted = nn.layers.Dense(1, name="wanted")(x)
    nn.layers.Dense(1, name="unwanted")(x)
    assert [layer.name for layer in nn.Model(x, wanted).layers] == [x.node.layer.name, "wanted"]


STEPS = st.lists(
    st.tuples(st.sampled_from(["new", "again", "add"]), st.integers(0, 99), st.integers(0, 99)), max_size=8
)


def build(keras: Any, steps: list[tuple[str, int, int]], outputs: int) -> Any:
    """A graph of Dense(3) and Add: ``steps`` says what to put on which of the tensors there are so far."""
    tensors = [keras.Input((3,), name="x0"), keras.Input((3,), name="x1")]
    dense: list[Any] = []
    for number, (kind, a, b) in enumerate(steps):
        source = tensors[a % len(tensors)]
        if kind == "add":
            tensors.append(keras.layers.Add(name=f"add{number}")([source, tensors[b % len(tensors)]]))
        elif kind == "again" and dense:
            tensors.append(dense[b % len(dense)](source))
        else:
            dense.append(keras.layers.Dense(3, name=f"dense{number}"))
            tensors.append(dense[-1](source))
    return keras.Model(tensors[:2], tensors[-outputs:])


@settings(max_examples=40, deadline=None)
@given(steps=STEPS, outputs=st.integers(1, 2))
def test_layers_and_weights_come_in_the_order_of_keras(
    keras: Any, steps: list[tuple[str, int, int]], outputs: int
) -> None:
    ours, theirs = build(nn, steps, outputs), build(keras, steps, outputs)
    assert [layer.name for layer in ours.layers] == [layer.name for layer in theirs.layers]

    seen = set()
    for node in ours.graph.nodes:
        assert all(id(tensor) in seen for tensor in node.inputs)
        seen.add(id(node.output))


def test_an_output_that_needs_another_input_is_refused() -> None:
    a, b = nn.Input((3,), name="a"), nn.Input((3,), name="b")
    total = nn.layers.Add()([a, b])
    with pytest.raises(InvalidArgument) as caught:
        nn.Model(a, total)
    assert str(caught.value) == (
        "Invalid value for argument `outputs`. Expected tensors that are computed from `inputs` alone. "
        "Received: outputs=array of shape (None, 3), dtype float64. Add the tensor of layer `b` to `inputs`."
    )


# Gradients


def gradient_error(model: nn.Model, samples: int = 4) -> float:
    """The largest difference between back-propagation and central differences, over all trained weights."""
    xs = [RNG.normal(size=(samples, *tensor.shape[1:])) for tensor in model.inputs]
    y = RNG.normal(size=(samples, *model.outputs[0].shape[1:]))
    vector = FlatVector(model.trainable_weights)
    execution, loss = Execution(model.graph, vector), MeanSquaredError()
    gradient = execution.gradient(Batch(xs, [y], [None]), Objective([loss])).gradient.copy()

    def value() -> float:
        (y_pred,) = execution.predict(xs)
        return float(loss(y, y_pred))

    return float(np.abs(gradient - slopes(value, vector.values)).max())


def slopes(value: Callable[[], float], x: Array, step: float = 1e-6) -> Array:
    """d value / dx for each number of ``x``, by central differences."""
    result = np.empty(x.size)
    flat = x.reshape(-1)
    for i in range(x.size):
        old = flat[i]
        flat[i] = old + step
        above = value()
        flat[i] = old - step
        below = value()
        flat[i] = old
        result[i] = (above - below) / (2 * step)
    return result.reshape(x.shape)


def dense(units: int = 3, **others: Any) -> nn.Layer:
    return nn.layers.Dense(units, activation="tanh", **others)


def shared_layer() -> nn.Model:
    x, layer = nn.Input((3,)), dense()
    return nn.Model(x, dense(2)(layer(layer(x))))


def one_layer_on_two_inputs() -> nn.Model:
    a, b, layer = nn.Input((3,)), nn.Input((3,)), dense()
    return nn.Model([a, b], nn.layers.Add()([layer(a), layer(b)]))


def diamond() -> nn.Model:
    x = nn.Input((3,))
    top = dense()(x)
    return nn.Model(x, nn.layers.Add()([dense()(top), dense()(top), top]))


def sum_of_a_tensor_with_itself() -> nn.Model:
    x = nn.Input((3,))
    y = dense()(x)
    return nn.Model(x, dense(1)(nn.layers.Add()([y, y])))


def residual_chain() -> nn.Model:
    x = nn.Input((3,))
    y = dense()(x)
    for _block in range(3):
        y = nn.layers.Add()([y, dense()(dense()(y))])
    return nn.Model(x, y)


def fan_out_of_a_passing_layer() -> nn.Model:
    """Flatten hands its gradient on as a view, which two ways must not both write into."""
    x = nn.Input((1, 3))
    y = nn.layers.Flatten()(dense()(x))
    return nn.Model(x, nn.layers.Add()([dense()(y), y, dense()(y)]))


def model_inside_a_model() -> nn.Model:
    inner_x = nn.Input((3,))
    inner = nn.Model(inner_x, nn.layers.Add()([dense()(inner_x), inner_x]))
    x = nn.Input((3,))
    return nn.Model(x, dense(2)(inner(inner(dense()(x)))))


def sequential_inside_a_model() -> nn.Model:
    inner = nn.Sequential([dense(4), dense(3)])
    x = nn.Input((3,))
    return nn.Model(x, nn.layers.Add()([inner(x), x]))


def model_of_two_inputs_inside_a_model() -> nn.Model:
    a, b = nn.Input((3,)), nn.Input((2,))
    inner = nn.Model([a, b], nn.layers.Add()([dense()(a), dense()(b)]))
    x = nn.Input((3,))
    return nn.Model(x, inner([dense()(x), dense(2)(x)]))


@pytest.mark.parametrize(
    "make",
    [
        shared_layer,
        one_layer_on_two_inputs,
        diamond,
        sum_of_a_tensor_with_itself,
        residual_chain,
        fan_out_of_a_passing_layer,
        model_inside_a_model,
        sequential_inside_a_model,
        model_of_two_inputs_inside_a_model,
    ],
)
def test_gradients_are_those_of_central_differences(make: Callable[[], nn.Model]) -> None:
    assert gradient_error(make()) < 1e-8


def test_the_gradient_of_a_shared_layer_is_the_sum_over_its_calls() -> None:
    model = one_layer_on_two_inputs()
    layer = next(layer for layer in model.layers if isinstance(layer, nn.layers.Dense))
    a, b, y = RNG.normal(size=(3, 4, 3))

    def gradient(first: Array, second: Array) -> Array:
        execution = Execution(model.graph, FlatVector(model.trainable_weights))
        (y_pred,) = execution.predict([first, second])
        target = y_pred - 1  # so that every call sees one and the same slope
        batch = Batch([first, second], [target], [None])
        return execution.gradient(batch, Objective([MeanSquaredError()])).gradient.copy()

    kernel = layer.weights[0].size
    only_a, only_b = gradient(a, np.zeros_like(y))[:kernel], gradient(np.zeros_like(y), b)[:kernel]
    assert np.allclose(gradient(a, b)[:kernel], only_a + only_b)


def test_gradients_by_the_inputs_reach_every_input_that_leads_to_the_output() -> None:
    a, b, c = nn.Input((3,)), nn.Input((3,)), nn.Input((2,))
    hidden = dense()(a)
    graph = Graph([a, b, c], [nn.layers.Add()([hidden, dense()(hidden), b])])
    x = [RNG.normal(size=(2, 3)), RNG.normal(size=(2, 3)), RNG.normal(size=(2, 2))]
    dy = RNG.normal(size=(2, 3))
    call = Call(Step())

    def value() -> float:
        return float((graph.forward(x, call)[0] * dy).sum())

    value()
    da, db, dc = graph.backward([dy], call)
    assert da is not None and np.allclose(da, slopes(value, x[0]))
    assert db is not None and np.allclose(db, slopes(value, x[1]))
    assert dc is None


def test_the_gradients_of_two_outputs_meet() -> None:
    x = nn.Input((3,))
    hidden = dense()(x)
    graph = Graph([x], [dense(2)(hidden), hidden])
    data = RNG.normal(size=(2, 3))
    slope = [RNG.normal(size=(2, 2)), RNG.normal(size=(2, 3))]
    call = Call(Step())

    def value() -> float:
        return sum(float((y * dy).sum()) for y, dy in zip(graph.forward([data], call), slope, strict=True))

    value()
    (dx,) = graph.backward(slope, call)
    assert dx is not None and np.allclose(dx, slopes(value, data))
    assert np.array_equal(slope[1], slope[1].copy())


# What is not computed


class Counting(nn.layers.Dense):
    """Writes down, for each backward pass, whether the gradient by its input was wanted."""

    def __init__(self, *arguments: Any, **others: Any) -> None:
        super().__init__(*arguments, **others)
        self.asked: list[bool] = []

    def backward(self, dy: Array, call: Call) -> Array | None:
        self.asked.append(call.needs_input_gradient)
        return super().backward(dy, call)


def one_step(model: nn.Model) -> None:
    x, y = np.ones((4, 3)), np.zeros((4, model.outputs[0].shape[1] or 0))
    model.fit(x, y, epochs=1, verbose=0)


def test_no_gradient_by_the_input_of_the_first_layer() -> None:
    first, second = Counting(3), Counting(2)
    model = nn.Sequential([nn.Input((3,)), first, second])
    model.compile("sgd", "mse")
    one_step(model)
    assert (first.asked, second.asked) == ([False], [True])


def test_layers_before_the_first_trained_one_are_never_walked_backwards() -> None:
    frozen, bridge, trained, last_frozen = Counting(3), Counting(3), Counting(3), Counting(2)
    frozen.trainable = bridge.trainable = last_frozen.trainable = False
    model = nn.Sequential([nn.Input((3,)), frozen, bridge, trained, last_frozen])
    model.compile("sgd", "mse")
    before = model.get_weights()
    one_step(model)

    assert (frozen.asked, bridge.asked, trained.asked, last_frozen.asked) == ([], [], [False], [True])
    changed = [not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]
    assert changed == [False] * 4 + [True] * 2 + [False] * 2


def test_a_frozen_branch_is_left_out_and_the_other_one_is_walked() -> None:
    left, right, last = Counting(3, trainable=False), Counting(3), Counting(2)
    x = nn.Input((3,))
    model = nn.Model(x, last(nn.layers.Add()([left(x), right(x)])))
    model.compile("sgd", "mse")
    one_step(model)
    assert (left.asked, right.asked, last.asked) == ([], [False], [True])


def test_freezing_a_model_inside_a_model_freezes_its_layers() -> None:
    layer = Counting(3)
    inner = nn.Sequential([nn.Input((3,)), layer])
    inner.trainable = False
    model = nn.Sequential([nn.Input((3,)), inner, Counting(2)])
    model.compile("sgd", "mse")
    before = layer.get_weights()
    one_step(model)
    assert layer.asked == []
    assert all(np.array_equal(a, b) for a, b in zip(before, layer.get_weights(), strict=True))
    assert [v.name for v in model.trainable_weights] == ["kernel", "bias"]


def test_a_model_with_nothing_to_train_walks_nothing_backwards_and_stays_as_it_is() -> None:
    layer = Counting(2, trainable=False)
    model = nn.Sequential([nn.Input((3,)), layer])
    model.compile("adam", "mse")
    before = model.get_weights()
    one_step(model)
    assert layer.asked == []
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_predicting_walks_no_layer_backwards() -> None:
    layer = Counting(2)
    nn.Sequential([nn.Input((3,)), layer]).predict(np.ones((4, 3)), verbose=0)
    assert layer.asked == []
