"""The rank of each word in Keras' IMDB and Reuters: a JSON object of words and whole numbers, beside the ``.npz``."""

from __future__ import annotations

import json
from pathlib import Path

from sutja.data.formats.content import damaged, unreadable
from sutja.language import translate as _

__all__ = ["read_beside", "read_word_index"]

_LARGEST = 64 * 2**20


def read_beside(file: Path, name: str) -> dict[str, int] | None:
    """The ranks in the file called ``name`` in the folder of ``file``, or None when there is no such file."""
    beside = file.with_name(name)
    return read_word_index(beside) if beside.is_file() else None


def read_word_index(file: Path) -> dict[str, int]:
    """The ranks in ``file``.

    Raises:
        DamagedFile: It is no JSON object of words and whole numbers from 1.
        DataError: The operating system does not let us read it.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise damaged(file, _("it is too large for a list of words"))
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise unreadable(file, error) from error
    except (ValueError, RecursionError) as error:
        raise damaged(file, _("it is no JSON ({reason})", reason=error)) from error
    if not isinstance(found, dict) or any(type(rank) is not int or rank < 1 for rank in found.values()):
        raise damaged(file, _("it does not hold words with their ranks"))
    return found
