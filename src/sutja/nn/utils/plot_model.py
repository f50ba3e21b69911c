"""A picture of a model: its layers as boxes, from the inputs down, and its tensors as arrows."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.unsupported import refuse
from sutja.nn.whole_file import write_whole

if TYPE_CHECKING:
    from sutja.nn.graph.node import Node
    from sutja.nn.models.model import Model

__all__ = ["model_to_dot", "plot_model"]

WIDTH, LINE, GAP_X, GAP_Y, MARGIN = 220, 18, 30, 34, 12  # pixels
_AS_KERAS = {"rankdir": "TB", "dpi": 200, "splines": "ortho"}


def plot_model(
    model: Model,
    to_file: str | PathLike[str] = "model.svg",
    show_shapes: bool = False,
    show_layer_names: bool = False,
    **others: Any,
) -> str:
    """Write a picture to ``to_file``: ``.svg``, or ``.dot``, the text that Graphviz draws from; also return it."""
    refuse("plot_model", others, _AS_KERAS)
    path = Path(to_file)
    if path.suffix not in (".svg", ".dot"):
        raise invalid("to_file", _("a name that ends in .svg or .dot"), str(to_file))
    draw = _to_svg if path.suffix == ".svg" else model_to_dot
    text = draw(model, show_shapes, show_layer_names)
    write_whole(path, text.encode())
    return text


def model_to_dot(model: Model, show_shapes: bool = False, show_layer_names: bool = False, **others: Any) -> str:
    """The graph of ``model`` in Graphviz' language."""
    refuse("model_to_dot", others, _AS_KERAS)
    numbers = {id(node): number for number, node in enumerate(_nodes(model))}
    lines = ["digraph model {", "  node [shape=box];"]
    for node in _nodes(model):
        label = "\\n".join(_lines(node, show_shapes, show_layer_names)).replace('"', '\\"')
        lines.append(f'  {numbers[id(node)]} [label="{label}"];')
    lines += [f"  {numbers[id(t.node)]} -> {numbers[id(node)]};" for node in _nodes(model) for t in node.inputs]
    return "\n".join([*lines, "}", ""])


def _to_svg(model: Model, show_shapes: bool, show_layer_names: bool) -> str:
    nodes = _nodes(model)
    height = LINE * (1 + show_shapes + show_layer_names) + 14
    places = _places(nodes, height)
    width = max(x for x, _y in places.values()) + WIDTH + MARGIN
    bottom = max(y for _x, y in places.values()) + height + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{bottom}" viewBox="0 0 {width} {bottom}" '
        'font-family="sans-serif" font-size="13" text-anchor="middle">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z"/></marker></defs>',
    ]
    for node in nodes:
        for tensor in node.inputs:
            parts.append(_arrow(places[id(tensor.node)], places[id(node)], height))
    for node in nodes:
        x, y = places[id(node)]
        parts.append(f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{height}" rx="5" fill="#fff" stroke="#444"/>')
        for row, line in enumerate(_lines(node, show_shapes, show_layer_names)):
            parts.append(f'<text x="{x + WIDTH // 2}" y="{y + LINE * (row + 1) + 4}">{escape(line)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _arrow(start: tuple[int, int], end: tuple[int, int], height: int) -> str:
    """From the bottom of one box to the top of another; around the boxes between, if there are rows of them."""
    x1, y1, x2, y2 = start[0] + WIDTH // 2, start[1] + height, end[0] + WIDTH // 2, end[1]
    aside = 0 if y2 - y1 <= GAP_Y else WIDTH // 2 + GAP_X
    curve = f"M{x1} {y1}C{x1 + aside} {y1 + GAP_Y} {x2 + aside} {y2 - GAP_Y} {x2} {y2}"
    return f'<path d="{curve}" fill="none" stroke="#444" marker-end="url(#tip)"/>'


def _places(nodes: list[Node], height: int) -> dict[int, tuple[int, int]]:
    """The upper left corner of each box: a row for each number of steps from the inputs, centred."""
    depth: dict[int, int] = {}
    rows: defaultdict[int, list[Node]] = defaultdict(list)
    for node in nodes:  # each comes after those that it takes its inputs from
        depth[id(node)] = max((depth[id(tensor.node)] + 1 for tensor in node.inputs), default=0)
        rows[depth[id(node)]].append(node)
    widest = max(map(len, rows.values()))
    step = WIDTH + GAP_X
    return {
        id(node): (MARGIN + (widest - len(row)) * step // 2 + i * step, MARGIN + number * (height + GAP_Y))
        for number, row in rows.items()
        for i, node in enumerate(row)
    }


def _lines(node: Node, show_shapes: bool, show_layer_names: bool) -> list[str]:
    lines = [type(node.layer).__name__]
    if show_layer_names:
        lines.insert(0, node.layer.name)
    if show_shapes:
        lines.append(", ".join(str(tensor.shape) for tensor in node.outputs))
    return lines


def _nodes(model: Model) -> list[Node]:
    if not model.built:
        raise invalid("model", _("a model with weights: call it on data or give it an Input first"), model.name)
    return model.graph.nodes
