"""Nodes with several outputs: which of them a graph uses, and what comes back through them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn

X = np.random.default_rng(0).standard_normal((3, 4, 2)).astype(np.float32)


def read(**arguments: Any) -> tuple[Any, Any]:
    x = nn.Input((4, 2), name="x")
    return x, nn.layers.LSTM(3, return_sequences=True, return_state=True, name="reader", **arguments)(x)


def test_calling_gives_one_tensor_for_each_output() -> None:
    _x, (y, h, c) = read()
    assert [tensor.shape for tensor in (y, h, c)] == [(None, 4, 3), (None, 3), (None, 3)]
    assert [tensor.index for tensor in (y, h, c)] == [0, 1, 2]
    assert y.node is h.node is c.node
    assert y.node.layer.output == [y, h, c]


def test_a_graph_may_use_any_of_them() -> None:
    x, (y, h, c) = read()
    everything = nn.Model(x, [y, h, c]).predict(X, verbose=0)
    np.testing.assert_array_equal(everything[0][:, -1], everything[1])
    np.testing.assert_array_equal(nn.Model(x, c).predict(X, verbose=0), everything[2])
    swapped = nn.Model(x, [c, y]).predict(X, verbose=0)
    np.testing.assert_array_equal(swapped[0], everything[2])
    np.testing.assert_array_equal(swapped[1], everything[0])


def test_an_array_gives_arrays() -> None:
    layer = nn.layers.GRU(3, return_state=True)
    y, h = layer(X)
    assert y.shape == h.shape == (3, 3)
    again, _h = layer(X, initial_state=h)
    assert np.abs(again - y).max() > 1e-3


@pytest.mark.parametrize("use", ["h", "c", "y and c"])
def test_gradients_through_some_of_them(use: str) -> None:
    """The loss by measuring, through a graph that leaves the other outputs unused."""
    nn.config.set_floatx("float64")
    x, (y, h, c) = read()
    end = {"h": h, "c": c, "y and c": nn.layers.LSTM(3)(y, initial_state=[c, c])}[use]
    model = nn.Model(x, nn.layers.Dense(1)(end))
    model.compile(nn.optimizers.SGD(1.0), "mse")
    target, data = np.ones((3, 1)), X.astype(np.float64)
    before = model.get_weights()
    model.train_on_batch(data, target)
    gradients = [a - b for a, b in zip(before, model.get_weights(), strict=True)]
    rng = np.random.default_rng(1)
    direction = [rng.standard_normal(w.shape) for w in before]
    losses = []
    for step in (1e-5, -1e-5):
        model.set_weights([w + step * d for w, d in zip(before, direction, strict=True)])
        losses.append(model.evaluate(data, target, verbose=0))
    measured = (losses[0] - losses[1]) / 2e-5
    np.testing.assert_allclose(sum(np.vdot(g, d) for g, d in zip(gradients, direction, strict=True)), measured, 1e-7)


def test_a_model_with_several_outputs_is_a_layer_too() -> None:
    x, (_y, h, c) = read()
    inner = nn.Model(x, [h, c], name="inner")
    outer_x = nn.Input((4, 2))
    state, cell = inner(outer_x)
    decoded = nn.layers.LSTM(3)(outer_x, initial_state=[state, cell])
    model = nn.Model(outer_x, nn.layers.Dense(1)(decoded))
    model.compile("adam", "mse")
    before = inner.get_weights()
    model.fit(X, np.ones((3, 1)), verbose=0)
    assert all(np.abs(a - b).max() > 0 for a, b in zip(before, inner.get_weights(), strict=True))


def test_a_model_may_start_in_the_middle() -> None:
    x, (y, h, c) = read()
    end = nn.layers.LSTM(3)(y, initial_state=[h, c])
    whole, tail = nn.Model(x, end), nn.Model([y, h, c], end)
    middle = nn.Model(x, [y, h, c]).predict(X, verbose=0)
    np.testing.assert_array_equal(tail.predict(middle, verbose=0), whole.predict(X, verbose=0))


def test_the_summary_shows_them() -> None:
    x, (y, h, c) = read()
    lines: list[str] = []
    nn.Model(x, nn.layers.LSTM(3, name="second")(y, initial_state=[h, c])).summary(79, lines.append)
    cells = [[cell.strip() for cell in line.split("│")] for line in lines[0].splitlines() if "│" in line]
    shapes, connections = ("".join(row[i].replace(" ", "") for row in cells) for i in (2, 4))
    assert "[(None,4,3),(None,3),(None,3)]" in shapes
    assert "reader[0][0],reader[0][1],reader[0][2]" in connections
