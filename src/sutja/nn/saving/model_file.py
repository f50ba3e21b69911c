"""Whole models in files: ``.keras``, and the older ``.h5``.

Loading looks names up in the engine's own lists, and among the classes that the caller hands over; it executes
nothing that stands in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import Any

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.models.model import Model
from sutja.nn.saving.archive import read_archive, read_archived_metadata, write_archive
from sutja.nn.saving.legacy import is_legacy, read_legacy, read_legacy_metadata, write_legacy
from sutja.nn.saving.paths import existing, writable
from sutja.whole_file import write_whole

__all__ = ["load_model", "read_metadata", "save_model"]


def save_model(
    model: Model,
    filepath: str | PathLike[str],
    overwrite: bool = True,
    zipped: bool | None = None,
    *,
    include_optimizer: bool = True,
    metadata: Mapping[str, Any] | None = None,
) -> None:
    """Write ``model`` to ``filepath``, which ends in ``.keras``, or in ``.h5`` for the older format.

    The file appears under its name only when it is complete. ``metadata`` is kept beside Keras' own, for
    :func:`read_metadata`.
    """
    if zipped is False:
        raise invalid("zipped", _("True: a model is written into one file"), zipped)
    path = writable(filepath, (".keras", ".h5", ".hdf5"), model, overwrite=overwrite)
    write = write_legacy if is_legacy(path) else write_archive
    write_whole(path, write(model, include_optimizer=include_optimizer, metadata=metadata))


def load_model(
    filepath: str | PathLike[str],
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,
) -> Model:
    """The model in ``filepath``, with its weights; ``compile=False`` leaves out how it was trained.

    ``custom_objects``: classes of one's own by name, such as layers and losses. ``safe_mode`` is Keras' switch against
    code in files; no such code is ever run here, so it changes nothing.

    Errors: :class:`sutja.errors.ModelFileError` when the file is damaged or asks for what the engine does not have.
    """
    if custom_objects is not None and not isinstance(custom_objects, Mapping):
        raise invalid("custom_objects", _("classes by name, such as {'Mine': Mine}"), custom_objects)
    path = existing(filepath)
    with custom_object_scope(custom_objects):
        return read_legacy(path, compile=compile) if is_legacy(path) else read_archive(path, compile=compile)


def read_metadata(filepath: str | PathLike[str]) -> dict[str, Any]:
    """What ``save_model`` was given as ``metadata``; empty for files that others wrote."""
    path = existing(filepath)
    return read_legacy_metadata(path) if is_legacy(path) else read_archived_metadata(path)
