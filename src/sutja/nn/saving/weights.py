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
from typing import Any, BinaryIO

from sutja.nn.layers.layer import Layer
from sutja.nn.models.model import Model
from sutja.nn.naming import to_snake_case
from sutja.nn.saving.filling import Filling, fill_optimizer
from sutja.nn.saving.hdf5 import Hdf5
from sutja.nn.typing import Array
from sutja.nn.variables import Variable

__all__ = ["read_optimizer", "read_weights", "write_weights"]


def write_weights(model: Model, *, include_optimizer: bool) -> bytes:
    """An HDF5 file with the weights of ``model`` and, if asked for, its optimizer's memory."""
    import h5py

    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        for path, name, variables in _places(model):
            _put(file, path, name, [v.value for v in variables])
        optimizer = model.optimizer
        if include_optimizer and optimizer is not None and optimizer.built:
            _put(file, "optimizer", optimizer.name, optimizer.variables())
    return memory.getvalue()


def read_weights(model: Model, source: BinaryIO, *, skip_mismatch: bool = False) -> None:
    """Fill the weights of ``model``; every one of them must be there, with its shape. Else none is changed.

    With ``skip_mismatch``, layers that do not fit are warned about and left as they are.
    """
    with Hdf5(source) as file:
        filling = Filling(file, skip_mismatch=skip_mismatch)
        for path, name, variables in _places(model):
            filling.plan(name, variables, file.numbered(f"{path}/vars"))
        filling.carry_out()


def read_optimizer(model: Model, source: BinaryIO) -> None:
    """Fill what the optimizer of ``model`` remembers, if the file has it."""
    with Hdf5(source) as file:
        fill_optimizer(model, file, file.numbered("optimizer/vars"))


def _places(model: Model) -> Iterator[tuple[str, str, list[Variable]]]:
    """Where, whose and which weights; a layer that stands in several models comes at each of its places."""

    def inside(container: Model, prefix: str) -> Iterator[tuple[str, str, list[Variable]]]:
        used: Counter[str] = Counter()
        for layer in container.layers:
            base = _class_name(layer)
            name = f"{base}_{used[base]}" if used[base] else base
            used[base] += 1
            yield from at(f"{prefix}layers/{name}", layer)

    def at(path: str, layer: Layer) -> Iterator[tuple[str, str, list[Variable]]]:
        if isinstance(layer, Model):
            yield from inside(layer, f"{path}/")
        elif layer.parts:
            theirs = {id(v) for part in layer.layers_inside for v in part.variables}
            own = [v for v in layer.variables if id(v) not in theirs]
            if own:
                yield path, layer.name, own
            for name, part in layer.parts.items():
                yield from at(f"{path}/{name}", part)
        else:
            yield f"{path}/{layer.weights_group}".rstrip("/"), layer.name, layer.weights

    return inside(model, "")


def _class_name(layer: Layer) -> str:
    return "functional" if type(layer) is Model else to_snake_case(type(layer).__name__)


def _put(file: Any, path: str, name: str, arrays: list[Array]) -> None:
    group = file.create_group(f"{path}/vars")
    group.attrs["name"] = name
    for number, array in enumerate(arrays):
        group.create_dataset(str(number), data=array)
