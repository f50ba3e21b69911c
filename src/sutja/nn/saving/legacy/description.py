"""Descriptions of models in files of Keras 2, turned into today's, and back.

What has changed over the years, and is looked after here:

    InputLayer      batch_input_shape -> batch_shape; on other layers -> input_shape, without the batch
    Sequential      a bare list of layers -> {"name": ..., "layers": [...]}
    calls           [["x", 0, 0, {}], ...] -> {"args": [...], "kwargs": {...}}; a model inside counts its calls from 1
    class names     BatchNormalizationV1, LSTMV2, ...
    arguments       axis as a list of one, LeakyReLU's alpha, an Embedding's input_length, ...
    operations      Keras 3 writes those of masks without saying that they are no layers
    JSON            tuples and shapes as {"class_name": "__tuple__", "items": [...]}

Today's descriptions inside such files, which Keras 3 writes, pass through as they are.
"""

from __future__ import annotations

from typing import Any

from sutja.nn.saving.graph_description import MASK_OPERATIONS
from sutja.nn.saving.legacy.renamed import ARGUMENTS, CLASSES, DROPPED
from sutja.nn.typing import Config

__all__ = ["modern", "old_style"]

_MODELS = ("Sequential", "Functional", "Model")
_OPERATIONS = (*MASK_OPERATIONS, "Add", "Maximum", "Minimum", "Multiply", "Subtract")
_LISTS = ("__tuple__", "TensorShape")


def modern(config: Config) -> Config:
    """Today's description of what ``config``, of whatever age, describes."""
    return _modern(_without_wrappings(config))


def old_style(config: Config) -> Config:
    """``config`` as files of this format have it: without where a class is at home."""
    kind, inner = config["class_name"], config["config"]
    if config.get("registered_name") not in (None, "Functional"):
        kind = config["registered_name"]
    if isinstance(inner, dict) and isinstance(inner.get("layers"), list):
        inner = {**inner, "layers": [old_style(layer) for layer in inner["layers"]]}
    more: Config = {name: config[name] for name in ("name", "inbound_nodes") if name in config}
    return {"class_name": kind, "config": inner, **more}


def _without_wrappings(value: Any) -> Any:
    """``value`` with lists in place of what older files write for tuples and shapes."""
    if isinstance(value, dict):
        if value.get("class_name") in _LISTS and "items" in value:
            return _without_wrappings(value["items"])
        return {name: _without_wrappings(item) for name, item in value.items()}
    return [_without_wrappings(item) for item in value] if isinstance(value, list) else value


def _modern(config: Config) -> Config:
    kind, inner = config.get("class_name"), config["config"]
    if kind in _MODELS:
        return {**config, "config": _modern_model({"layers": inner} if isinstance(inner, list) else inner)}
    if not isinstance(kind, str) or not isinstance(inner, dict):
        return config
    if "module" not in config and "trainable" not in inner and kind in _OPERATIONS:
        return {**config, "module": "keras.src.ops"}
    kind = CLASSES.get(kind, kind)
    return {**config, "class_name": kind, "config": _modern_arguments(kind, inner)}


def _modern_model(inner: Config) -> Config:
    layers = [_modern(layer) for layer in inner["layers"]]
    if "output_layers" not in inner:
        return {**inner, "layers": layers}
    starts = _first_calls(inner, layers)
    for layer in layers:
        calls = layer.get("inbound_nodes") or []
        layer["inbound_nodes"] = [_modern_call(call, starts) if isinstance(call, list) else call for call in calls]
    if not any(starts.values()):
        return {**inner, "layers": layers}
    ends = {
        name: [_counted_from_0(end, starts, layers) for end in _listed(inner[name])]
        for name in ("input_layers", "output_layers")
    }
    return {**inner, "layers": layers, **ends}


