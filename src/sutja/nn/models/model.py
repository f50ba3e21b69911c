"""Model: a graph of layers from inputs to outputs, which is a layer itself.

inputs = Input((784,))
x = Dense(128, activation="relu")(inputs)
outputs = Dense(10, activation="softmax")(x)
model = Model(inputs, outputs)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, Self, cast

from sutja.errors import InvalidArgument, invalid, unknown
from sutja.language import translate as _
from sutja.nn import naming
from sutja.nn.call import Call
from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.graph.graph import Graph
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.input import Input, InputLayer
from sutja.nn.layers.layer import Layer
from sutja.nn.models.agreement import must_agree, must_differ
from sutja.nn.training.interface import fits
from sutja.nn.training.trainer import Trainer
from sutja.nn.typing import Config, Shape

__all__ = ["Model"]


class Model(Trainer):
    """The layers between ``inputs`` and ``outputs``: a tensor each, a list of tensors, or a dict of them by name.

    What the model predicts, and what calling it gives, has the form of ``outputs``. Dicts are in the order of names.
    """

    def __init__(self, inputs: Any = None, outputs: Any = None, name: str | None = None, **others: Any) -> None:
        if inputs is None and outputs is None:
            raise InvalidArgument(
                _(
                    "{kind} has no graph. Expected {kind}(inputs, outputs), or super().__init__(inputs, outputs) in a "
                    "class of your own. A model that is written as a method `call` needs Keras itself: `import keras`.",
                    kind=type(self).__name__,
                )
            )
        super().__init__(name=name or naming.unique_name("functional"), **others)
        self.graph = _graph_from_inputs(_tensors("inputs", inputs), _tensors("outputs", outputs))
        self.input_keys, self.output_keys = _keys(inputs), _keys(outputs)
        must_differ(self.name, [layer.name for layer in self.graph.layers])
        must_agree(self.name, self.graph.layers)
        self.dtype = self.graph.outputs[0].dtype
        self.built = True

    @property
    def layers(self) -> list[Layer]:
        """All layers, those of the inputs too."""
        return self.graph.layers

    @property
    def layers_inside(self) -> list[Layer]:
        """The layers whose weights are this model's."""
        return self.layers

    @property
    def inputs(self) -> list[KerasTensor]:
        """The tensors that enter."""
        return self.graph.inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        """The tensors that leave."""
        return self.graph.outputs

    @property
    def input_shape(self) -> Shape | list[Shape]:
        """The shape of the input, the batch included; a list if there are several."""
        shapes = [tensor.shape for tensor in self.inputs]
        return shapes[0] if len(shapes) == 1 else shapes

    @property
    def output_shape(self) -> Shape | list[Shape]:
        """The shape of the output, the batch included; a list if there are several."""
        shapes = [tensor.shape for tensor in self.outputs]
        return shapes[0] if len(shapes) == 1 else shapes

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer with this name, or at this place."""
        if (name is None) == (index is None):
            raise invalid("name", _("either `name` or `index`"), name)
        if index is not None:
            if not -len(self.layers) <= index < len(self.layers):
                raise invalid("index", _("the number of a layer, below {count}", count=len(self.layers)), index)
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise unknown("name", name, [layer.name for layer in self.layers])

    def __call__(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """As any layer; several inputs may come in a dict by name, several outputs go in the form of the model's."""
        if isinstance(inputs, Mapping):
            missing = [name for name in self.input_names if name not in inputs]
            if missing or len(inputs) != len(self.input_names):
                names = ", ".join(self.input_names)
                raise invalid("inputs", _("one item for each input: {names}", names=names), list(inputs))
            items = [inputs[name] for name in self.input_names]
            inputs = items if len(items) > 1 else items[0]
        made = super().__call__(inputs, training=training, mask=mask)
        return made if self.output_keys is None else self.in_form_of_outputs(made if isinstance(made, list) else [made])

    def check_input_shape(self, input_shape: Any) -> None:
        """Refuse inputs of another number or shape than the graph's."""
        given = input_shape if isinstance(input_shape, list) else [input_shape]
        expected = [tensor.shape for tensor in self.inputs]
        if len(given) != len(expected) or not all(map(fits, given, expected)):
            raise InvalidArgument(
                _(
                    "Input of model `{name}` does not fit. Expected shape {expected}. Received: shape={shape}",
                    name=self.name,
                    expected=", ".join(map(str, expected)),
                    shape=", ".join(map(str, given)),
                )
            )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The output's shape, as a layer of another model; a list of shapes if there are several outputs."""
        shapes = [tensor.shape for tensor in self.outputs]
        return shapes if len(shapes) > 1 else shapes[0]

    def forward(self, x: Any, call: Call) -> Any:
        """Walk the graph forwards: one array, or a list of them if there are several outputs."""
        if call.mask is not None and not isinstance(call.mask, list):
            call.mask = [call.mask]
        outputs = self.graph.forward(x if isinstance(x, list) else [x], call)
        return outputs if len(outputs) > 1 else outputs[0]

    def output_mask(self, inputs: Any, call: Call) -> Any:
        """The masks that came out of the graph."""
        return call.passed_on if len(call.passed_on) > 1 else call.passed_on[0]

    def backward(self, dy: Any, call: Call) -> Any:
        """Walk the graph backwards."""
        gradients = self.graph.backward(dy if isinstance(dy, list) else [dy], call)
        return gradients if len(gradients) > 1 else gradients[0]

    def get_config(self) -> Config:
        """The layers and how they are called, without weights."""
        from sutja.nn.saving.architecture import inner_config

        return inner_config(self)

    @classmethod
    def from_config(cls, config: Config, custom_objects: Mapping[str, Any] | None = None) -> Self:
        """The model that ``get_config`` describes, with new weights."""
        from sutja.nn.saving.architecture import model_from_inner_config

        with custom_object_scope(custom_objects):
            return cast(Self, model_from_inner_config(cls, config))

    def to_json(self, **kwargs: Any) -> str:
        """What :func:`sutja.nn.models.model_from_json` makes the model from, without weights; for ``json.dumps``."""
        from sutja.nn.saving.model_description import model_to_json

        return model_to_json(self, **kwargs)

    def summary(self, line_length: int | None = None, print_fn: Callable[[str], Any] | None = None) -> None:
        """Print the table of layers, output shapes and numbers of parameters."""
        from sutja.nn.models.summary import print_summary

        print_summary(self, line_length, print_fn)

    def save(self, filepath: str | PathLike[str], overwrite: bool = True, **others: Any) -> None:
        """Write architecture, weights and optimizer to a ``.keras`` or ``.h5`` file that Keras reads too."""
        from sutja.nn.saving import save_model

        save_model(self, filepath, overwrite, **others)

    def save_weights(self, filepath: str | PathLike[str], overwrite: bool = True) -> None:
        """Write the weights and the optimizer's memory to a ``.weights.h5`` file that Keras reads too.

        A name that ends in ``.h5`` alone gives the older format, which holds no optimizer.
        """
        from sutja.nn.saving.weights_file import save_weights

        save_weights(self, filepath, overwrite)

    def load_weights(self, filepath: str | PathLike[str], skip_mismatch: bool = False, **others: Any) -> None:
        """Read weights, and the optimizer's memory, from a ``.weights.h5``, ``.keras`` or older ``.h5`` file.

        ``skip_mismatch``: warn about layers that do not fit, and leave them as they are. ``by_name=True``, for files of
        the older format: match layers by their names, not by their places.
        """
        from sutja.nn.saving.weights_file import load_weights

        load_weights(self, filepath, skip_mismatch, **others)


