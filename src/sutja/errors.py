"""The errors that Sutja raises on purpose, as one tree.

    SutjaError
    |-- InvalidArgument (also a ValueError)   an argument is outside what it may be
    |   `-- UnknownName                       a name that is not in the list; the nearest one is suggested
    |-- DataError                             a data set cannot be had
    |   |-- DamagedFile                       a file is truncated, of another format, or fails its checksum
    |   `-- NotAvailable                      no copy was found and none could be downloaded
    |-- PictureError                          a picture cannot be read
    |   |-- UnreadablePicture                 these bytes are no picture that we know
    |   |-- PictureTooLarge                   more pixels than a picture of digits has
    |   `-- NothingDrawn                      a picture without ink
    |-- ModelFileError                        a model file is damaged, or asks for what we do not have
    |-- MissingExtra (also an ImportError)    an optional part of Sutja is not installed
    `-- TrainingDiverged                      the loss is no longer a number

``except SutjaError`` catches everything that a user can cause. Each message is one line: what is wrong, what
was expected, what was received, and what to do about it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from sutja.language import translate as _

__all__ = [
    "DamagedFile",
    "DataError",
    "InvalidArgument",
    "MissingExtra",
    "ModelFileError",
    "NotAvailable",
    "NothingDrawn",
    "PictureError",
    "PictureTooLarge",
    "SutjaError",
    "TrainingDiverged",
    "UnknownName",
    "UnreadablePicture",
    "invalid",
    "missing_extra",
    "nearest",
    "one_of",
    "unknown",
]

_MOST_NAMES, _NEAREST_NAMES = 20, 5


class SutjaError(Exception):
    """Every error that Sutja raises on purpose."""


class InvalidArgument(SutjaError, ValueError):
    """An argument is outside what it may be."""


class UnknownName(InvalidArgument):
    """A name that is not in the list of those that exist."""


class DataError(SutjaError):
    """A data set cannot be had."""


class DamagedFile(DataError):
    """A data file is truncated, of another format than its name says, or fails its checksum."""


class NotAvailable(DataError):
    """No copy of a data set was found, and none could be downloaded."""


class PictureError(SutjaError):
    """A picture cannot be read."""


class UnreadablePicture(PictureError):
    """These bytes are no picture in a format that we know."""


class PictureTooLarge(PictureError):
    """A picture has more pixels, or its file more bytes, than we are ready to read."""


class NothingDrawn(PictureError):
    """There is no ink in the picture."""


class ModelFileError(SutjaError):
    """A model file is damaged, or asks for something that the engine does not have."""


class MissingExtra(SutjaError, ImportError):
    """An optional part of Sutja is not installed."""


class TrainingDiverged(SutjaError):
    """The loss is no longer a finite number, so that no further step makes sense."""


def invalid(argument: str, expected: str, received: object, advice: str = "") -> InvalidArgument:
    """The error for an argument outside its range, worded like all of them.

    >>> print(invalid("rate", "a number in [0, 1)", 1.5))
    Invalid value for argument `rate`. Expected a number in [0, 1). Received: rate=1.5
    """
    return InvalidArgument(_message(argument, expected, received, advice))


def unknown(argument: str, received: object, known: Iterable[str], advice: str = "") -> UnknownName:
    """The error for a name that does not exist; it suggests the nearest one that does.

    Of many known ones it lists the nearest only.

    >>> print(unknown("model", "lennet", ["lenet", "softmax"]))
    Invalid value for argument `model`. Expected one of: lenet, softmax. Received: model='lennet'. Did you mean 'lenet'?
    """
    expected, meant = one_of(list(known), str(received))
    if meant:
        advice = " ".join(filter(None, [_("Did you mean {name!r}?", name=meant), advice]))
    return UnknownName(_message(argument, expected, received, advice))


def one_of(names: Sequence[str], received: str) -> tuple[str, str | None]:
    """The words for "one of ``names``", and the one that is nearest to ``received``, if any is near.

    Of more than ``_MOST_NAMES`` the words list the nearest only.
    """
    if len(names) > _MOST_NAMES:
        some = difflib.get_close_matches(received, names, n=_NEAREST_NAMES, cutoff=0)
        expected = _("one of {count} names, such as {names}", count=len(names), names=", ".join(some))
    else:
        expected = _("one of: {names}", names=", ".join(names))
    return expected, nearest(names, received)


def nearest(names: Iterable[str], received: str, likeness: float = 0.5) -> str | None:
    """The one of ``names`` that may have been meant by ``received``; ``None`` if none is near.

    ``likeness``: how much both must have in common, from 0 to 1 for the same name.
    """
    found = difflib.get_close_matches(received, names, n=1, cutoff=likeness)
    return found[0] if found else None


def missing_extra(what: str, extra: str) -> MissingExtra:
    """The error for an optional package that is not installed: what needs it and how to get it."""
    return MissingExtra(
        _(
            "{what} needs an optional part of Sutja. Install it: pip install 'sutja[{extra}]'",
            what=what,
            extra=extra,
        )
    )


def _message(argument: str, expected: str, received: object, advice: str) -> str:
    message = _(
        "Invalid value for argument `{argument}`. Expected {expected}. Received: {argument}={received}",
        argument=argument,
        expected=expected,
        received=_brief(received),
    )
    return f"{message}. {advice}" if advice else message


def _brief(value: object, limit: int = 80) -> str:
    """``value`` in a few words: an array as its shape and dtype, anything else as the start of its repr."""
    shape, dtype = getattr(value, "shape", None), getattr(value, "dtype", None)
    if shape is not None and dtype is not None and shape != ():
        return _("array of shape {shape}, dtype {dtype}", shape=shape, dtype=dtype)
    text = repr(value.item() if shape == () and hasattr(value, "item") else value)  # a number of NumPy as Python's
    return text if len(text) <= limit else text[: limit - 3] + "..."
