"""From the arrays of a file into the weights of a model: everything is compared first, then everything is filled.

So a file that does not fit leaves the model as it was.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.models.model import Model
from sutja.nn.saving.hdf5 import Hdf5
from sutja.nn.typing import Array
from sutja.nn.variables import Variable

__all__ = ["Filling", "check_complete", "check_shapes", "fill_optimizer"]

_MOST_SHOWN = 20


class Filling:
    """What goes where, out of ``file``; ``skip_mismatch``: warn about what does not fit, and leave it out."""

    def __init__(self, file: Hdf5, *, skip_mismatch: bool = False) -> None:
        self._file = file
        self._skip_mismatch = skip_mismatch
        self._planned: list[tuple[Variable, str]] = []

    def plan(self, name: str, variables: Sequence[Variable], places: Sequence[str]) -> None:
        """The arrays at ``places`` are meant for ``variables``, in this order; ``name`` is whose they are."""
        try:
            check_shapes(self._file, name, [v.shape for v in variables], places)
        except ModelFileError as error:
            if not self._skip_mismatch:
                raise
            warnings.warn(_("Left out: {reason}", reason=error), stacklevel=2)
            return
        self._planned += zip(variables, places, strict=True)

    def carry_out(self) -> None:
        """Read all arrays, then fill the variables."""
        arrays = [self._file.read(place) for _variable, place in self._planned]
        for (variable, _place), array in zip(self._planned, arrays, strict=True):
            variable.assign(array)


def fill_optimizer(model: Model, file: Hdf5, places: Sequence[str]) -> None:
    """Fill what the optimizer of ``model`` remembers from the arrays at ``places``, if there are any."""
    optimizer, (_execution, vector) = model.optimizer, model.training_execution()
    if optimizer is None or not places:
        return
    if len(places) > len(optimizer.variables()):  # else it was saved before its first step, without memories
        optimizer.build(vector)
    check_shapes(file, optimizer.name, [np.shape(value) for value in optimizer.variables()], places)
    arrays: list[Array] = [file.read(place) for place in places]
    optimizer.set_variables(arrays)


def check_complete(model: Model) -> None:
    """Raise an error if a weight of ``model``, which was made without values, has not been filled."""
    for variable in model.variables:
        if not variable.has_value:
            raise ModelFileError(_("The file has no value for {path}.", path=variable.path))


def check_shapes(file: Hdf5, name: str, expected: Sequence[tuple[int, ...]], places: Sequence[str]) -> None:
    """Raise an error unless the arrays at ``places`` have the ``expected`` shapes."""
    received = file.shapes(list(places[: len(expected) + 1]))
    if received != list(expected):
        raise ModelFileError(
            _(
                "The weights of `{name}` do not fit. Expected shapes {expected}. Received: {received}",
                name=name,
                expected=_shown(expected),
                received=_shown(received),
            )
        )


def _shown(shapes: Sequence[tuple[int, ...] | None]) -> str:
    text = ", ".join(map(str, shapes[:_MOST_SHOWN]))
    return f"[{text}, ...]" if len(shapes) > _MOST_SHOWN else f"[{text}]"
