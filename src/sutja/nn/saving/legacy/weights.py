"""Weights by the names of layers.

    layer_names                  (note on the group) all layers of the model, in order
    <layer>/                     a group with a note weight_names, the arrays of this layer in order
    <layer>/<weight name>        an array, such as dense/dense/kernel

They are matched with the layers of a model by their order, among those that have weights. A layer that holds others,
such as a model, has all their weights: first those that are trained, then the rest.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.layers.layer import Layer
from sutja.nn.models.model import Model
from sutja.nn.saving.archive import KERAS_VERSION
from sutja.nn.saving.filling import Filling
from sutja.nn.saving.hdf5 import Hdf5
from sutja.nn.variables import Variable

__all__ = ["check_origin", "plan_layers", "write_layers", "write_names"]

_LARGEST_NOTE = 64_000  # bytes; longer notes do not fit into the head of a group


def write_layers(group: Any, model: Model) -> None:
    """Write the weights of ``model`` into the HDF5 ``group``."""
    group.attrs["keras_version"], group.attrs["backend"] = KERAS_VERSION, "numpy"
    write_names(group, "layer_names", [layer.name for layer in model.layers])
    for layer in model.layers:
        inside = group.create_group(layer.name)
        named = _named(layer)
        write_names(inside, "weight_names", list(named))
        for name, variable in named.items():
            inside.create_dataset(name, data=variable.value)
    write_names(group.create_group("top_level_model_weights"), "weight_names", [])


def write_names(group: Any, name: str, names: list[str]) -> None:
    """Put a list of names on the HDF5 ``group``; as name0, name1, ... if it does not fit into one note."""
    texts = np.array([text.encode() for text in names], dtype=None if names else "S1")
    most = max(1, _LARGEST_NOTE // texts.itemsize)
    if len(texts) <= most:
        group.attrs[name] = texts
        return
    for number, start in enumerate(range(0, len(texts), most)):
        group.attrs[f"{name}{number}"] = texts[start : start + most]


def plan_layers(filling: Filling, file: Hdf5, place: str, model: Model, *, by_name: bool = False) -> None:
    """Plan to fill the layers of ``model`` from the group at ``place``; ``by_name``: those that it has by name."""
    saved = _saved_layers(file, place)
    layers = {layer.name: layer for layer in model.layers if layer.weights}
    if by_name:
        pairs = [(layers[name], places) for name, places in saved.items() if name in layers]
    else:
        if len(saved) != len(layers):
            raise ModelFileError(
                _(
                    "The file has weights for {received} layers. Expected {expected}, those of `{name}`.",
                    received=len(saved),
                    expected=len(layers),
                    name=model.name,
                )
            )
        pairs = list(zip(layers.values(), saved.values(), strict=True))
    for layer, places in pairs:
        filling.plan(layer.name, _in_order(layer), places)


def check_origin(file: Hdf5, place: str) -> None:
    """Refuse files of which the numbers mean something else than today's."""
    version = file.text("keras_version", place) or ""
    if version.startswith(("0.", "1.")) or file.text("backend", place) == "theano":
        raise ModelFileError(
            _("This file was written by Keras 1 or on Theano, where weights lie in another order. Keras 2 reads it.")
        )


def _saved_layers(file: Hdf5, place: str) -> dict[str, list[str]]:
    """The places of the arrays of each layer that has any."""
    names = file.names(place, "layer_names")
    if names is None:
        raise ModelFileError(_("The file has no list of names under {name!r}.", name="layer_names"))
    found = {}
    for name in names:
        inside = f"{place}/{name}"
        weights = file.names(inside, "weight_names")
        if weights:
            found[name] = [f"{inside}/{weight}" for weight in weights]
    return found


def _in_order(layer: Layer) -> list[Variable]:
    """All weights of ``layer`` in the order of this format, each once."""
    variables = list({id(v): v for v in _weights(layer)}.values())
    trained = {id(v) for v in layer.trainable_weights}
    return [v for v in variables if id(v) in trained] + [v for v in variables if id(v) not in trained]


def _weights(layer: Layer) -> list[Variable]:
    if not layer.layers_inside:
        return layer.weights
    inside = [v for part in layer.layers_inside for v in _weights(part)]
    own = {id(v) for v in layer.variables} - {id(v) for v in inside}
    return [v for v in layer.variables if id(v) in own] + inside


def _named(layer: Layer) -> dict[str, Variable]:
    """The weights in order, by names that differ: "layer/weight", with the layers between for those further inside."""
    paths: dict[int, str] = {}

    def walk(inner: Layer, path: str) -> None:
        for variable in inner.variables if not inner.layers_inside else _weights(inner):
            paths[id(variable)] = f"{path}/{variable.name}"
        for part in inner.layers_inside:
            walk(part, f"{path}/{part.name}")

    walk(layer, layer.name)
    named: dict[str, Variable] = {}
    for variable in _in_order(layer):
        name, number = paths[id(variable)], 0
        while (full := f"{name}_{number}" if number else name) in named:
            number += 1
        named[full] = variable
    return named
