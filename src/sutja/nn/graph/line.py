"""A graph whose layers follow each other in a line, as those of most networks do.

There every tensor has one maker and one user: nothing is to be bundled, no gradients meet, and where no layer makes a
mask, none is there. So the walk of :mod:`sutja.nn.graph.graph` is a loop over the layers, which in a small network
saves a tenth of a step.
"""

from __future__ import annotations

from collections.abc import Sequence

from sutja.nn.call import Call
from sutja.nn.graph.node import Node
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array

__all__ = ["Line"]


class Line:
    """The walk along ``nodes``; ``needed`` says of the input, and of what each node gives, whether it wants a gradient.

    It is the walk of the graph in short: the calls, and all that they leave behind, are the same.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._steps = [(number, node.layer, node.training) for number, node in enumerate(nodes)]

    @classmethod
    def of(cls, nodes: Sequence[Node], inputs: Sequence[KerasTensor], outputs: Sequence[KerasTensor]) -> Line | None:
        """The line that leads from ``inputs`` to ``outputs``; ``None`` if it is none, or a layer may make a mask."""
        if len(inputs) != 1 or len(outputs) != 1:
            return None
        before = inputs[0]
        for node in nodes:
            plain = not node.takes_list and not node.gives_list and _makes_no_mask(node.layer)
            if not plain or node.inputs != [before]:
                return None
            before = node.output
        return cls(nodes) if before is outputs[0] else None

    def forward(self, x: Array, call: Call, needed: Sequence[bool]) -> Array:
        """The output for ``x``; each layer's call is a child of ``call``."""
        for number, layer, training in self._steps:
            child = call.child(number, training)
            child.needs_input_gradient, child.mask = needed[number], None
            x = layer.forward(x, child)
            if layer.activity_regularizer is not None:
                child.penalize(x, layer.activity_regularizer)
        return x

    def backward(self, dy: Array | None, call: Call, needed: Sequence[bool]) -> Array | None:
        """From dL/d(output) to dL/d(input); ``None`` if the loss depends on neither, or nobody needs it."""
        for number, layer, _training in reversed(self._steps):
            price = layer.activity_regularizer  # with one, the loss depends on this layer in any case
            if not needed[number + 1]:
                return None
            if dy is None and price is None:
                continue
            child = call.child(number)
            if price is not None:
                (dy,) = child.add_penalty_slopes([dy], price)
            dy = layer.backward(dy, child)
        return dy if needed[0] else None


def _makes_no_mask(layer: Layer) -> bool:
    """Whether what goes on from it has no mask where what it is given has none."""
    kind = type(layer)
    return kind.compute_mask is Layer.compute_mask and kind.output_mask is Layer.output_mask
