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
    """``layer`` applied to ``inputs``, giving ``outputs``.

    ``takes_list``: whether the layer was handed a list of tensors (as Add is) or a single one. ``gives_list``:
    whether it gives several (as LSTM does with ``return_state=True``); then ``output_shape`` is a list of shapes.
    ``training``: whether the layer works here as in training, whatever the model does; ``None``: as the model does.
    ``index``: which of the layer's calls this is, counted from 0.
    """

    def __init__(
        self,
        layer: Layer,
        inputs: list[KerasTensor],
        output_shape: Shape | list[Shape],
        *,
        takes_list: bool,
        training: bool | None = None,
    ) -> None:
        self.layer = layer
        self.inputs = inputs
        self.takes_list = takes_list
        self.training = training
        self.gives_list = isinstance(output_shape, list)
        shapes = output_shape if isinstance(output_shape, list) else [output_shape]
        self.outputs = [KerasTensor(shape, layer.dtype, self, index) for index, shape in enumerate(shapes)]
        self.index = len(layer.nodes)
        layer.nodes.append(self)

    @property
    def output(self) -> KerasTensor:
        """The tensor that it gives, the first of several."""
        return self.outputs[0]

    @property
    def result(self) -> KerasTensor | list[KerasTensor]:
        """What calling the layer returned: a tensor, or a list of them."""
        return self.outputs if self.gives_list else self.outputs[0]
