"""Sequential: the straight case of a model, one layer after the other.

Without an ``Input`` in front, the weights are made when the first data shows its shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sutja.errors import InvalidArgument, invalid
from sutja.language import translate as _
from sutja.nn import naming
from sutja.nn.graph.graph import Graph
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.input import Input, InputLayer
from sutja.nn.layers.layer import Layer
from sutja.nn.models.agreement import must_agree
from sutja.nn.models.model import Model
from sutja.nn.training.trainer import Trainer

__all__ = ["Sequential"]


class Sequential(Model):
    """``Sequential([Input((784,)), Dense(10, activation="softmax")])``."""

    def __init__(self, layers: Iterable[Any] | None = None, name: str | None = None, **others: Any) -> None:
        Trainer.__init__(self, name=name or naming.unique_name("sequential"), **others)
        self._layers: list[Layer] = []
        self._start: KerasTensor | None = None
        self._end: KerasTensor | None = None
        for layer in layers or []:
            self.add(layer)

    def add(self, layer: Any) -> None:
        """Put one more layer at the end."""
        if isinstance(layer, KerasTensor) and isinstance(layer.node.layer, InputLayer):
            layer = layer.node.layer
        if not isinstance(layer, Layer):
            raise invalid("layer", _("a layer, such as Dense(10)"), layer)
        if any(layer.name == other.name for other in self._layers):
            raise invalid("layer", _("a name that no other layer of `{name}` has", name=self.name), layer.name)
        if isinstance(layer, InputLayer):
            if self._layers or self._start is not None:
                raise invalid("layer", _("Input as the first layer only"), layer.name)
            self._start = self._end = layer.nodes[0].output
            return
        must_agree(self.name, [*self._layers, layer])
        start, end = self._start, self._end
        if start is None and not self._layers and layer.first_input_shape is not None:
            start = end = Input(batch_shape=layer.first_input_shape, dtype=self.dtype)
        end = None if end is None else layer(end)  # a layer that does not fit leaves all as it was
        self._layers.append(layer)
        if end is not None:
            self._lead(start, end)

    def pop(self, rebuild: bool = True) -> Layer:
        """Take the last layer away, and return it; ``rebuild`` changes nothing here, where the others stay built."""
        if not self._layers:
            raise invalid("layers", _("at least one layer: add() one first"), [])
        layer = self._layers.pop()
        if self._end is not None:
            node = self._end.node
            layer.nodes.remove(node)
            self._lead(self._start, node.inputs[0])
        return layer

    def build(self, input_shape: Any) -> None:
        """Make all weights for inputs of ``input_shape`` (batch first)."""
        if not self._layers:
            raise invalid("layers", _("at least one layer: add() one first"), [])
        if self._start is None:
            start = end = Input(batch_shape=tuple(input_shape), dtype=self.dtype)
            for layer in self._layers:
                end = layer(end)
            self._lead(start, end)

    @property
    def layers(self) -> list[Layer]:
        """The layers in order, without the input."""
        return list(self._layers)

    @property
    def input_layer(self) -> Layer | None:
        """The layer of the input, once its shape is known."""
        return None if self._start is None else self._start.node.layer

    def check_input_shape(self, input_shape: Any) -> None:
        """Refuse another shape than that for which the weights were made."""
        if self._start is not None:
            super().check_input_shape(input_shape)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The output's shape, as a layer of another model."""
        shape = input_shape
        for layer in self._layers:
            shape = layer.compute_output_shape(shape)
        return shape

    def _lead(self, start: KerasTensor | None, end: KerasTensor) -> None:
        """Have the layers lead from ``start`` to ``end``."""
        self._start, self._end = start, end
        self.dtype = self._layers[-1].dtype if self._layers else self.dtype
        self.__dict__.pop("_graph", None)
        self.forget_outputs()
        self.built = bool(self._layers)

    @property
    def graph(self) -> Graph:  # type: ignore[override]
        """The chain as a graph."""
        if self._start is None or self._end is None or not self._layers:
            raise InvalidArgument(
                _(
                    "The shapes of `{name}` are not known yet. Put Input(shape) in front, or call it on data first.",
                    name=self.name,
                )
            )
        if "_graph" not in self.__dict__:
            self._graph = Graph([self._start], [self._end])
        return self._graph