def _graph_from_inputs(inputs: list[KerasTensor], outputs: list[KerasTensor]) -> Graph:
    """The graph from ``inputs`` to ``outputs``; for an input in the middle of a graph, an Input takes its place.

    The layers before such a tensor do not belong to the model. The calls of those after it are repeated, with the
    same weights, on what starts from the new Input.
    """
    graph = Graph(inputs, outputs)
    if all(isinstance(tensor.node.layer, InputLayer) for tensor in inputs):
        return graph
    now = {
        id(t): t if isinstance(t.node.layer, InputLayer) else Input(batch_shape=t.shape, dtype=t.dtype) for t in inputs
    }
    for node in graph.nodes:
        if any(id(tensor) not in now for tensor in node.outputs):
            given = [now[id(tensor)] for tensor in node.inputs]
            result = node.layer(given if node.takes_list else given[0], training=node.training)
            for old, new in zip(node.outputs, result if node.gives_list else [result], strict=True):
                now.setdefault(id(old), new)
    return Graph([now[id(tensor)] for tensor in inputs], [now[id(tensor)] for tensor in outputs])


def _keys(value: Any) -> list[str] | None:
    """The names of what is given in a dict, in the order in which Keras takes them."""
    return sorted(value) if isinstance(value, dict) else None


def _tensors(name: str, value: Any) -> list[KerasTensor]:
    items: Sequence[Any]
    if isinstance(value, dict):
        items = [value[key] for key in _keys(value) or ()]
    else:
        items = list(value) if isinstance(value, list | tuple) else [value]
    if not items or not all(isinstance(item, KerasTensor) for item in items):
        raise invalid(name, _("tensors that start from Input(...), or a list of them"), value)
    return list(items)
