"""Architectures as plain values, in Keras' format, and back.

A layer is its class name and its arguments; a model adds its layers, and a graph of layers how they are called (see
graph_description.py).
"""

from __future__ import annotations

from typing import Any

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn import layers as layer_classes
from sutja.nn.description import class_of, custom_class, describe
from sutja.nn.layers.layer import Layer
from sutja.nn.models.model import Model
from sutja.nn.models.sequential import Sequential
from sutja.nn.saving.graph_description import graph_from_config, graph_to_config
from sutja.nn.typing import Config
from sutja.nn.unsupported import without_what_is_off

__all__ = [
    "inner_config",
    "layer_from_config",
    "layer_to_config",
    "model_from_config",
    "model_from_inner_config",
    "model_to_config",
]

_LAYERS: dict[str, type[Layer]] = {
    name: kind
    for name, kind in vars(layer_classes).items()
    if isinstance(kind, type) and issubclass(kind, Layer) and kind is not Layer
}
_MODELS: dict[str, type[Model]] = {"Sequential": Sequential, "Functional": Model, "Model": Model}


def model_to_config(model: Model) -> Config:
    """``model`` without its weights, as values that JSON can hold."""
    if type(model) not in (Model, Sequential):
        return describe(model, "keras")
    if isinstance(model, Sequential):
        return _object("keras", "Sequential", inner_config(model), None)
    return _object("keras.src.models.functional", "Functional", inner_config(model), "Functional")


def inner_config(model: Model) -> Config:
    """What ``model.get_config()`` says: name, layers and, for a graph, how they are called."""
    if isinstance(model, Sequential):
        first = [] if model.input_layer is None else [model.input_layer]
        return {
            "name": model.name,
            "trainable": model.trainable,
            "dtype": model.dtype,
            "layers": [layer_to_config(layer) for layer in [*first, *model.layers]],
            "build_input_shape": model.input_shape if model.built else None,
        }
    ends = (model.input_keys, model.output_keys)
    return {"name": model.name, "trainable": model.trainable, **graph_to_config(model.graph, layer_to_config, *ends)}


def model_from_config(config: Config) -> Model:
    """The model that ``model_to_config``, or Keras, described; its weights are new."""
    kind = class_of(config, _MODELS, Model)
    if kind is None:
        raise ModelFileError(
            _(
                "Models of class {name!r} are unknown here. Expected 'Sequential' or 'Functional'.",
                name=config.get("class_name"),
            )
        )
    return kind.from_config(config["config"])


def model_from_inner_config(kind: type[Model], config: Config) -> Model:
    """The model of class ``kind`` that ``inner_config`` described."""
    if issubclass(kind, Sequential):
        model: Model = kind([layer_from_config(item) for item in config["layers"]], name=config.get("name"))
        shape = config.get("build_input_shape")
        if not model.built and shape:
            model.build_once(tuple(shape))
    else:
        inputs, outputs = graph_from_config(config, layer_from_config)
        model = kind(inputs, outputs, name=config.get("name"))
    if config.get("trainable") is False:
        model.trainable = False
    return model


def layer_to_config(layer: Layer) -> Config:
    """``layer`` without its weights, as values that JSON can hold."""
    if isinstance(layer, Model):
        return model_to_config(layer)
    config = describe(layer, "keras.layers")
    if layer.build_shape is not None:
        config["build_config"] = {"input_shape": layer.build_shape}
    return config


def layer_from_config(config: Config) -> Layer:
    """The layer that ``layer_to_config``, or Keras, described; its weights are new."""
    name = config.get("class_name")
    if name in _MODELS and custom_class(name, Layer) is None:
        return model_from_config(config)
    kind = class_of(config, _LAYERS, Layer)
    if kind is None:
        raise ModelFileError(
            _(
                "The file asks for a layer {name!r}, which the engine does not have. Load it with Keras itself, or "
                "hand its class over in `custom_objects`.",
                name=name,
            )
        )
    return kind.from_config(without_what_is_off(kind, config["config"]))


def _object(module: str, name: str, config: Config, registered_name: Any) -> Config:
    return {"module": module, "class_name": name, "config": config, "registered_name": registered_name}
