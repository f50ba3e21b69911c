"""Checks of the arguments that fit, evaluate and predict have beside their data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from sutja.checks import is_whole, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.callbacks.callback import Callback

__all__ = ["as_callbacks", "as_frequency", "as_level", "as_steps", "yes_or_no"]


def as_callbacks(callbacks: Iterable[Callback] | Callback | None) -> list[Callback]:
    """A list, also of a single callback, as Keras takes it."""
    several = [callbacks] if isinstance(callbacks, Callback) else list(callbacks or [])
    for callback in several:
        if not hasattr(callback, "set_model"):
            raise invalid("callbacks", _("a list of callbacks of `sutja.nn.callbacks`"), callback)
    return several


def as_frequency(value: Any) -> Any:
    """``validation_freq``: every so many epochs, or a list of epochs."""
    if isinstance(value, list | tuple | set) and all(map(is_whole, value)):
        return value
    if not is_whole(value, 1):
        raise invalid("validation_freq", _("a whole number above 0, or a list of epochs"), value)
    return int(value)


def as_level(verbose: Any) -> int:
    """``verbose`` as a number."""
    level = 1 if isinstance(verbose, str) and verbose == "auto" else verbose
    if isinstance(level, str) or level not in (0, 1, 2):
        raise invalid("verbose", _("'auto', 0, 1 or 2"), verbose)
    return int(level)


def as_steps(name: str, value: Any) -> int | None:
    """A number of batches, or ``None``: all."""
    return None if value is None else whole(name, value)


def yes_or_no(name: str, value: Any) -> bool:
    """``value``, if it is one of the two."""
    if not isinstance(value, bool | np.bool_):
        raise invalid(name, _("True or False"), value)
    return bool(value)
