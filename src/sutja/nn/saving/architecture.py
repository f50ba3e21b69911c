"""Architectures as plain values, in Keras' format, and back.

A layer is its class name and its arguments; a graph adds, for each call of a layer, which tensors went in. A
tensor is named by the layer that made it, the number of that layer's call, and the number of the output.

Keras writes the making of masks into the graph as well, as operations that lead to ``mask`` arguments. Here the graph
hands masks on by itself, so these are left out when a file is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn import layers as layer_classes
from sutja.nn.graph.node import Node
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.input import InputLayer
from sutja.nn.layers.layer import Layer
from sutja.nn.models.model import Model
from sutja.nn.models.sequential import Sequential
from sutja.nn.typing import Config

__all__ = ["layer_from_config", "layer_to_config", "model_from_config", "model_to_config"]

_Address: TypeAlias = tuple[str, int, int]
"""A tensor: the name of a layer, the number of its call, the number of the output."""

_MASK_OPERATIONS = ("NotEqual", "Any", "LogicalOr", "LogicalAnd", "ExpandDims", "Squeeze", "BroadcastTo", "Concatenate")

_LAYERS: dict[str, type[Layer]] = {
    name: kind
    for name, kind in vars(layer_classes).items()
    if isinstance(kind, type) and issubclass(kind, Layer) and kind is not Layer
}


def model_to_config(model: Model) -> Config:
    """``model`` without its weights, as values that JSON can hold."""
    if isinstance(model, Sequential):
        first = [] if model.input_layer is None else [model.input_layer]
        config: Config = {
            "name": model.name,
            "trainable": model.trainable,
            "dtype": model.dtype,
            "layers": [layer_to_config(layer) for layer in [*first, *model.layers]],
            "build_input_shape": model.input_shape,
        }
        return _object("keras", "Sequential", config)
    nodes = _numbered_nodes(model)
    config = {
        "name": model.name,
        "trainable": model.trainable,
        "layers": [
            {**layer_to_config(layer), "name": layer.name, "inbound_nodes": _calls_of(layer, nodes)}
            for layer in model.layers
        ],
        "input_layers": _in_form([_end_address(tensor, nodes) for tensor in model.inputs], model.input_keys),
        "output_layers": _in_form([_end_address(tensor, nodes) for tensor in model.outputs], model.output_keys),
    }
    return {**_object("keras.src.models.functional", "Functional", config), "registered_name": "Functional"}


def model_from_config(config: Config) -> Model:
    """The model that ``model_to_config``, or Keras, described; its weights are new."""
    kind, inner = config.get("class_name"), config["config"]
    if kind == "Sequential":
        model: Model = Sequential([layer_from_config(item) for item in inner["layers"]], name=inner.get("name"))
        shape = inner.get("build_input_shape")
        if not model.built and shape:
            model.build_once(tuple(shape))
    elif kind in ("Functional", "Model"):
        model = _graph_from_config(inner)
    else:
        raise ModelFileError(
            _("Models of class {name!r} are unknown here. Expected 'Sequential' or 'Functional'.", name=kind)
        )
    if inner.get("trainable") is False:
        model.trainable = False
    return model


def layer_to_config(layer: Layer) -> Config:
    """``layer`` without its weights, as values that JSON can hold."""
    if isinstance(layer, Model):
        return model_to_config(layer)
    config = _object("keras.layers", type(layer).__name__, layer.get_config())
    if layer.build_shape is not None:
        config["build_config"] = {"input_shape": layer.build_shape}
    return config


def layer_from_config(config: Config) -> Layer:
    """The layer that ``layer_to_config``, or Keras, described; its weights are new."""
    kind = config.get("class_name")
    if kind in ("Sequential", "Functional", "Model"):
        return model_from_config(config)
    if kind not in _LAYERS:
        raise ModelFileError(
            _(
                "The file asks for a layer {name!r}, which the engine does not have. Load it with Keras itself.",
                name=kind,
            )
        )
    return _LAYERS[kind].from_config(dict(config["config"]))


def _graph_from_config(config: Config) -> Model:
    """Make the layers, then their calls, as soon as the tensors that a call takes exist."""
    items = _without_masks(config["layers"])
    layers = {item["name"]: layer_from_config(item) for item in items}
    tensors: dict[_Address, KerasTensor] = {
        (name, 0, 0): layer.nodes[0].output for name, layer in layers.items() if isinstance(layer, InputLayer)
    }
    waiting = [
        (item["name"], number, *_sources(layers[item["name"]], call))
        for item in items
        for number, call in enumerate(item.get("inbound_nodes") or [])
    ]
    while waiting:
        ready = [entry for entry in waiting if all(source in tensors for source in entry[2])]
        if not ready:
            raise ModelFileError(_("The graph in the file has no beginning: its layers wait for each other."))
        for name, number, sources, takes_list in ready:
            given = [tensors[source] for source in sources]
            made = layers[name](given if takes_list else given[0])
            for output, tensor in enumerate(made if isinstance(made, list) else [made]):
                tensors[name, number, output] = tensor
        waiting = [entry for entry in waiting if entry not in ready]
    inputs, outputs = (_ends(config[side], layers, tensors) for side in ("input_layers", "output_layers"))
    return Model(inputs, outputs, name=config.get("name"))


def _without_masks(items: list[Config]) -> list[Config]:
    """The layers, without Keras' operations on masks. A mask that a person handed over by hand has no layer here."""
    operations = {
        item["name"]
        for item in items
        if item.get("class_name") in _MASK_OPERATIONS and str(item.get("module")).startswith("keras.src.ops")
    }
    layers = [item for item in items if item["name"] not in operations]
    for item in layers:
        for call in item.get("inbound_nodes") or []:
            mask = (call.get("kwargs") or {}).get("mask")
            for tensor in [] if mask is None else mask if isinstance(mask, list) else [mask]:
                if tensor is not None and tensor["config"]["keras_history"][0] not in operations:
                    raise ModelFileError(
                        _(
                            "Layer `{name}` takes a mask of its own making. Load it with Keras itself.",
                            name=item["name"],
                        )
                    )
    return layers


