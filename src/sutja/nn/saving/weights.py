"""Weights in HDF5, where Keras puts them.

    layers/<class of the layer in snake case>[_1, _2, ...]/vars/0, 1, ...
    optimizer/vars/0 (steps done), 1 (learning rate), 2, ... (what it remembers)

Layers are addressed by their class and place, not by their names, which may differ from program to program.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.layers.layer import Layer
from sutja.nn.models.model import Model
from sutja.nn.models.sequential import Sequential
from sutja.nn.naming import to_snake_case
from sutja.nn.typing import Array

__all__ = ["read_optimizer", "read_weights", "write_weights"]


def write_weights(model: Model, *, include_optimizer: bool) -> bytes:
    """An HDF5 file with the weights of ``model`` and, if asked for, its optimizer's memory."""
    import h5py

    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        for path, layer in _places(model):
            _put(file, path, layer.name, [v.value for v in layer.weights])
        optimizer = model.optimizer
        if include_optimizer and optimizer is not None and optimizer.built:
            _put(file, "optimizer", optimizer.name, optimizer.variables())
    return memory.getvalue()


def read_weights(model: Model, data: bytes) -> None:
    """Fill the weights of ``model``; every one of them must be there, with its shape."""
    import h5py

    with h5py.File(io.BytesIO(data), "r") as file:
        for path, layer in _places(model):
            variables = layer.weights
            arrays = _get(file, path)
            if [a.shape for a in arrays] != [v.shape for v in variables]:
                raise ModelFileError(
                    _(
                        "The weights of layer `{name}` do not fit. Expected shapes {expected}. Received: {received}",
                        name=layer.name,
                        expected=[v.shape for v in variables],
                        received=[a.shape for a in arrays],
                    )
                )
            for variable, array in zip(variables, arrays, strict=True):
                variable.assign(array)


def read_optimizer(model: Model, data: bytes) -> None:
    """Fill what the optimizer of ``model`` remembers, if the file has it."""
    import h5py

    with h5py.File(io.BytesIO(data), "r") as file:
        arrays = _get(file, "optimizer")
    vector = model.training_execution().vector
    if not arrays or model.optimizer is None or vector is None:
        return
    model.optimizer.build(vector)
    model.optimizer.set_variables(arrays)


def _places(model: Model) -> Iterator[tuple[str, Layer]]:
    """Each plain layer with its path in the file."""

    def inside(container: Model, prefix: str) -> Iterator[tuple[str, Layer]]:
        used: Counter[str] = Counter()
        for layer in container.layers:
            base = _class_name(layer)
            name = f"{base}_{used[base]}" if used[base] else base
            used[base] += 1
            path = f"{prefix}layers/{name}"
            if isinstance(layer, Model):
                yield from inside(layer, f"{path}/")
            else:
                yield path, layer

    return inside(model, "")


def _class_name(layer: Layer) -> str:
    if isinstance(layer, Model):
        return "sequential" if isinstance(layer, Sequential) else "functional"
    return to_snake_case(type(layer).__name__)


def _put(file: Any, path: str, name: str, arrays: list[Array]) -> None:
    group = file.create_group(f"{path}/vars")
    group.attrs["name"] = name
    for number, array in enumerate(arrays):
        group.create_dataset(str(number), data=array)


def _get(file: Any, path: str) -> list[Array]:
    import h5py

    group = file.get(f"{path}/vars")
    if group is None:
        return []
    if not isinstance(group, h5py.Group):
        raise ModelFileError(_("The weights file has no group {path}.", path=path))
    arrays = []
    for number in range(len(group)):
        item = group.get(str(number))
        if not isinstance(item, h5py.Dataset) or item.dtype.kind not in "fiu":
            raise ModelFileError(_("The weights file has no numbers at {path}.", path=f"{path}/vars/{number}"))
        if item.external or item.is_virtual:
            raise ModelFileError(_("The weights file points outside itself at {path}.", path=f"{path}/vars/{number}"))
        arrays.append(np.asarray(item[()]))
    return arrays
