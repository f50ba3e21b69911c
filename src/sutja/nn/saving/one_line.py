"""Errors while a file is read, each as one line that a person can act on.

A file that is not what it seems can make the engine and its libraries raise almost anything. What they say is kept
as the reason, without line breaks or characters that a terminal would act on, and no longer than a few lines.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile

from sutja.errors import ModelFileError
from sutja.language import translate as _

__all__ = ["ANY_DAMAGE", "how_to_leave_training_out", "in_one_line", "plain"]

_LONGEST = 600  # characters of a reason
ANY_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)


def how_to_leave_training_out() -> str:
    """What to do about a file of which only the part for training cannot be read."""
    return _("To read it without how it was trained, add compile=False.")


def plain(reason: object) -> str:
    """``reason`` in one line of printable characters."""
    line = " ".join(str(reason).split())
    printable = "".join(c if c.isprintable() else "?" for c in line)
    return printable if len(printable) <= _LONGEST else printable[: _LONGEST - 3] + "..."


@contextmanager
def in_one_line(path: object, advice: str = "") -> Iterator[None]:
    """Turn whatever is raised inside the ``with`` block into a :class:`ModelFileError` that names ``path``."""
    try:
        yield
    except ModelFileError as error:
        message = f"{path}: {plain(error)}"
        raise ModelFileError(f"{_sentence(message)} {advice}" if advice else message) from None
    except ANY_DAMAGE as error:
        reason = plain(error) or type(error).__name__
        if isinstance(error, KeyError):
            reason = _("There is no {name}", name=reason)
        message = _("{path}: this model cannot be built here. {reason}", path=path, reason=_sentence(reason))
        raise ModelFileError(f"{message} {advice}".rstrip()) from error


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
