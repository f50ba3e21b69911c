"""A whole model as plain values, and as JSON text: its architecture and how it was compiled, without weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from sutja.errors import ModelFileError, invalid
from sutja.language import translate as _
from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.models.model import Model
from sutja.nn.saving.architecture import model_from_config, model_to_config
from sutja.nn.saving.compilation import compile_from_config, compile_to_config
from sutja.nn.saving.one_line import in_one_line
from sutja.nn.typing import Config

__all__ = ["check_size", "description_of", "model_from_json", "model_to_json", "plain_number"]

_MOST_LAYERS = 10_000  # and calls of layers
_COUNTED = ("layers", "inbound_nodes", "config")  # old files have the layers themselves as the config of a chain


def description_of(model: Model) -> Config:
    """The architecture of ``model`` and, if it is compiled, how."""
    compilation = compile_to_config(model)
    return model_to_config(model) | ({} if compilation is None else {"compile_config": compilation})


def model_to_json(model: Model, **kwargs: Any) -> str:
    """``model`` without its weights as JSON, which Keras' ``model_from_json`` reads; arguments as ``json.dumps``."""
    return json.dumps(description_of(model), default=plain_number, **kwargs)


def model_from_json(json_string: str, custom_objects: Mapping[str, Any] | None = None) -> Model:
    """The model that ``model.to_json()``, here or in Keras, described; its weights are new.

    ``custom_objects``: classes of one's own by name.
    """
    if not isinstance(json_string, str):
        raise invalid("json_string", _("what model.to_json() gave"), json_string)
    with in_one_line("json_string"), custom_object_scope(custom_objects):
        config = json.loads(json_string)
        if not isinstance(config, dict):
            raise ModelFileError(_("This is not the description of a model."))
        check_size(config)
        model = model_from_config(config)
        if config.get("compile_config"):
            compile_from_config(model, config["compile_config"])
        return model


def check_size(config: Config) -> None:
    """Refuse a description of more layers, or calls of layers, than a model has."""
    count = 0
    waiting: list[Any] = [config]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
            count += sum(len(value[name]) for name in _COUNTED if isinstance(value.get(name), list))
        elif isinstance(value, list):
            waiting.extend(value)
    if count > _MOST_LAYERS:
        raise ModelFileError(_("The file describes more than {most} layers and calls of layers.", most=_MOST_LAYERS))


def plain_number(value: Any) -> Any:
    """NumPy's numbers as Python's, which JSON knows."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
