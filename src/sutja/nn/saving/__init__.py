"""Saving and loading: files that Keras reads and writes as well.

    model.keras         a zip archive: metadata.json, config.json (the architecture and how it was compiled, as names
                        and plain values) and model.weights.h5 (all weights and the optimizer's memory)
    w.weights.h5        weights and the optimizer's memory alone
    model.h5, w.h5      the same two in the format of Keras 2, in one HDF5 file each

Nothing in them is code: loading looks names up in the engine's own lists and among the classes that the program
hands over (see sutja.nn.custom_objects), and executes nothing that stands in a file.
"""

from __future__ import annotations

from sutja.nn.custom_objects import (
    CustomObjectScope,
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from sutja.nn.saving.model_file import load_model, read_metadata, save_model
from sutja.nn.saving.weights_file import load_weights, save_weights

__all__ = [
    "CustomObjectScope",
    "custom_object_scope",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "load_model",
    "load_weights",
    "read_metadata",
    "register_keras_serializable",
    "save_model",
    "save_weights",
]
