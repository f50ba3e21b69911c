"""Calculations with their numbers: the deck's shopping, and a network with its loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.nn.drawing.diagram import Diagram
from sutja.nn.drawing.numbers import lines_of
from sutja.nn.drawing.trace import Trace
from sutja.nn.utils import draw_graph

layers = nn.layers


def shopping(oranges: bool) -> tuple[Any, dict[str, float]]:
    """Deck B: two apples at 100; with three oranges at 150; with a tax of 10 %."""
    bought = {"apples": 2, "apple": 100} | ({"oranges": 3, "orange": 150} if oranges else {}) | {"tax": 1.1}
    inputs = {name: nn.Input((), name=name) for name in bought}
    cost = layers.multiply([inputs["apples"], inputs["apple"]])
    if oranges:
        cost = layers.add([cost, layers.multiply([inputs["oranges"], inputs["orange"]])])
    return nn.Model(list(inputs.values()), layers.multiply([cost, inputs["tax"]]), name="shopping"), bought


def along(diagram: Diagram) -> dict[str, tuple[str, str]]:
    """What stands at the arrows that leave boxes, by the boxes' titles; the last one counts if there are several."""
    return {
        diagram.boxes[arrow.source].lines[0]: ("\n".join(arrow.forward), "\n".join(arrow.backward))
        for arrow in diagram.arrows
    }


def test_two_apples() -> None:
    drawn = along(draw_graph(*shopping(oranges=False)).diagram)
    assert drawn == {
        "apples": ("→ 2", "← 110"),
        "apple": ("→ 100", "← 2.2"),
        "tax": ("→ 1.1", "← 200"),
        "×": ("→ 220", "← 1"),
    }


def test_two_apples_and_three_oranges() -> None:
    drawing = draw_graph(*shopping(oranges=True))
    drawn = along(drawing.diagram)
    assert drawn["×"] == ("→ 715", "← 1")
    assert drawn["+"] == ("→ 650", "← 1.1")
    back = {name: notes[1] for name, notes in drawn.items()}
    assert back["apples"], back["oranges"] == ("← 110", "← 165")
    assert (back["apple"], back["orange"], back["tax"]) == ("← 2.2", "← 3.3", "← 650")
    for text in (drawing.text, drawing.svg.replace("\N{NO-BREAK SPACE}", " ")):
        assert all(number in text for number in ("→ 715", "← 3.3", "→ 450"))


def network() -> Any:
    model = nn.Sequential(
        [nn.Input((2,), name="x"), layers.Dense(3), layers.ReLU(), layers.Dense(2), layers.Softmax()],
    )
    model.compile(loss="categorical_crossentropy")
    return model


def test_a_network_with_its_loss() -> None:
    """Its gradients are those of training, and what leaves the last sum is p - t."""
    model, x, y = network(), np.array([[1.0, 0.5]], np.float32), np.array([[0.0, 1.0]])
    trace = Trace.of(model, x, y)
    last, softmax = model.graph.nodes[-2:]
    np.testing.assert_allclose(trace.handed_back[id(softmax)][0], trace.values[id(softmax.output)] - y, atol=1e-5)
    value, slopes = nn.gradients(model, "categorical_crossentropy", x, y)
    assert trace.loss == pytest.approx(value, rel=1e-5)
    for weight, slope in zip(model.trainable_weights, slopes, strict=True):
        np.testing.assert_allclose(trace.weights[id(weight)], slope, rtol=1e-4, atol=1e-6)
    drawing = draw_graph(model, x[0], y[0])
    titles = [box.lines[0] for box in drawing.diagram.boxes]
    assert titles.count("kernel") == titles.count("bias") == 2
    assert {"CategoricalCrossentropy", "y", "loss", "x"} <= set(titles)
    assert last.layer.name in str(draw_graph(model, x[0], y[0], show_layer_names=True))
    assert "kernel" not in str(draw_graph(model, x[0], y[0], show_weights=False))


def test_arrows_of_one_tensor_bring_back_their_own_share() -> None:
    """y = x + x x: the sum gives back 1, the product 3 twice; the input's gradient is 7."""
    x = nn.Input((), name="x")
    model = nn.Model(x, layers.add([x, layers.multiply([x, x])]))
    drawing = draw_graph(model, 3)
    back = sorted(arrow.backward[0] for arrow in drawing.diagram.arrows if arrow.source == 0)
    assert back == ["← 1", "← 3", "← 3"]
    assert Trace.of(model, 3).totals[id(x)] == [7]
    assert drawing.text.count("→ 3") == 3


def test_several_outputs_and_masks() -> None:
    words = nn.Input((3,), dtype="int32", name="words")
    embedded = layers.Embedding(4, 2, mask_zero=True)(words)
    sequence, h, c = layers.LSTM(2, return_sequences=True, return_state=True)(embedded)
    model = nn.Model(words, [sequence, h, c])
    trace = Trace.of(model, [[1, 2, 0]])
    for tensor, wanted in zip(model.outputs, model.predict(np.array([[1, 2, 0]]), verbose=0), strict=True):
        np.testing.assert_allclose(trace.values[id(tensor)], wanted, rtol=1e-5)
    assert str(draw_graph(model, [1, 2, 0])).count("output") == 3


def test_numbers() -> None:
    assert lines_of(np.array(220.00000001)) == ["220"]
    assert lines_of(np.float32([[1.1]])) == ["1.1"]
    assert lines_of(np.array([[-0.0, 12345.678]])) == ["[0 1.235e+04]"]
    assert lines_of(np.zeros((1, 28, 28, 1))) == ["28 × 28 × 1"]
    assert lines_of(np.zeros((2, 7))) == ["2 × 7"]
    assert lines_of(np.array([[np.nan, np.inf]])) == ["[nan inf]"]


def test_misuse() -> None:
    model, bought = shopping(oranges=False)
    with pytest.raises(InvalidArgument, match="Expected a value for each of: apples, apple, tax"):
        draw_graph(model, {"apples": 2})
    with pytest.raises(InvalidArgument, match="Expected a list of 3 inputs"):
        draw_graph(model, [1, 2])
    with pytest.raises(InvalidArgument, match="Expected one sample, or batches of one length"):
        draw_graph(model, [1, [2, 3], [4, 5]])
    with pytest.raises(InvalidArgument, match="a loss from compile"):
        draw_graph(model, bought, 1)
    with pytest.raises(InvalidArgument, match="Expected one of: LR, TB"):
        draw_graph(model, bought, rankdir="RL")
    with pytest.raises(InvalidArgument, match="does not fit"):
        draw_graph(network(), [1, 2, 3])
