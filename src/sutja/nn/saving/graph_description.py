"""Graphs as plain values, in Keras' format, and back.

Beside each layer stands, for each call of it, which tensors went in. A tensor is named by the layer that made it, the
number of that layer's call, and the number of the output.

Keras writes the making of masks into the graph as well, as operations that lead to ``mask`` arguments. Here the graph
hands masks on by itself, so these are left out when a file is read.
"""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.graph.graph import Graph
from sutja.nn.graph.node import Node
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.input import InputLayer
from sutja.nn.layers.layer import Layer
from sutja.nn.models.model import Model
from sutja.nn.models.sequential import Sequential
from sutja.nn.typing import Config

__all__ = ["MASK_OPERATIONS", "graph_from_config", "graph_to_config"]

Address: TypeAlias = tuple[str, int, int]
"""A tensor: the name of a layer, the number of its call, the number of the output."""

MASK_OPERATIONS = ("NotEqual", "Any", "LogicalOr", "LogicalAnd", "ExpandDims", "Squeeze", "BroadcastTo", "Concatenate")


def graph_to_config(
    graph: Graph,
    layer_to_config: Callable[[Layer], Config],
    input_keys: Sequence[str] | None = None,
    output_keys: Sequence[str] | None = None,
) -> Config:
    """The layers of ``graph`` with their calls, its inputs and outputs; these by their keys, if there are any."""
    nodes = _numbered_nodes(graph)
    return {
        "layers": [
            {**layer_to_config(layer), "name": layer.name, "inbound_nodes": _calls_of(layer, nodes)}
            for layer in graph.layers
        ],
        "input_layers": _in_form([_end_address(tensor, nodes) for tensor in graph.inputs], input_keys),
        "output_layers": _in_form([_end_address(tensor, nodes) for tensor in graph.outputs], output_keys),
    }


def graph_from_config(config: Config, layer_from_config: Callable[[Config], Layer]) -> tuple[Any, Any]:
    """The inputs and outputs of the graph that ``graph_to_config``, or Keras, described: lists, or dicts by name.

    Layers are made first; then each call, as soon as the tensors that it takes exist.
    """
    items = _without_masks(config["layers"])
    layers = {item["name"]: layer_from_config(item) for item in items}
    if len(layers) < len(items):
        raise ModelFileError(_("The graph in the file has two layers of one name."))
    tensors: dict[Address, KerasTensor] = {
        (name, 0, 0): layer.nodes[0].output for name, layer in layers.items() if isinstance(layer, InputLayer)
    }
    calls = [
        _Call(layers[item["name"]], item["name"], number, *_arguments(layers[item["name"]], call))
        for item in items
        for number, call in enumerate(item.get("inbound_nodes") or [])
    ]
    _make_calls(calls, tensors, set(layers))
    return _ends(config["input_layers"], layers, tensors), _ends(config["output_layers"], layers, tensors)


@dataclass(eq=False)
class _Call:
    """A call that is to be made again: of which layer, the how manieth, on which tensors and in which mode."""

    layer: Layer
    name: str
    number: int
    sources: list[Address]
    takes_list: bool
    training: bool | None


def _make_calls(calls: list[_Call], tensors: dict[Address, KerasTensor], names: set[str]) -> None:
    """Make each call as soon as there is all that it takes; what the calls make is added to ``tensors``."""
    missing = {call: set(call.sources) - tensors.keys() for call in calls}
    waiting: dict[Address, list[_Call]] = {}
    for call, sources in missing.items():
        for source in sources:
            waiting.setdefault(source, []).append(call)
    ready = deque(call for call in calls if not missing[call])
    while ready:
        call = ready.popleft()
        del missing[call]
        given = [tensors[source] for source in call.sources]
        made = call.layer(given if call.takes_list else given[0], training=call.training)
        for output, tensor in enumerate(made if isinstance(made, list) else [made]):
            address = (call.name, call.number, output)
            tensors[address] = tensor
            for other in waiting.pop(address, ()):
                missing[other].discard(address)
                if not missing[other]:
                    ready.append(other)
    for sources in missing.values():
        raise _never(sources, tensors, names)


def _without_masks(items: list[Config]) -> list[Config]:
    """The layers, without Keras' operations on masks. A mask that a person handed over by hand has no layer here."""
    operations = {
        item["name"]
        for item in items
        if item.get("class_name") in MASK_OPERATIONS and str(item.get("module")).startswith("keras.src.ops")
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


def _arguments(layer: Layer, call: Config) -> tuple[list[Address], bool, bool | None]:
    """Which tensors a recorded call takes, whether as a list, and in which mode."""
    arguments, others = call["args"], call.get("kwargs") or {}
    training = others.get("training")
    if not arguments or any(arguments[1:]) or not (training is None or isinstance(training, bool)):
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
    addresses = [_address_of(tensor["config"]["keras_history"]) for tensor in tensors]
    return addresses, takes_list, None if training is layer.usual_training else training


def _never(sources: set[Address], tensors: dict[Address, KerasTensor], names: set[str]) -> ModelFileError:
    """Why a call that waits for ``sources`` waits for ever."""
    for name, number, output in sources:
        if name not in names:
            return ModelFileError(_("The graph in the file has no layer {name!r}, whose output it takes.", name=name))
        if (name, number, 0) in tensors:
            return _no_output((name, number, output))
    return ModelFileError(_("The graph in the file has no beginning: its layers wait for each other."))


def _tensor_at(address: Address, tensors: dict[Address, KerasTensor]) -> KerasTensor:
    if address not in tensors:
        raise _no_output(address)
    return tensors[address]


def _no_output(address: Address) -> ModelFileError:
    return ModelFileError(
        _("The file asks for output {number} of `{name}`, which it does not have.", number=address[2], name=address[0])
    )


def _in_form(addresses: list[Any], keys: Sequence[str] | None) -> Any:
    """Keras writes the inputs or outputs of a graph bare if there is one, as a list, or as a dict by name."""
    if keys is not None:
        return dict(zip(keys, addresses, strict=True))
    return addresses[0] if len(addresses) == 1 else addresses


def _ends(value: Any, layers: dict[str, Layer], tensors: dict[Address, KerasTensor]) -> Any:
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


def _address_of(value: Any) -> Address:
    name, number, output = value
    return str(name), int(number), int(output)


def _numbered_nodes(graph: Graph) -> dict[int, int]:
    """For each node of the graph, which call of its layer within this model it is."""
    counts: dict[int, int] = {}
    numbers = {}
    for node in graph.nodes:
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
    mode: Config = {} if node.training is None else {"training": node.training}
    if mode and node.training is node.layer.usual_training:
        warnings.warn(
            _(
                "Layer `{name}` was called with training={training}, which files have for calls without it, too: "
                "what is read from this one works as the model does.",
                name=node.layer.name,
                training=node.training,
            ),
            stacklevel=2,
        )
    if node.takes_list and node.layer.further_inputs is not None:
        return {"args": tensors[:1], "kwargs": {node.layer.further_inputs: tensors[1:], **mode}}
    return {"args": [tensors] if node.takes_list else tensors, "kwargs": mode}


def _address(tensor: KerasTensor, nodes: dict[int, int]) -> list[Any]:
    return [tensor.node.layer.name, nodes[id(tensor.node)], tensor.index]


def _end_address(tensor: KerasTensor, nodes: dict[int, int]) -> list[Any]:
    name, number, output = _address(tensor, nodes)
    return [name, number + _counted_from(tensor.node.layer), output]
