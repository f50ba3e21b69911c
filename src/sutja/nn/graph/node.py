"""A node of the graph: one call of one layer.

A layer called twice makes two nodes that share its weights. That is how weights are shared, and why what a call
remembers is kept apart from the layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.typing import Shape

if TYPE_CHECKING:
    from sutja.nn.layers.layer import Layer

__all__ = ["Node"]


class Node:
    """``layer`` applied to ``inputs``, giving ``output``.

    ``takes_list``: whether the layer was handed a list of tensors (as Add is) or a single one. ``index``: which of
    the layer's calls this is, counted from 0.
    """

    def __init__(self, layer: Layer, inputs: list[KerasTensor], output_shape: Shape, *, takes_list: bool) -> None:
        self.layer = layer
        self.inputs = inputs
        self.takes_list = takes_list
        self.output = KerasTensor(output_shape, layer.dtype, self)
        self.index = len(layer.nodes)
        layer.nodes.append(self)