def _first_calls(inner: Config, layers: list[Config]) -> dict[str, int]:
    """For each layer, the number that this file gives to its first call.

    Keras 2 gives 1 to the first call of a model, which for it has been called once when it was made. It shows in
    numbers as large as the number of calls.
    """
    largest: dict[str, int] = {}
    calls = [call for layer in layers for call in layer.get("inbound_nodes") or []]
    if not any(isinstance(call, list) for call in calls):
        return {}
    tensors = [tensor for call in calls if isinstance(call, list) for tensor in call]
    for name, number, *_rest in [*tensors, *_listed(inner["output_layers"])]:
        largest[name] = max(number, largest.get(name, 0))
    return {
        layer["name"]: int(largest.get(layer["name"], 0) >= max(1, len(layer.get("inbound_nodes") or [])))
        for layer in layers
    }


def _listed(ends: Any) -> list[Any]:
    return [ends] if ends and isinstance(ends[0], str) else list(ends)


def _counted_from_0(end: Any, starts: dict[str, int], layers: list[Config]) -> list[Any]:
    """An end of the graph as today's files have it, where the ends alone still count the calls of a graph from 1."""
    name, number, output = end
    is_graph = any(layer["name"] == name and layer["class_name"] in ("Functional", "Model") for layer in layers)
    return [name, number - starts.get(name, 0) + is_graph, output]


def _modern_call(call: list[Any], starts: dict[str, int]) -> Config:
    """The call on ``call``, a list of [layer, number of its call, number of the output, further arguments]."""
    further: Config = {}
    for tensor in call:
        further |= tensor[3] if len(tensor) > 3 and isinstance(tensor[3], dict) else {}
    tensors = [_tensor(tensor, starts) for tensor in call]
    kwargs = {name: _modern_argument(value, starts) for name, value in further.items()}
    return {"args": tensors if len(tensors) == 1 else [tensors], "kwargs": kwargs}


def _modern_argument(value: Any, starts: dict[str, int]) -> Any:
    """Tensors among the further arguments of a call, such as initial states."""
    if not isinstance(value, list):
        return value
    is_tensor = len(value) in (3, 4) and isinstance(value[0], str) and value[0] in starts
    return _tensor(value, starts) if is_tensor else [_modern_argument(item, starts) for item in value]


def _tensor(tensor: list[Any], starts: dict[str, int]) -> Config:
    name, number, output = tensor[:3]
    history = [name, number - starts.get(name, 0), output]
    return {"class_name": "__keras_tensor__", "config": {"keras_history": history}}


def _modern_arguments(kind: str, inner: Config) -> Config:
    renamed, dropped = ARGUMENTS.get(kind, {}), {*DROPPED.get("", ()), *DROPPED.get(kind, ())}
    arguments = {renamed.get(name, name): _modern_value(v) for name, v in inner.items() if name not in dropped}
    shape = arguments.pop("batch_input_shape", None)
    if shape is not None:
        arguments |= {"batch_shape": shape} if kind == "InputLayer" else {"input_shape": shape[1:]}
    axis = arguments.get("axis")
    if isinstance(axis, list) and len(axis) == 1:
        arguments["axis"] = axis[0]
    if kind == "GRU":
        arguments.setdefault("reset_after", False)
    return arguments


def _modern_value(value: Any) -> Any:
    """An argument: another description, such as a wrapped layer's or an initializer's; a name; a plain value."""
    if isinstance(value, str):
        return value.removesuffix("_v2")  # some files of TensorFlow 2 say "softmax_v2"
    if not isinstance(value, dict) or not isinstance(value.get("config"), dict):
        return value
    value = _modern(value)
    inner = {name: item for name, item in value["config"].items() if name != "dtype"}
    if value["class_name"] == "VarianceScaling" and inner.get("distribution") == "normal":
        inner["distribution"] = "truncated_normal"
    is_layer = "trainable" in value["config"] or "layers" in value["config"]
    return value if is_layer or "Policy" in str(value["class_name"]) else {**value, "config": inner}
