"""The diagram of a calculation: the graph of a model with numbers, forwards and backwards, on its arrows.

The deck's shopping: two apples at 100 each, with a tax of 10 %, cost 220; one apple more costs 110 more. Layers show
their weights as inputs of their own, which is what they are to a computational graph; and the loss is its last node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sutja.language import translate as _
from sutja.nn.drawing.diagram import Arrow, Box, Diagram
from sutja.nn.drawing.numbers import lines_of
from sutja.nn.drawing.of_model import kind_of, nodes_of, title_of
from sutja.nn.drawing.trace import Trace
from sutja.nn.typing import Array

if TYPE_CHECKING:
    from sutja.nn.graph.node import Node
    from sutja.nn.models.model import Model

__all__ = ["diagram_of_values"]

OPERATORS = {"Add": "+", "Multiply": "×", "Subtract": "−"}


def diagram_of_values(
    model: Model, x: Any, y: Any, show_layer_names: bool, show_weights: bool, rankdir: Literal["TB", "LR"]
) -> Diagram:
    """``model`` with what goes along its arrows for ``x``, and the gradients that come back."""
    nodes = nodes_of(model)
    trace = Trace.of(model, x, y)
    number = {id(node): i for i, node in enumerate(nodes)}
    diagram = Diagram(model.name, rankdir, [_box(node, show_layer_names) for node in nodes])
    for node in nodes:
        back = trace.handed_back.get(id(node), [None] * len(node.inputs))
        for tensor, gradient in zip(node.inputs, back, strict=True):
            value = trace.values[id(tensor)]
            diagram.arrows.append(_arrow(number[id(tensor.node)], number[id(node)], tensor.index, value, gradient))
        if show_weights:
            for variable in node.layer.trainable_weights:
                weight = diagram.add(Box([variable.name], "input"))
                gradient = trace.weights[id(variable)]
                diagram.arrows.append(_arrow(weight, number[id(node)], 0, variable.value, gradient))
    for tensor in model.graph.outputs:
        ways = number[id(tensor.node)], tensor.index, trace.values[id(tensor)], trace.totals[id(tensor)]
        _end(diagram, model, trace, *ways)
    return diagram


def _end(
    diagram: Diagram, model: Model, trace: Trace, source: int, port: int, value: Array, gradient: Array | None
) -> None:
    """What becomes of an output: it is shown, or goes into the loss together with the labels."""
    if trace.loss is None or trace.labels is None:
        diagram.arrows.append(_arrow(source, diagram.add(Box([_("output")], "output")), port, value, gradient))
        return
    loss = diagram.add(Box([type(model.objective.losses[0]).__name__], "merge"))
    labels = diagram.add(Box(["y"], "input"))
    end = diagram.add(Box([_("loss")], "output"))
    diagram.arrows += [
        _arrow(source, loss, port, value, gradient),
        _arrow(labels, loss, 0, trace.labels, None),
        _arrow(loss, end, 0, np.array(trace.loss), np.array(1.0)),
    ]


def _box(node: Node, show_layer_names: bool) -> Box:
    layer = node.layer
    kind = kind_of(node)
    if kind == "input":
        return Box([layer.name], kind)
    title = title_of(layer)
    if title in OPERATORS:
        return Box([OPERATORS[title], *([layer.name] if show_layer_names else [])], "operator")
    activation = getattr(layer, "activation", None)
    words = "" if activation is None or activation.name == "linear" else f"{activation.name}"
    lines = [*([layer.name] if show_layer_names else []), title, *([words] if words else [])]
    return Box(lines, kind)


def _arrow(source: int, target: int, port: int, value: Array, gradient: Array | None) -> Arrow:
    back = [] if gradient is None else _marked("←", gradient)
    return Arrow(source, target, port, forward=_marked("→", value), backward=back)


def _marked(sign: str, array: Array) -> list[str]:
    return [f"{sign if row == 0 else ' '} {line}" for row, line in enumerate(lines_of(array))]
