"""Weights in HDF5, where Keras puts them.

    layers/<class of the layer in snake case>[_1, _2, ...]/vars/0, 1, ...
    layers/<...>/<part>/vars/0, 1, ...      for a layer that holds others, such as Bidirectional
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
            arrays = _get(file, path, layer.name, [v.shape for v in layer.weights])
            for variable, array in zip(layer.weights, arrays, strict=True):
                variable.assign(array)


def read_optimizer(model: Model, data: bytes) -> None:
    """Fill what the optimizer of ``model`` remembers, if the file has it."""
    import h5py

    optimizer, (_execution, vector) = model.optimizer, model.training_execution()
    with h5py.File(io.BytesIO(data), "r") as file:
        saved = len(_datasets(file, "optimizer/vars"))
        if optimizer is None or not saved:
            return
        if saved > len(optimizer.variables()):  # else it was saved before its first step, without memories
            optimizer.build(vector)
        expected = [value.shape for value in optimizer.variables()]
        optimizer.set_variables(_get(file, "optimizer", optimizer.name, expected))


def _places(model: Model) -> Iterator[tuple[str, Layer]]:
    """Each plain layer with its path in the file; one that stands in several models, at each of its places."""

    def inside(container: Model, prefix: str) -> Iterator[tuple[str, Layer]]:
        used: Counter[str] = Counter()
        for layer in container.layers:
            base = _class_name(layer)
            name = f"{base}_{used[base]}" if used[base] else base
            used[base] += 1
            yield from at(f"{prefix}layers/{name}", layer)

    def at(path: str, layer: Layer) -> Iterator[tuple[str, Layer]]:
        if isinstance(layer, Model):
            yield from inside(layer, f"{path}/")
        elif layer.parts:
            for name, part in layer.parts.items():
                yield from at(f"{path}/{name}", part)
        else:
            yield f"{path}/{layer.weights_group}".rstrip("/"), layer

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


def _get(file: Any, path: str, name: str, expected: list[tuple[int, ...]]) -> list[Array]:
    """The arrays at ``path``, which must have the ``expected`` shapes; they are looked at before anything is read."""
    items = _datasets(file, f"{path}/vars")
    received = [item.shape for item in items]
    if received != expected:
        raise ModelFileError(
            _(
                "The weights of `{name}` do not fit. Expected shapes {expected}. Received: {received}",
                name=name,
                expected=expected,
                received=received,
            )
        )
    return [np.asarray(item[()]) for item in items]


def _datasets(file: Any, path: str) -> list[Any]:
    """The data sets ``path``/0, 1, ...; none if there is no such group."""
    import h5py

    group = file
    for step in path.split("/"):
        group = _own(group, step)
        if group is None:
            return []
        if not isinstance(group, h5py.Group):
            raise ModelFileError(_("The weights file has no group {path}.", path=path))
    items = []
    for number in range(len(group)):
        item = _own(group, str(number))
        if not isinstance(item, h5py.Dataset) or item.dtype.kind not in "fiu":
            raise ModelFileError(_("The weights file has no numbers at {path}.", path=f"{path}/{number}"))
        if item.external or item.is_virtual:
            raise _outside(f"{path}/{number}")
        items.append(item)
    return items


def _own(group: Any, name: str) -> Any:
    """What ``group`` holds under ``name``, unless it is a link to somewhere else; ``None`` if there is nothing."""
    import h5py

    link = group.get(name, getlink=True)
    if link is not None and not isinstance(link, h5py.HardLink):
        raise _outside(f"{group.name}/{name}".lstrip("/"))
    return None if link is None else group[name]


def _outside(path: str) -> ModelFileError:
    return ModelFileError(_("The weights file points outside itself at {path}.", path=path))
