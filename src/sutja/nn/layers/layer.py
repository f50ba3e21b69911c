"""The base of all layers: it knows shapes, becomes part of graphs, and leaves two functions to its subclasses.

    forward(x, call)  ->  y          what the layer computes
    backward(dy, call) -> dx         the chain rule through it: dL/dx from dL/dy, and on the way dL/dw for its weights

``call`` (:class:`sutja.nn.call.Call`) holds what one use of the layer remembers, so that the layer itself stays
unchanged by use. Layers with several inputs take a list of arrays and return a list of gradients.

A subclass with weights makes them in ``build``, when the shape of its input is known; see
:mod:`sutja.nn.layers.weights` for what a layer does with them.

Sequences of different lengths are filled up to one length, and a mask says which steps are real. ``forward`` finds
it as ``call.mask``; ``compute_mask`` says which mask the output has.
"""

from __future__ import annotations

import warnings
from typing import Any, ClassVar, Self

import numpy as np

from sutja.errors import InvalidArgument, invalid
from sutja.language import translate as _
from sutja.nn import naming, random, regularizers
from sutja.nn.call import Call, Step
from sutja.nn.graph.node import Node
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.arguments import dtype_name, input_shape_from
from sutja.nn.layers.weights import Weights
from sutja.nn.typing import Config, DType, Shape
from sutja.nn.unsupported import refuse

__all__ = ["Layer"]


