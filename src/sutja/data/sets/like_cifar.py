"""What CIFAR-10 and CIFAR-100 have in common: whole files, in a folder or in an archive."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from sutja.data.formats.content import LARGEST, damaged, opened
from sutja.data.formats.tar import read_members
from sutja.language import translate as _

__all__ = ["read_archive", "read_whole"]


def read_whole(file: Path) -> bytes:
    """The content of ``file``, unzipped if it is a gzip file."""
    with opened(file) as content:
        whole = content.stream.read(LARGEST)
        if content.stream.read(1):
            raise damaged(file, _("it unzips to more than {size} bytes", size=f"{LARGEST:,}"))
    return whole


def read_archive(archive: Path, names: Set[str]) -> dict[str, bytes]:
    """The content of those files in ``archive`` that are called one of ``names``, whatever folder they are in."""
    return {name.name: content for name, content in read_members(archive, lambda name: name.name in names)}
