"""Files of weights alone: ``.weights.h5``, with the optimizer's memory; and the older ``.h5``, without."""

from __future__ import annotations

import io
import warnings
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from sutja.errors import ModelFileError, invalid
from sutja.language import translate as _
from sutja.nn.models.model import Model
from sutja.nn.saving.archive import weights_in
from sutja.nn.saving.filling import Filling
from sutja.nn.saving.hdf5 import Hdf5
from sutja.nn.saving.legacy.weights import check_origin, plan_layers, write_layers
from sutja.nn.saving.one_line import ANY_DAMAGE, plain
from sutja.nn.saving.paths import existing, writable
from sutja.nn.saving.weights import read_optimizer, read_weights, write_weights
from sutja.nn.unsupported import refuse
from sutja.whole_file import write_whole

__all__ = ["load_weights", "save_weights"]

_ENDING = ".weights.h5"


def save_weights(model: Model, filepath: str | PathLike[str], overwrite: bool = True, **others: object) -> None:
    """Write the weights of ``model`` to ``filepath``, which ends in ``.weights.h5``, or ``.h5`` for the older format.

    The file appears under its name only when it is complete.
    """
    refuse(save_weights, others, {})
    path = writable(filepath, (_ENDING, ".h5", ".hdf5"), model, overwrite=overwrite)
    if path.name.endswith(_ENDING):
        write_whole(path, write_weights(model, include_optimizer=True))
    else:
        write_whole(path, _old_weights(model))


def load_weights(
    model: Model,
    filepath: str | PathLike[str],
    skip_mismatch: bool = False,
    **others: object,
) -> None:
    """Fill the weights of ``model``, and its optimizer if it is compiled and the file has its memory.

    The memory of an optimizer of another kind is left out with a warning.
    ``skip_mismatch``: warn about layers that do not fit, and leave them as they are. ``by_name=True``, for the older
    format: match layers by their names, not by their order. A file that does not fit leaves the model as it was.

    Errors: :class:`sutja.errors.ModelFileError` when the file is damaged or does not fit.
    """
    by_name = bool(others.pop("by_name", False))
    refuse(load_weights, others, {})
    path = Path(filepath)
    if path.suffix not in (".h5", ".hdf5", ".keras"):
        raise invalid("filepath", _("a name that ends in {ending}", ending=_ENDING), str(filepath))
    if by_name and path.name.endswith((_ENDING, ".keras")):
        raise invalid("by_name", _("False: this file knows layers by their places, not by their names"), by_name)
    existing(path)
    archived = weights_in(path) if path.suffix == ".keras" else None
    try:
        with archived or path.open("rb") as source:
            _fill(model, source, skip_mismatch=skip_mismatch, by_name=by_name)
    except ModelFileError as error:
        raise ModelFileError(f"{path}: {plain(error)}") from None
    except ANY_DAMAGE as error:
        raise ModelFileError(
            _("{path}: the file is damaged or no file of weights ({reason}).", path=path, reason=plain(error))
        ) from error


def _fill(model: Model, source: BinaryIO, *, skip_mismatch: bool, by_name: bool) -> None:
    with Hdf5(source) as file:
        place = "model_weights" if file.has("model_weights") else ""
        if place or file.names(place, "layer_names") is not None:
            check_origin(file, place)
            filling = Filling(file, skip_mismatch=skip_mismatch)
            plan_layers(filling, file, place, model, by_name=by_name)
            filling.carry_out()
            return
    read_weights(model, source, skip_mismatch=skip_mismatch)
    if model.optimizer is not None:
        try:
            read_optimizer(model, source)
        except ModelFileError as error:  # as in Keras: the memory of another optimizer is no obstacle
            warnings.warn(_("Left out: {reason}", reason=error), stacklevel=4)


def _old_weights(model: Model) -> bytes:
    import h5py

    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        write_layers(file, model)
    return memory.getvalue()
