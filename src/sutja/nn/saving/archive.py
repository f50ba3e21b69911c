"""``.keras`` files: an archive of the description of a model, its weights, and notes about the file."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.models.model import Model
from sutja.nn.saving.architecture import model_from_config
from sutja.nn.saving.compilation import compile_from_config
from sutja.nn.saving.filling import check_complete
from sutja.nn.saving.model_description import check_size, description_of, plain_number
from sutja.nn.saving.one_line import ANY_DAMAGE, how_to_leave_training_out, in_one_line, plain
from sutja.nn.saving.weights import read_optimizer, read_weights, write_weights
from sutja.nn.variables import postponed_values

__all__ = ["KERAS_VERSION", "read_archive", "read_archived_metadata", "weights_in", "write_archive"]

KERAS_VERSION = "3.8.0"  # the format of that version, which later ones read as well
_METADATA, _CONFIG, _WEIGHTS = "metadata.json", "config.json", "model.weights.h5"
_LARGEST_TEXT = 16 << 20  # bytes of JSON that an architecture may take
_LARGEST_WEIGHTS = 4 << 30
_MOST_COMPRESSED = 20  # bytes from one; weights hardly shrink, and Keras stores them as they are


def write_archive(model: Model, *, include_optimizer: bool, metadata: Mapping[str, Any] | None) -> bytes:
    """``model`` as a ``.keras`` file; ``metadata`` is kept beside Keras' own, under "sutja"."""
    about: dict[str, Any] = {
        "keras_version": KERAS_VERSION,
        "date_saved": datetime.now().strftime("%Y-%m-%d@%H:%M:%S"),
    }
    if metadata:
        about["sutja"] = dict(metadata)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(_METADATA, json.dumps(about, default=plain_number))
        archive.writestr(_CONFIG, json.dumps(description_of(model), default=plain_number))
        archive.writestr(_WEIGHTS, write_weights(model, include_optimizer=include_optimizer))
    return memory.getvalue()


def read_archive(path: Path, *, compile: bool) -> Model:
    """The model in the ``.keras`` file ``path``; ``compile``: with how it was trained."""
    parts = _read(path, _METADATA, _CONFIG, _WEIGHTS)
    config, weights = _json(parts, _CONFIG, path), io.BytesIO(parts[_WEIGHTS])
    with in_one_line(path):
        check_size(config)
        with postponed_values():
            model = model_from_config(config)
        read_weights(model, weights)
        check_complete(model)
    settings = config.get("compile_config")
    if compile and settings:
        with in_one_line(path, how_to_leave_training_out()):
            compile_from_config(model, settings)
            if "optimizer" in settings:
                read_optimizer(model, weights)
    return model


def read_archived_metadata(path: Path) -> dict[str, Any]:
    """What :func:`write_archive` was given as ``metadata``; empty for files that others wrote."""
    own = _json(_read(path, _METADATA), _METADATA, path).get("sutja", {})
    return own if isinstance(own, dict) else {}


def weights_in(path: Path) -> BinaryIO:
    """The file of weights in the ``.keras`` file ``path``."""
    return io.BytesIO(_read(path, _WEIGHTS)[_WEIGHTS])


def _read(path: Path, *names: str) -> dict[str, bytes]:
    limits = {_METADATA: _LARGEST_TEXT, _CONFIG: _LARGEST_TEXT, _WEIGHTS: _LARGEST_WEIGHTS}
    parts = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in names:
                part = archive.getinfo(name)
                if part.file_size > min(limits[name], max(part.compress_size, 1 << 20) * _MOST_COMPRESSED):
                    raise ModelFileError(_("{path}: {part} is too large to be a model's.", path=path, part=name))
                parts[name] = archive.read(name)
    except KeyError as error:
        raise ModelFileError(
            _(
                "{path}: this is no .keras file, a part is missing ({part}).",
                path=path,
                part=str(error).strip("'\""),
            )
        ) from None
    except (zlib.error, *ANY_DAMAGE) as error:
        raise ModelFileError(
            _(
                "{path}: the file is damaged or no .keras file ({reason}). Save or download it again.",
                path=path,
                reason=plain(error),
            )
        ) from None
    return parts


def _json(parts: Mapping[str, bytes], name: str, path: object) -> dict[str, Any]:
    try:
        value = json.load(io.BytesIO(parts[name]))
    except (ValueError, RecursionError, MemoryError):
        value = None
    if not isinstance(value, dict):
        raise ModelFileError(_("{path}: {part} is not what a .keras file has there.", path=path, part=name))
    return value
