"""``.weights.h5`` files: the weights of a model and its optimizer's memory alone, in Keras' format."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from sutja.errors import ModelFileError, invalid
from sutja.language import translate as _
from sutja.nn.models.model import Model
from sutja.nn.saving.weights import read_optimizer, read_weights, write_weights
from sutja.nn.whole_file import write_whole

__all__ = ["load_weights", "save_weights"]

_ENDING = ".weights.h5"


def save_weights(model: Model, filepath: str | PathLike[str], overwrite: bool = True) -> None:
    """Write the weights of ``model`` to ``filepath``, which ends in ``.weights.h5``."""
    path = _checked(filepath)
    if not path.parent.is_dir():
        raise invalid("filepath", _("a name in a directory that exists"), str(filepath))
    if path.exists() and not overwrite:
        raise invalid("filepath", _("a file that does not exist yet, or overwrite=True"), str(filepath))
    if not model.built:
        raise invalid("model", _("a model with weights: call it on data or give it an Input first"), model.name)
    write_whole(path, write_weights(model, include_optimizer=True))


def load_weights(model: Model, filepath: str | PathLike[str]) -> None:
    """Fill the weights of ``model``, and its optimizer if it is compiled and the file has one.

    Errors: :class:`sutja.errors.ModelFileError` when the file is damaged or does not fit.
    """
    path = _checked(filepath)
    if not path.is_file():
        raise ModelFileError(_("{path}: there is no such file.", path=path))
    data = path.read_bytes()
    try:
        read_weights(model, data)
        if model.optimizer is not None:
            read_optimizer(model, data)
    except ModelFileError as error:
        raise ModelFileError(f"{path}: {error}") from None
    except (OSError, ValueError, LookupError, TypeError, RuntimeError) as error:
        raise ModelFileError(
            _("{path}: the file is damaged or no file of weights ({reason}).", path=path, reason=error)
        ) from error


def _checked(filepath: str | PathLike[str]) -> Path:
    path = Path(filepath)
    if not path.name.endswith(_ENDING):
        raise invalid("filepath", _("a name that ends in {ending}", ending=_ENDING), str(filepath))
    return path
