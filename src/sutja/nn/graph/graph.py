"""The graph of a model, walked forwards to predict and backwards to learn.

Nodes are kept in topological order: each after those that feed it. Walked in this order, every node finds its
inputs computed. Walked the other way, every node finds the gradient of the loss with respect to its output
complete, because all nodes that use the output came before. If the output y feeds several nodes, the chain rule
adds up what each of them hands back:

    dL/dy = sum over the nodes n that use y of  dL/d(input of n).

This is back-propagation on a computational graph.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.graph.node import Node
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array

__all__ = ["Graph"]


class Graph:
    """The nodes that lead from ``inputs`` to ``outputs``, in topological order.

    ``layers`` holds each layer once, those farthest from the outputs first. This is the order in which Keras lists
    them, and so the order of the weights in its files.
    """

    def __init__(self, inputs: Sequence[KerasTensor], outputs: Sequence[KerasTensor]) -> None:
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        self.nodes = _sorted(self.inputs, self.outputs)
        self._place = {id(node.output): i for i, node in enumerate(self.nodes)}
        given = {id(tensor) for tensor in self.inputs}
        self._sources = [
            [] if id(node.output) in given else [self._place[id(tensor)] for tensor in node.inputs]
            for node in self.nodes
        ]
        self._input_places = [self._place[id(tensor)] for tensor in self.inputs]
        self._output_places = [self._place[id(tensor)] for tensor in self.outputs]

        self.layers = _layers(self.nodes, self._sources, self.outputs)

    def forward(self, inputs: Sequence[Array], call: Call) -> list[Array]:
        """The outputs for ``inputs``; each node's call is a child of ``call``."""
        values: list[Array] = [_NOTHING] * len(self.nodes)
        for place, value in zip(self._input_places, inputs, strict=True):
            values[place] = value
        needed = self._needs_gradient(call)
        call.save(needed)
        for i, (node, sources) in enumerate(zip(self.nodes, self._sources, strict=True)):
            if not sources:
                continue
            child = call.child(i)
            child.needs_input_gradient = any(needed[s] for s in sources)
            given = [values[s] for s in sources]
            values[i] = node.layer.forward(given if node.takes_list else given[0], child)
        return [values[place] for place in self._output_places]

    def backward(self, output_gradients: Sequence[Array], call: Call) -> list[Array | None]:
        """From dL/d(outputs) to dL/d(inputs); weight gradients are left with the calls' step.

        An input's gradient is ``None`` when nobody asked for it or no way leads from it to an output.
        """
        gradients: list[Array | None] = [None] * len(self.nodes)
        shared: set[int] = set()

        def arrive(place: int, gradient: Array) -> None:
            so_far = gradients[place]
            if so_far is None:
                gradients[place] = gradient
            elif place in shared:
                so_far += gradient
            else:  # the first one may be an array that its maker still uses: add into one of our own
                total = call.buffer(f"gradient {place}", gradient.shape, gradient.dtype)
                gradients[place] = np.add(so_far, gradient, out=total)
                shared.add(place)

        needed: list[bool] = call.saved
        for place, gradient in zip(self._output_places, output_gradients, strict=True):
            arrive(place, gradient)
        for i in range(len(self.nodes) - 1, -1, -1):
            node, sources, dy = self.nodes[i], self._sources[i], gradients[i]
            if not sources or dy is None or not needed[i]:
                continue
            dx = node.layer.backward(dy, call.child(i))
            if isinstance(dx, list):
                for source, part in zip(sources, dx, strict=True):
                    if needed[source]:
                        arrive(source, part)
            elif dx is not None and needed[sources[0]]:
                arrive(sources[0], dx)
        return [gradients[place] for place in self._input_places]

    def _needs_gradient(self, call: Call) -> list[bool]:
        """For each node, whether the gradient with respect to its output leads to anything wanted."""
        needed: list[bool] = []
        for node, sources in zip(self.nodes, self._sources, strict=True):
            if sources:
                own = any(call.wants(weight) for weight in node.layer.trainable_weights)
                needed.append(own or any(needed[s] for s in sources))
            else:
                needed.append(call.needs_input_gradient)
        return needed


_NOTHING: Array = np.empty(0)


def _sorted(inputs: list[KerasTensor], outputs: list[KerasTensor]) -> list[Node]:
    """The nodes between inputs and outputs: all inputs first, then each node after those that feed it."""
    order: list[Node] = [tensor.node for tensor in inputs]
    done = {id(node) for node in order}
    stack = [(tensor.node, False) for tensor in reversed(outputs)]
    while stack:
        node, fed = stack.pop()
        if id(node) in done:
            continue
        if not node.inputs:
            raise invalid(
                "outputs",
                _("tensors that are computed from `inputs` alone"),
                node.output,
                _("Add the tensor of layer `{name}` to `inputs`.", name=node.layer.name),
            )
        if fed:
            done.add(id(node))
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((tensor.node, False) for tensor in reversed(node.inputs))
    return order


def _layers(nodes: list[Node], sources: list[list[int]], outputs: list[KerasTensor]) -> list[Layer]:
    """Each layer once, by its depth: how many steps its first call is away from the outputs, on the longest way.

    Layers of one depth follow each other as one meets them on the way back from the outputs; inputs that lead to
    no output come at depth 0.
    """
    depth_of_node = [0] * len(nodes)
    depth_of_layer: dict[int, int] = {}
    for i in range(len(nodes) - 1, -1, -1):
        layer = id(nodes[i].layer)
        depth = max(depth_of_node[i], depth_of_layer.get(layer, 0))
        depth_of_layer[layer] = depth
        for source in sources[i]:
            depth_of_node[source] = max(depth_of_node[source], depth + 1)
    met = _met_on_the_way_back(nodes, sources, outputs)
    layers = list({id(node.layer): node.layer for node in nodes}.values())
    return sorted(layers, key=lambda layer: (-depth_of_layer[id(layer)], met.get(id(layer), -1)))


def _met_on_the_way_back(nodes: list[Node], sources: list[list[int]], outputs: list[KerasTensor]) -> dict[int, int]:
    """For each layer, by identity, its number among those that a walk from the outputs, depth first, meets."""
    place = {id(node.output): i for i, node in enumerate(nodes)}
    met: dict[int, int] = {}
    seen: set[int] = set()
    stack = [place[id(tensor)] for tensor in reversed(outputs)]
    while stack:
        i = stack.pop()
        if i not in seen:
            seen.add(i)
            met.setdefault(id(nodes[i].layer), len(met))
            stack.extend(reversed(sources[i]))
    return met
