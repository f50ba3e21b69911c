"""Whole models in one HDF5 file, ``.h5``: the format of Keras 2, which Keras 3 still reads and writes.

    model_config        (note on the root) the architecture, as JSON
    training_config     (note on the root) how it was compiled, as JSON
    model_weights/      a group for each layer by its name, with the arrays in it by theirs
    optimizer_weights/  what the optimizer remembers

Descriptions in old files differ from today's in many small ways; description.py and training.py turn the ones into
the others.
"""

from __future__ import annotations

from sutja.nn.saving.legacy.model_file import is_legacy, read_legacy, read_legacy_metadata, write_legacy

__all__ = ["is_legacy", "read_legacy", "read_legacy_metadata", "write_legacy"]