def _sources(layer: Layer, call: Config) -> tuple[list[_Address], bool]:
    """Which tensors a recorded call takes, and whether as a list."""
    arguments, others = call["args"], call.get("kwargs") or {}
    always_trains = others.get("training") and not layer.trains_by_default
    if not arguments or any(arguments[1:]) or always_trains:
        raise ModelFileError(
            _(
                "The file calls layer {name!r} with arguments that are unknown here. Load it with Keras itself.",
                name=layer.name,
            )
        )
    more = others.get(layer.further_inputs)
    if more is not None:
        tensors = [arguments[0], *(more if isinstance(more, list) else [more])]
    else:
        tensors = arguments[0] if isinstance(arguments[0], list) else arguments[:1]
    takes_list = more is not None or isinstance(arguments[0], list)
    return [_address_of(tensor["config"]["keras_history"]) for tensor in tensors], takes_list


def _tensor_at(address: _Address, tensors: dict[_Address, KerasTensor]) -> KerasTensor:
    if address not in tensors:
        raise ModelFileError(
            _(
                "The file asks for output {number} of `{name}`, which it does not have.",
                number=address[2],
                name=address[0],
            )
        )
    return tensors[address]


def _in_form(addresses: list[Any], keys: Sequence[str] | None) -> Any:
    """Keras writes the inputs or outputs of a graph bare if there is one, as a list, or as a dict by name."""
    if keys is not None:
        return dict(zip(keys, addresses, strict=True))
    return addresses[0] if len(addresses) == 1 else addresses


def _ends(value: Any, layers: dict[str, Layer], tensors: dict[_Address, KerasTensor]) -> Any:
    """The inputs or outputs of a graph, in the form in which they were given to the model."""

    def tensor(item: Any) -> KerasTensor:
        name, number, output = _address_of(item)
        return _tensor_at((name, number - _counted_from(layers[name]), output), tensors)

    if isinstance(value, dict):
        return {key: tensor(item) for key, item in value.items()}
    return [tensor(item) for item in ([value] if value and isinstance(value[0], str) else value)]


def _counted_from(layer: Layer) -> int:
    """The number that Keras gives, as the end of a graph, to the first call of a layer: a model has one before it."""
    return int(isinstance(layer, Model) and not isinstance(layer, Sequential))


def _address_of(value: Any) -> _Address:
    name, number, output = value
    return str(name), int(number), int(output)


def _numbered_nodes(model: Model) -> dict[int, int]:
    """For each node of the graph, which call of its layer within this model it is."""
    counts: dict[int, int] = {}
    numbers = {}
    for node in model.graph.nodes:
        numbers[id(node)] = counts.get(id(node.layer), 0)
        counts[id(node.layer)] = numbers[id(node)] + 1
    return numbers


def _calls_of(layer: Layer, nodes: dict[int, int]) -> list[Config]:
    own = sorted((node for node in layer.nodes if id(node) in nodes), key=lambda node: nodes[id(node)])
    return [_call_to_config(node, nodes) for node in own if node.inputs]


def _call_to_config(node: Node, nodes: dict[int, int]) -> Config:
    tensors = [
        {
            "class_name": "__keras_tensor__",
            "config": {
                "shape": tensor.shape,
                "dtype": tensor.dtype,
                "keras_history": _address(tensor, nodes),
            },
        }
        for tensor in node.inputs
    ]
    if node.takes_list and node.layer.further_inputs is not None:
        return {"args": tensors[:1], "kwargs": {node.layer.further_inputs: tensors[1:]}}
    return {"args": [tensors] if node.takes_list else tensors, "kwargs": {}}


def _address(tensor: KerasTensor, nodes: dict[int, int]) -> list[Any]:
    return [tensor.node.layer.name, nodes[id(tensor.node)], tensor.index]


def _end_address(tensor: KerasTensor, nodes: dict[int, int]) -> list[Any]:
    name, number, output = _address(tensor, nodes)
    return [name, number + _counted_from(tensor.node.layer), output]


def _object(module: str, name: str, config: Config) -> Config:
    return {"module": module, "class_name": name, "config": config, "registered_name": None}
