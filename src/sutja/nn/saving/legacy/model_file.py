"""The ``.h5`` file of a whole model: its parts put together, and taken apart."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.models.model import Model
from sutja.nn.saving.architecture import model_from_config
from sutja.nn.saving.archive import KERAS_VERSION
from sutja.nn.saving.compilation import compile_from_config
from sutja.nn.saving.filling import Filling, check_complete, fill_optimizer
from sutja.nn.saving.hdf5 import Hdf5
from sutja.nn.saving.legacy.description import modern, old_style
from sutja.nn.saving.legacy.training import modern_training, old_training
from sutja.nn.saving.legacy.weights import check_origin, plan_layers, write_layers, write_names
from sutja.nn.saving.model_description import check_size, description_of, plain_number
from sutja.nn.saving.one_line import how_to_leave_training_out, in_one_line, plain
from sutja.nn.variables import postponed_values

__all__ = ["is_legacy", "read_legacy", "read_legacy_metadata", "write_legacy"]


def is_legacy(path: Path) -> bool:
    """Whether ``path`` is named like a file of this format."""
    return path.suffix in (".h5", ".hdf5")


def write_legacy(model: Model, *, include_optimizer: bool, metadata: Mapping[str, Any] | None) -> bytes:
    """``model`` as a ``.h5`` file; ``metadata`` is kept in a note "sutja"."""
    import h5py

    description = description_of(model)
    training = description.pop("compile_config", None)
    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        file.attrs["keras_version"], file.attrs["backend"] = KERAS_VERSION, "numpy"
        file.attrs["model_config"] = json.dumps(old_style(description), default=plain_number)
        if training is not None and include_optimizer:
            file.attrs["training_config"] = json.dumps(old_training(training), default=plain_number)
        if metadata:
            file.attrs["sutja"] = json.dumps(dict(metadata), default=plain_number)
        write_layers(file.create_group("model_weights"), model)
        optimizer = model.optimizer
        if include_optimizer and optimizer is not None and optimizer.built:
            group = file.create_group("optimizer_weights")
            arrays = optimizer.variables()
            names = [f"{optimizer.name}/{number}" for number in range(len(arrays))]
            write_names(group, "weight_names", names)
            for name, array in zip(names, arrays, strict=True):
                group.create_dataset(name, data=array)
    return memory.getvalue()


def read_legacy(path: Path, *, compile: bool) -> Model:
    """The model in the ``.h5`` file ``path``; ``compile``: with how it was trained."""
    with in_one_line(path), path.open("rb") as source, Hdf5(source) as file:
        model = _model_in(file)
    if compile:
        with in_one_line(path, how_to_leave_training_out()), path.open("rb") as source, Hdf5(source) as file:
            _compile(model, file, path)
    return model


def read_legacy_metadata(path: Path) -> dict[str, Any]:
    """What :func:`write_legacy` was given as ``metadata``; empty for files that others wrote."""
    with in_one_line(path), path.open("rb") as source, Hdf5(source) as file:
        return _json(file, "sutja") or {}


def _model_in(file: Hdf5) -> Model:
    config = _json(file, "model_config")
    if config is None:
        raise ModelFileError(
            _("This file holds weights, but no model. Make the model, then read them: model.load_weights(...).")
        )
    check_origin(file, "model_weights")
    check_size(config)
    with postponed_values():
        model = model_from_config(modern(config))
    filling = Filling(file)
    plan_layers(filling, file, "model_weights", model)
    filling.carry_out()
    check_complete(model)
    return model


def _compile(model: Model, file: Hdf5, path: Path) -> None:
    """Compile ``model`` as the file says; as in Keras, an optimizer whose memory does not fit starts anew."""
    training = _json(file, "training_config")
    if training is None:
        return
    compile_from_config(model, modern_training(training))
    if not file.has("optimizer_weights"):
        return
    names = file.names("optimizer_weights", "weight_names") or []
    try:
        fill_optimizer(model, file, [f"optimizer_weights/{name}" for name in names])
    except ModelFileError as error:
        message = _("{path}: the memory of the optimizer in the file does not fit, so it starts anew.", path=path)
        warnings.warn(f"{message} {plain(error)}", stacklevel=4)


def _json(file: Hdf5, name: str) -> dict[str, Any] | None:
    text = file.text(name)
    if text is None:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError, MemoryError):
        value = None
    if not isinstance(value, dict):
        raise ModelFileError(_("{part} is not what a file of Keras has there.", part=name))
    return value
