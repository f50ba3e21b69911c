"""The archive around a saved model: written whole or not at all, read with suspicion."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from sutja.errors import ModelFileError, invalid
from sutja.language import translate as _
from sutja.nn.models.model import Model
from sutja.nn.saving.architecture import model_from_config, model_to_config
from sutja.nn.saving.compilation import compile_from_config, compile_to_config
from sutja.nn.saving.weights import read_optimizer, read_weights, write_weights
from sutja.nn.unsupported import refuse
from sutja.nn.whole_file import write_whole

__all__ = ["load_model", "read_metadata", "save_model"]

KERAS_VERSION = "3.8.0"  # the format of that version, which later ones read as well
_METADATA, _CONFIG, _WEIGHTS = "metadata.json", "config.json", "model.weights.h5"
_LARGEST_TEXT = 16 << 20  # bytes of JSON that an architecture may take
_LARGEST_WEIGHTS = 4 << 30
_MOST_COMPRESSED = 100  # bytes from one; weights hardly shrink, and Keras stores them as they are
_ANY_DAMAGE = (  # what libraries raise on files that are not what they seem
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def save_model(
    model: Model,
    filepath: str | PathLike[str],
    overwrite: bool = True,
    *,
    include_optimizer: bool = True,
    metadata: Mapping[str, Any] | None = None,
) -> None:
    """Write ``model`` to ``filepath``, which ends in ``.keras``.

    The file appears under its name only when it is complete. ``metadata`` is kept beside Keras' own, under
    "sutja", for :func:`read_metadata`.
    """
    path = Path(filepath)
    if path.suffix != ".keras":
        raise invalid("filepath", _("a name that ends in .keras"), str(filepath))
    if not path.parent.is_dir():
        raise invalid("filepath", _("a name in a directory that exists"), str(filepath))
    if path.exists() and not overwrite:
        raise invalid("filepath", _("a file that does not exist yet, or overwrite=True"), str(filepath))
    if not model.built:
        raise invalid("model", _("a model with weights: call it on data or give it an Input first"), model.name)
    about: dict[str, Any] = {
        "keras_version": KERAS_VERSION,
        "date_saved": datetime.now().strftime("%Y-%m-%d@%H:%M:%S"),
    }
    if metadata:
        about["sutja"] = dict(metadata)
    config = {**model_to_config(model), "compile_config": compile_to_config(model)}
    if config["compile_config"] is None:
        del config["compile_config"]
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(_METADATA, json.dumps(about, default=_plain_number))
        archive.writestr(_CONFIG, json.dumps(config, default=_plain_number))
        archive.writestr(_WEIGHTS, write_weights(model, include_optimizer=include_optimizer))
    write_whole(path, memory.getvalue())


def load_model(filepath: str | PathLike[str], compile: bool = True, **others: Any) -> Model:
    """The model in ``filepath``, with its weights; ``compile=False`` leaves out how it was trained.

    Errors: :class:`sutja.errors.ModelFileError` when the file is damaged or asks for what the engine does not have.
    """
    refuse("load_model", others, {"safe_mode": True})
    parts = _read(Path(filepath))
    config = _json(parts, _CONFIG, filepath)
    with _in_one_line(filepath):
        model = model_from_config(config)
        read_weights(model, parts[_WEIGHTS])
    settings = config.get("compile_config")
    if compile and settings:
        with _in_one_line(filepath, _("To read it without how it was trained, add compile=False.")):
            compile_from_config(model, settings)
            read_optimizer(model, parts[_WEIGHTS])
    return model


def read_metadata(filepath: str | PathLike[str]) -> dict[str, Any]:
    """What ``save_model`` was given as ``metadata``; empty for files that others wrote."""
    about = _json(_read(Path(filepath), only=_METADATA), _METADATA, filepath)
    own = about.get("sutja", {})
    return own if isinstance(own, dict) else {}


@contextmanager
def _in_one_line(path: object, advice: str = "") -> Iterator[None]:
    """Turn whatever a file makes the engine or its libraries say into one line of ours."""
    try:
        yield
    except ModelFileError as error:
        raise ModelFileError(" ".join([f"{path}: {error}", advice]).rstrip()) from None
    except _ANY_DAMAGE as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, KeyError):
            reason = _("There is no {name}", name=reason)
        message = _("{path}: this model cannot be built here. {reason}.", path=path, reason=reason.rstrip("."))
        raise ModelFileError(f"{message} {advice}".rstrip()) from error


def _read(path: Path, only: str | None = None) -> dict[str, bytes]:
    if not path.is_file():
        raise ModelFileError(_("{path}: there is no such file.", path=path))
    limits = {_METADATA: _LARGEST_TEXT, _CONFIG: _LARGEST_TEXT, _WEIGHTS: _LARGEST_WEIGHTS}
    parts = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in [only] if only else limits:
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
    except (zipfile.BadZipFile, zlib.error, EOFError, *_ANY_DAMAGE) as error:
        raise ModelFileError(
            _(
                "{path}: the file is damaged or no .keras file ({reason}). Save or download it again.",
                path=path,
                reason=error,
            )
        ) from None
    return parts


def _json(parts: Mapping[str, bytes], name: str, path: object) -> dict[str, Any]:
    try:
        value = json.load(io.BytesIO(parts[name]))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ModelFileError(_("{path}: {part} is not what a .keras file has there.", path=path, part=name))
    return value


def _plain_number(value: Any) -> Any:
    """NumPy's numbers as Python's, which JSON knows."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
