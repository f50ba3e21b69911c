"""A tensor of the graph: a promise of an array, made before there is data.

Calling a layer on a :class:`KerasTensor` computes nothing. It works out the shape of the result and notes who will
make it; from these notes :class:`sutja.nn.graph.graph.Graph` learns the way from a model's inputs to its outputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sutja.nn.typing import Shape

if TYPE_CHECKING:
    from sutja.nn.graph.node import Node

__all__ = ["KerasTensor"]


class KerasTensor:
    """An edge of the graph: ``shape`` (batch first, ``None`` where open), ``dtype`` and the ``node`` that makes it.

    ``index``: which of the node's outputs it is, counted from 0.
    """

    def __init__(self, shape: Shape, dtype: str, node: Node, index: int = 0) -> None:
        self.shape = shape
        self.dtype = dtype
        self.node = node
        self.index = index

    @property
    def ndim(self) -> int:
        """The number of dimensions, the batch included."""
        return len(self.shape)

    def __add__(self, other: Any) -> Any:
        """x + y, by the layer Add; - and * likewise."""
        from sutja.nn.layers.merging.add import add

        return add([self, other]) if isinstance(other, KerasTensor) else NotImplemented

    def __sub__(self, other: Any) -> Any:
        from sutja.nn.layers.merging.subtract import subtract

        return subtract([self, other]) if isinstance(other, KerasTensor) else NotImplemented

    def __mul__(self, other: Any) -> Any:
        from sutja.nn.layers.merging.multiply import multiply

        return multiply([self, other]) if isinstance(other, KerasTensor) else NotImplemented

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, from={self.node.layer.name}>"