class Layer(Weights):
    """What every layer has.

    Arguments that all layers take: ``name``; ``trainable`` (``False`` freezes the weights); ``dtype``
    ("float32" or "float64"); ``activity_regularizer`` (a price on the output, divided by the number of samples, that is
    added to the loss). Any further argument of Keras that a layer does not have raises an error that says
    so, unless it has the value by which Keras switches it off.
    """

    input_rank: ClassVar[int | None] = None
    """The number of dimensions that the input must have, the batch included; ``None``: any."""

    width_axis: int | None = -1
    """The dimension of the input on which the shapes of the weights depend; ``None``: none."""

    supports_masking: ClassVar[bool] = False
    """Whether the mask of the input is that of the output as well: the layer treats each time step by itself."""

    further_inputs: ClassVar[str | None] = None
    """The keyword under which the layer is called with more tensors than one, if it has one."""

    usual_training: ClassVar[bool | None] = None
    """What files of Keras say as ``training`` of a call that was not told: the default of the layer's own."""

    weights_group: ClassVar[str] = ""
    """Where files keep the weights, below the layer's own place: recurrent layers of Keras hold them in a "cell"."""

    accepted: ClassVar[Config] = {}
    """Keras arguments that exist here with one value only, and that value."""

    def __init__(
        self,
        *,
        name: str | None = None,
        trainable: bool = True,
        dtype: DType | Config | None = None,
        activity_regularizer: Any = None,
        **others: Any,
    ) -> None:
        own_name = naming.checked(name) or naming.unique_name(naming.to_snake_case(type(self).__name__))
        super().__init__(own_name, dtype_name(dtype), bool(trainable))
        self.nodes: list[Node] = []
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self._build_shape: Shape | list[Shape] | None = None
        self.first_input_shape = input_shape_from(others)
        refuse(type(self), others, {"autocast": True, **self.accepted})

    # What a subclass writes

    def build(self, input_shape: Any) -> None:
        """Make the weights for inputs of ``input_shape`` (batch first)."""

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the output (batch first) for inputs of ``input_shape``; without a method: the same.

        A layer with several outputs gives a list of shapes.
        """
        return input_shape

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """The mask of the output for ``inputs`` with ``mask``; a list for several outputs."""
        masks = mask if isinstance(mask, list) else [mask]
        if self.supports_masking:
            return masks[0]
        if any(m is not None for m in masks):
            warnings.warn(
                _(
                    "Layer `{name}` ({kind}) was given a mask but does not pass it on: what follows does not see it.",
                    name=self.name,
                    kind=type(self).__name__,
                ),
                stacklevel=2,
            )
        return None

    def output_mask(self, inputs: Any, call: Call) -> Any:
        """The mask that goes on from ``call``, whose ``forward`` is done."""
        return self.compute_mask(inputs, call.mask)

    def forward(self, x: Any, call: Call) -> Any:
        """The output for ``x``."""
        raise self._unwritten("forward")

    def backward(self, dy: Any, call: Call) -> Any:
        """dL/dx from dL/dy; writes dL/dw into ``call.gradient(w)`` for each weight w that ``call.wants``."""
        raise self._unwritten("backward")

    def get_config(self) -> Config:
        """The arguments from which ``from_config`` makes the same layer, without its weights."""
        config: Config = {"name": self.name, "trainable": self.trainable, "dtype": self.dtype}
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = regularizers.serialize(self.activity_regularizer)
        return config

    # What every layer can do

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """The layer that ``get_config`` describes."""
        return cls(**config)

    def __call__(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """On tensors of a graph: add this layer to the graph. On arrays: compute, with their ``mask`` if given.

        ``training``: whether to work as in training. In a graph it holds for this call whatever the model does: so
        ``Dropout(0.5)(x, training=True)`` drops units in predictions as well, and ``base(x, training=False)`` keeps
        the moving statistics inside ``base`` while the model around it is trained. Keras documents the same; its own
        ``fit`` and ``predict`` overrule it. ``None``: as the model does; on arrays, not.
        """
        if type(self).forward is Layer.forward:
            raise self._unwritten("forward")
        training = None if training is None else bool(training)
        takes_list = isinstance(inputs, list | tuple)
        items = list(inputs) if takes_list else [inputs]
        if items and all(isinstance(item, KerasTensor) for item in items):
            if mask is not None:
                raise invalid("mask", _("None in a graph, where Embedding(mask_zero=True) or Masking makes it"), mask)
            shapes = [item.shape for item in items]
            self.build_once(shapes if takes_list else shapes[0])
            shape = self.compute_output_shape(shapes if takes_list else shapes[0])
            return Node(self, items, shape, takes_list=takes_list, training=training).result
        arrays = [np.asarray(item, self.dtype, order="C") for item in items]
        if takes_list and len({len(array) for array in arrays if array.ndim} - {1}) > 1:
            raise invalid("inputs", _("arrays with one and the same number of samples"), [a.shape for a in arrays])
        shapes = [(None, *array.shape[1:]) for array in arrays]
        self.build_once(shapes if takes_list else shapes[0])
        call = Call(Step())
        call.step.begin(training=bool(training), seed=random.next_seed() if training else None)
        call.mask = _as_masks(mask)
        y = self.forward(arrays if takes_list else arrays[0], call)
        for variable, value in call.step.updates:
            variable.assign(value)
        return [part.copy() for part in y] if isinstance(y, list) else y.copy()

    def build_once(self, input_shape: Any) -> None:
        """Check ``input_shape`` and make the weights, if that has not happened yet."""
        self.check_input_shape(input_shape)
        if self.built:
            return
        if not self._variables:  # else somebody has called build() on its own
            self.build(input_shape)
        self._build_shape = input_shape
        self.built = True

    def check_input_shape(self, input_shape: Any) -> None:
        """Refuse an input with the wrong number of dimensions, or of a width for which no weights were made."""
        if self.input_rank is not None and len(input_shape) != self.input_rank:
            raise self._misfit(_("{rank} dimensions, batch included", rank=self.input_rank), input_shape)
        axis = self.width_axis
        if axis is None or not self._variables or not isinstance(self._build_shape, tuple):
            return
        width = self._build_shape[axis]
        if not input_shape or input_shape[axis] not in (width, None):
            expected = (
                _("a last dimension of {width}, as its weights have", width=width)
                if axis == -1
                else _("{width} as dimension {axis}, as its weights have", width=width, axis=axis)
            )
            raise self._misfit(expected, input_shape)

    def _unwritten(self, method: str) -> InvalidArgument:
        return InvalidArgument(
            _(
                "Layer `{name}` ({kind}) has no `{method}`. Write forward(x, call), which returns the output, and "
                "backward(dy, call), which returns dL/dx; the `call` of Keras is not used here.",
                name=self.name,
                kind=type(self).__name__,
                method=method,
            )
        )

    def _misfit(self, expected: str, shape: Any) -> InvalidArgument:
        return InvalidArgument(
            _(
                "Input of layer `{name}` ({kind}) does not fit. Expected {expected}. Received: shape={shape}",
                name=self.name,
                kind=type(self).__name__,
                expected=expected,
                shape=tuple(shape),
            )
        )

    # Symbolic tensors

    @property
    def output(self) -> KerasTensor | list[KerasTensor]:
        """The tensor, or the tensors, that the first call of this layer makes."""
        if not self.nodes:
            raise invalid("layer", _("a layer that is part of a graph"), self.name)
        return self.nodes[0].result

    @property
    def input(self) -> KerasTensor | list[KerasTensor]:
        """The tensor, or the tensors, that the first call of this layer takes."""
        if not self.nodes:
            raise invalid("layer", _("a layer that is part of a graph"), self.name)
        node = self.nodes[0]
        return node.inputs if node.takes_list else node.inputs[0] if node.inputs else node.output

    @property
    def build_shape(self) -> Shape | list[Shape] | None:
        """The input shape for which the weights were made."""
        return self._build_shape

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


def _as_masks(mask: Any) -> Any:
    if isinstance(mask, list):
        return [_as_masks(one) for one in mask]
    return None if mask is None else np.asarray(mask, bool)
