"""Reuters-21578: newswires of 1987 in 22 files of SGML, each wire with the topics that its editors gave it.

Keras' data set was made of these files in a way that is repeated here, so that the articles, their order and their
labels are the same 11,228, with the same 30,979 words. Each wire with topics counts for the first of them. Its
words are those of the next ``<BODY>``; 975 wires consist of a title alone and have no body, and so carry the words
of the wire that follows in their file, or what is left of their topic without its first two letters where none
does. These are slips of Keras' authors, kept because every published result has them in it.

Source: Lewis, "Reuters-21578 text categorization test collection", distribution 1.0; Keras, ``reuters.py`` of 2015.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sutja.data.formats.content import LARGEST, damaged, opened
from sutja.data.formats.tar import read_members
from sutja.language import translate as _

__all__ = ["Wire", "read_archive", "read_files"]

_FIRST_TOPIC = re.compile(r"<TOPICS><D>([^<]{1,40})</D>[^\n]{0,2000}?</TOPICS>")
_BODY = "<BODY>"


class Wire(NamedTuple):
    """A newswire: its first topic and its text."""

    topic: str
    text: str


def read_files(files: Sequence[Path]) -> list[Wire]:
    """The wires with topics in ``files``, in their order.

    Raises:
        DamagedFile: A file holds no wires with topics, or what is no text.
        DataError: The operating system does not let us read a file.
    """
    wires = []
    for file in files:
        with opened(file) as content:
            text = content.stream.read(LARGEST)
        wires += _wires(file, text)
    return wires


def read_archive(path: Path) -> list[Wire]:
    """The wires with topics in the ``.sgm`` files of an archive, by the names of the files.

    Raises:
        DamagedFile: The archive is damaged, or holds no such files.
        DataError: The operating system does not let us read it.
    """
    found = sorted(read_members(path, lambda name: name.suffix == ".sgm"))
    if not found:
        raise damaged(path, _("it holds no .sgm files"))
    return [wire for name, content in found for wire in _wires(path / name, content)]


def _wires(file: Path, content: bytes) -> list[Wire]:
    if b"\0" in content:
        raise damaged(file, _("it is no text in Latin-1"))
    text = content.decode("latin-1")
    wires = []
    for match in _FIRST_TOPIC.finditer(text):
        body = text.find(_BODY, match.end())
        end = text.find("</", body)
        wires.append(Wire(match[1], match[1][2:] if body < 0 or end < 0 else text[body + len(_BODY) : end]))
    if not wires:
        raise damaged(file, _("it has no wires with topics"))
    return wires
