"""The folders of the IMDB reviews: one text file a review, ``train|test/neg|pos/<number>_<stars>.txt``.

They lie unpacked, or still in the archive ``aclImdb_v1.tar.gz``, which also holds reviews without a label; those
are passed over. Reviews come in the order neg, pos, and by their numbers, whatever order the folder lists them in.

Source: Maas et al., "Learning Word Vectors for Sentiment Analysis", https://ai.stanford.edu/~amaas/data/sentiment/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from sutja.data.formats.content import damaged, unreadable
from sutja.data.formats.tar import read_members
from sutja.language import translate as _

__all__ = ["KINDS", "Reviews", "read_archive", "read_folders"]

KINDS = ("neg", "pos")
_REVIEW = re.compile(r"(\d{1,9})_\d{1,2}\.txt")
_LONGEST = 2**20  # bytes of a review; the longest is 14,000

Reviews = dict[tuple[str, str], list[str]]  # by ("train", "neg"), ...


def read_folders(folders: Sequence[Path]) -> Reviews:
    """The reviews in the folders ``train/neg``, ``train/pos``, ``test/neg`` and ``test/pos``.

    Raises:
        DamagedFile: A folder has no reviews, or one of them is no text in UTF-8.
        DataError: The operating system does not let us read a folder or a file.
    """
    return {(folder.parent.name, folder.name): _read_folder(folder) for folder in folders}


def read_archive(path: Path) -> Reviews:
    """The reviews in the archive at ``path``.

    Raises:
        DamagedFile: The archive is damaged, lacks reviews, or one of them is no text in UTF-8.
        DataError: The operating system does not let us read it.
    """
    found: dict[tuple[str, str], list[tuple[int, str]]] = {
        (part, kind): [] for part in ("train", "test") for kind in KINDS
    }
    for name, content in read_members(path, lambda name: name.parts[-3:-1] in found and _number(name.name) >= 0):
        review = _decoded(path / name, content)
        found[(name.parts[-3], name.parts[-2])].append((_number(name.name), review))
    for (part, kind), reviews in found.items():
        if not reviews:
            raise damaged(path, _("it has no reviews in {folder}", folder=f"{part}/{kind}"))
    return {place: [text for _number, text in sorted(reviews)] for place, reviews in found.items()}


def _read_folder(folder: Path) -> list[str]:
    try:
        names = sorted((name.name for name in folder.iterdir() if _number(name.name) >= 0), key=_number)
        if not names:
            raise damaged(folder, _("it has no reviews in {folder}", folder=f"{folder.parent.name}/{folder.name}"))
        return [_read(folder / name) for name in names]
    except OSError as error:
        raise unreadable(Path(error.filename) if error.filename else folder, error) from error


def _read(file: Path) -> str:
    with file.open("rb") as stream:
        return _decoded(file, stream.read(_LONGEST + 1))


def _decoded(file: Path | PurePosixPath, content: bytes) -> str:
    if len(content) > _LONGEST:
        raise damaged(Path(file), _("it is longer than any review"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise damaged(Path(file), _("it is no text in UTF-8 ({reason})", reason=error.reason)) from error


def _number(name: str) -> int:
    match = _REVIEW.fullmatch(name)
    return int(match[1]) if match else -1
