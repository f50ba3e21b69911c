"""The names of files, before anything is written or read."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from sutja.errors import ModelFileError, invalid
from sutja.language import translate as _
from sutja.nn.models.model import Model

__all__ = ["existing", "writable"]


def writable(filepath: str | PathLike[str], endings: tuple[str, ...], model: Model, *, overwrite: bool) -> Path:
    """``filepath`` if ``model`` can be written there."""
    path = Path(filepath)
    if not path.name.endswith(endings):
        raise invalid("filepath", _("a name that ends in {ending}", ending=_(" or ").join(endings[:2])), str(filepath))
    if not path.parent.is_dir():
        raise invalid("filepath", _("a name in a directory that exists"), str(filepath))
    if path.exists() and not overwrite:
        raise invalid("filepath", _("a file that does not exist yet, or overwrite=True"), str(filepath))
    if not model.built:
        raise invalid("model", _("a model with weights: call it on data or give it an Input first"), model.name)
    return path


def existing(filepath: str | PathLike[str]) -> Path:
    """``filepath`` if there is a file."""
    path = Path(filepath)
    if not path.is_file():
        raise ModelFileError(_("{path}: there is no such file.", path=path))
    return path
