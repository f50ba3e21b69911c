"""The order of a graph: which nodes lie between inputs and outputs, each after those that feed it."""

from __future__ import annotations

from collections.abc import Sequence

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.graph.node import Node
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.layer import Layer

__all__ = ["sorted_layers", "sorted_nodes"]


def sorted_nodes(inputs: Sequence[KerasTensor], outputs: Sequence[KerasTensor]) -> list[Node]:
    """The nodes between ``inputs`` and ``outputs``: all inputs first, then each node after those that feed it."""
    given = {id(tensor) for tensor in inputs}
    done: dict[int, Node] = {
        id(t.node): t.node for t in inputs if all(id(output) in given for output in t.node.outputs)
    }
    stack = [(tensor, False) for tensor in reversed(outputs)]
    while stack:
        tensor, fed = stack.pop()
        node = tensor.node
        if id(node) in done or id(tensor) in given:
            continue
        if not node.inputs:
            raise invalid(
                "outputs",
                _("tensors that are computed from `inputs` alone"),
                node.output,
                _("Add the tensor of layer `{name}` to `inputs`.", name=node.layer.name),
            )
        if fed:
            done[id(node)] = node
        else:
            stack.append((tensor, True))
            stack.extend((source, False) for source in reversed(node.inputs))
    return list(done.values())


def sorted_layers(nodes: Sequence[Node], inputs: Sequence[KerasTensor], outputs: Sequence[KerasTensor]) -> list[Layer]:
    """Each layer once, by its depth: how many steps its first call is away from the outputs, on the longest way.

    Layers of one depth follow each other as one meets them on the way back from the outputs; inputs that lead to
    no output come at depth 0.
    """
    before = _nodes_before(nodes, inputs)
    depth_of_node = dict.fromkeys(map(id, nodes), 0)
    depth_of_layer: dict[int, int] = {}
    for node in reversed(nodes):
        layer = id(node.layer)
        depth = max(depth_of_node[id(node)], depth_of_layer.get(layer, 0))
        depth_of_layer[layer] = depth
        for source in before[id(node)]:
            depth_of_node[id(source)] = max(depth_of_node[id(source)], depth + 1)
    met = _met_on_the_way_back(before, outputs)
    layers = list({id(node.layer): node.layer for node in nodes}.values())
    return sorted(layers, key=lambda layer: (-depth_of_layer[id(layer)], met.get(id(layer), -1)))


def _nodes_before(nodes: Sequence[Node], inputs: Sequence[KerasTensor]) -> dict[int, list[Node]]:
    """For each node, by identity, those that feed it; what comes before an input does not count."""
    given, own = {id(tensor) for tensor in inputs}, set(map(id, nodes))
    return {
        id(node): []
        if all(id(output) in given for output in node.outputs)
        else [source.node for source in node.inputs if id(source.node) in own]
        for node in nodes
    }


def _met_on_the_way_back(before: dict[int, list[Node]], outputs: Sequence[KerasTensor]) -> dict[int, int]:
    """For each layer, by identity, its number among those that a walk from the outputs, depth first, meets."""
    met: dict[int, int] = {}
    seen: set[int] = set()
    stack = [tensor.node for tensor in reversed(outputs)]
    while stack:
        node = stack.pop()
        if id(node) not in seen and id(node) in before:
            seen.add(id(node))
            met.setdefault(id(node.layer), len(met))
            stack.extend(reversed(before[id(node)]))
    return met
