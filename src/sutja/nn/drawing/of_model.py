"""The diagram of a model: a box for each call of a layer, an arrow for each tensor that goes into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.drawing.diagram import Arrow, Box, Diagram, Kind

if TYPE_CHECKING:
    from sutja.nn.graph.node import Node
    from sutja.nn.layers.layer import Layer
    from sutja.nn.models.model import Model

__all__ = ["Details", "diagram_of", "kind_of", "nodes_of", "title_of"]


@dataclass(frozen=True)
class Details:
    """What the boxes say, by the names of :func:`sutja.nn.utils.plot_model`."""

    shapes: bool = False
    dtype: bool = False
    layer_names: bool = False
    layer_activations: bool = False
    trainable: bool = False
    expand_nested: bool = False


def diagram_of(model: Model, details: Details, rankdir: Literal["TB", "LR"]) -> Diagram:
    """The graph of ``model``; with ``expand_nested`` the models in it framed, with their layers inside."""
    nodes = nodes_of(model)
    number = {id(node): i for i, node in enumerate(nodes)}
    calls = [id(node.layer) for node in nodes]
    diagram = Diagram(model.name, rankdir)
    for i, node in enumerate(nodes):
        call = calls[: i + 1].count(id(node.layer)), calls.count(id(node.layer))
        diagram.add(_box(node, details, rankdir, call))
    for node in nodes:
        for place, tensor in enumerate(node.inputs):
            diagram.arrows.append(
                Arrow(
                    number[id(tensor.node)],
                    number[id(node)],
                    port=tensor.index,
                    leaves=_inner(tensor.node, "outputs", tensor.index, details),
                    enters=_inner(node, "inputs", place, details),
                )
            )
    return diagram


def nodes_of(model: Model) -> list[Node]:
    """The calls of layers in ``model``."""
    if not model.built:
        raise invalid("model", _("a model with weights: call it on data or give it an Input first"), model.name)
    return model.graph.nodes


def title_of(layer: Layer) -> str:
    """The class of ``layer``, with that of the layer inside it if it is a wrapper."""
    inside = [type(part).__name__ for part in layer.parts.values()]
    return type(layer).__name__ + (f" ({inside[0]})" if inside else "")


def kind_of(node: Node) -> Kind:
    """By what its box is coloured."""
    from sutja.nn.layers.input import InputLayer
    from sutja.nn.models.model import Model

    layer = node.layer
    if isinstance(layer, InputLayer):
        return "input"
    if isinstance(layer, Model):
        return "model"
    if layer.variables:
        return "weights"
    return "merge" if len(node.inputs) > 1 else "plain"


def _box(node: Node, details: Details, rankdir: Literal["TB", "LR"], call: tuple[int, int]) -> Box:
    layer = node.layer
    lines = [layer.name, title_of(layer)] if details.layer_names else [title_of(layer)]
    activation = getattr(layer, "activation", None)
    if details.layer_activations and activation is not None:
        lines.append(activation.name)
    if details.shapes:
        lines.append(", ".join(str(tensor.shape) for tensor in node.outputs))
    if details.dtype:
        lines.append(layer.dtype)
    if details.trainable and layer.variables:
        lines.append(_("trainable") if layer.trainable else _("not trainable"))
    if call[1] > 1:
        lines.append(_("call {number} of {count} of {name}", number=call[0], count=call[1], name=layer.name))
    inner = _model_in(node, details)
    return Box(lines, kind_of(node), None if inner is None else diagram_of(inner, details, rankdir))


def _model_in(node: Node, details: Details) -> Model | None:
    from sutja.nn.models.model import Model

    return node.layer if details.expand_nested and isinstance(node.layer, Model) else None


def _inner(node: Node, side: Literal["inputs", "outputs"], place: int, details: Details) -> int | None:
    """Which box inside the frame of ``node`` an arrow leads to or comes from."""
    model = _model_in(node, details)
    if model is None:
        return None
    tensor = (model.inputs if side == "inputs" else model.outputs)[place]
    return [id(other) for other in model.graph.nodes].index(id(tensor.node))
