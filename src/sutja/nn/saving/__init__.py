"""Saving and loading: ``.keras`` files that Keras reads and writes as well.

A ``.keras`` file is a zip archive of three parts: ``metadata.json``, ``config.json`` (the architecture and how it was
compiled, as names and plain values) and ``model.weights.h5`` (all weights and the optimizer's memory). Nothing in
it is code; loading looks names up in the engine's own lists and executes nothing.
"""

from __future__ import annotations

from sutja.nn.saving.archive import load_model, read_metadata, save_model

__all__ = ["load_model", "read_metadata", "save_model"]
