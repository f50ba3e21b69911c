"""The graph of a model, walked forwards to predict and backwards to learn.

Nodes are kept in topological order: each after those that feed it. Walked in this order, every node finds its
inputs computed. Walked the other way, every node finds the gradient of the loss with respect to its outputs
complete, because all nodes that use them came before. If the output y feeds several nodes, the chain rule adds up
what each of them hands back:

    dL/dy = sum over the nodes n that use y of  dL/d(input of n).

This is back-propagation on a computational graph.

Beside each tensor goes its mask, if it has one: a boolean array (batch, time) that is False where a sequence has no
step. A node's call finds the masks of its inputs as ``call.mask``; its layer says what the masks of its outputs are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.nn.call import Call
from sutja.nn.graph.line import Line
from sutja.nn.graph.order import sorted_layers, sorted_nodes
from sutja.nn.graph.tensor import KerasTensor
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
        self.nodes = sorted_nodes(self.inputs, self.outputs)
        self.layers = sorted_layers(self.nodes, self.inputs, self.outputs)
        given = {id(tensor) for tensor in self.inputs}
        made = [tensor for node in self.nodes for tensor in node.outputs if id(tensor) not in given]
        place = {id(tensor): i for i, tensor in enumerate([*self.inputs, *made])}
        self._tensors = len(place)
        self._computed = [node for node in self.nodes if any(id(tensor) not in given for tensor in node.outputs)]
        self._sources = [[place[id(tensor)] for tensor in node.inputs] for node in self._computed]
        self._targets = [[place[id(tensor)] for tensor in node.outputs] for node in self._computed]
        self._input_places = [place[id(tensor)] for tensor in self.inputs]
        self._output_places = [place[id(tensor)] for tensor in self.outputs]
        self._line = Line.of(self._computed, self.inputs, self.outputs)

    def forward(self, inputs: Sequence[Array], call: Call) -> list[Array]:
        """The outputs for ``inputs``; each node's call is a child of ``call``.

        ``call.mask``: the masks of the inputs, if there are any; those of the outputs are left in ``call.passed_on``.
        """
        needed = self._needs_gradient(call)
        call.save(needed)
        if self._line is not None and (call.mask is None or call.mask[0] is None):
            call.passed_on = [None]
            return [self._line.forward(inputs[0], call, needed)]
        values: list[Array] = [_NOTHING] * self._tensors
        masks: list[Array | None] = [None] * self._tensors
        for i, place in enumerate(self._input_places):
            values[place] = inputs[i]
            masks[place] = None if call.mask is None else call.mask[i]
        for i, node in enumerate(self._computed):
            sources, targets, child = self._sources[i], self._targets[i], call.child(i, node.training)
            child.needs_input_gradient = any(needed[s] for s in sources)
            child.mask = _bundle([masks[s] for s in sources], node.takes_list)
            given = _bundle([values[s] for s in sources], node.takes_list)
            made = node.layer.forward(given, child)
            if node.layer.activity_regularizer is not None:
                child.penalize(made, node.layer.activity_regularizer)
            passed_on = node.layer.output_mask(given, child)
            for target, value, mask in _each(targets, made, passed_on, node.gives_list):
                values[target], masks[target] = value, mask
        call.passed_on = [masks[place] for place in self._output_places]
        return [values[place] for place in self._output_places]

    def backward(self, output_gradients: Sequence[Array | None], call: Call) -> list[Array | None]:
        """From dL/d(outputs) to dL/d(inputs); weight gradients are left with the calls' step.

        The gradient of an output that the loss does not depend on is ``None``. So is that of an input when nobody
        asked for it or no way leads from it to an output.
        """
        needed: list[bool] = call.saved
        if self._line is not None:
            return [self._line.backward(output_gradients[0], call, needed)]
        gradients: list[Array | None] = [None] * self._tensors
        shared: set[int] = set()

        def arrive(place: int, gradient: Array | None) -> None:
            so_far = gradients[place]
            if gradient is None:
                return
            if so_far is None:
                gradients[place] = gradient
            elif place in shared:
                so_far += gradient
            else:  # the first one may be an array that its maker still uses: add into one of our own
                total = call.buffer(f"gradient {place}", gradient.shape, gradient.dtype)
                gradients[place] = np.add(so_far, gradient, out=total)
                shared.add(place)

        for place, gradient in zip(self._output_places, output_gradients, strict=True):
            arrive(place, gradient)
        for i in range(len(self._computed) - 1, -1, -1):
            node, sources, targets = self._computed[i], self._sources[i], self._targets[i]
            dy = [gradients[target] for target in targets]
            priced = node.layer.activity_regularizer is not None  # then the loss depends on it in any case
            if not needed[targets[0]] or (not priced and all(gradient is None for gradient in dy)):
                continue
            child = call.child(i)
            if node.layer.activity_regularizer is not None:
                dy = child.add_penalty_slopes(dy, node.layer.activity_regularizer)
            dx = node.layer.backward(_bundle(dy, node.gives_list), child)
            for source, part in zip(sources, dx if isinstance(dx, list) else [dx] * len(sources), strict=True):
                if needed[source]:
                    arrive(source, part)
        return [gradients[place] for place in self._input_places]

    def _needs_gradient(self, call: Call) -> list[bool]:
        """For each tensor, whether the gradient with respect to it leads to anything wanted.

        What a step wants stays the same from step to step, so it is found out once.
        """
        known: dict[bool, list[bool]] = call.known
        if call.needs_input_gradient not in known:
            known[call.needs_input_gradient] = self._find_needs(call)
        return known[call.needs_input_gradient]

    def _find_needs(self, call: Call) -> list[bool]:
        needed = [call.needs_input_gradient] * self._tensors
        for node, sources, targets in zip(self._computed, self._sources, self._targets, strict=True):
            own = any(call.wants(weight) for weight in node.layer.variables)
            wanted = own or any(needed[s] for s in sources)
            for target in targets:
                needed[target] = wanted
        return needed


_NOTHING: Array = np.empty(0)


def _bundle(items: list[Any], as_list: bool) -> Any:
    """What a layer is handed: the list, or its only item."""
    return items if as_list else items[0]


def _each(targets: list[int], values: Any, masks: Any, several: bool) -> Any:
    """(place, value, mask) for each tensor that a node has made."""
    if not several:
        return [(targets[0], values, masks)]
    return zip(targets, values, [None] * len(targets) if masks is None else masks, strict=True)
