"""Which pictures there are, of which class, in which part: read off the folders, or off a list in a CSV file.

    numbers/train/seven/a.png      parts and classes; the parts are train, val and test
    numbers/seven/a.png            classes alone; a part for testing is held out later

A CSV file has a line a picture: ``file,label``, and if you like ``part``. Its first line may name the columns, in
any order; files are found from where the CSV file lies.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sutja.data.formats.content import damaged, unreadable
from sutja.errors import DataError, NotAvailable
from sutja.language import translate as _

__all__ = ["PARTS", "Listed", "list_csv", "list_folder"]

PARTS = ("train", "val", "test")
_OTHER_NAMES = {"training": "train", "validation": "val", "valid": "val", "testing": "test"}
_COLUMNS = {
    "file": "file",
    "filename": "file",
    "path": "file",
    "image": "file",
    "label": "label",
    "class": "label",
    "part": "part",
    "split": "part",
}
_NO_PICTURES = {"thumbs.db", "desktop.ini"}  # that Windows leaves in every folder of pictures
_LARGEST_CSV = 2**28


@dataclass(frozen=True)
class Listed:
    """A picture file, with the name of its class and of its part; the part is empty where none was given."""

    file: Path
    label: str
    part: str = ""


def list_folder(root: Path) -> list[Listed]:
    """The pictures in the folder ``root``, by part, class and name.

    Raises:
        NotAvailable: There are no folders with pictures in it, or one of them is empty.
        DataError: The operating system does not let us look, or two folders are the same part.
    """
    try:
        parts = _parts(root)
        if "train" in parts:
            places = [(part, folder) for part in PARTS if part in parts for folder in _folders(parts[part])]
        else:
            places = [("", folder) for folder in _folders(root)]
        found = [Listed(file, folder.name, part) for part, folder in places for file in _files(folder)]
    except OSError as error:
        raise unreadable(root, error) from error
    if not found:
        raise NotAvailable(
            _(
                "There are no pictures in {folder}. Expected a folder for each class, as in {folder}/seven/1.png, or "
                "{folder}/train/seven/1.png and {folder}/test/seven/2.png",
                folder=root,
            )
        )
    with_pictures = {(picture.part, picture.label) for picture in found}
    for part, folder in places:
        if (part, folder.name) not in with_pictures:
            raise NotAvailable(_("There are no pictures in {folder}. Add some, or remove the folder", folder=folder))
    return found


def list_csv(path: Path) -> list[Listed]:
    """The pictures that the CSV file at ``path`` lists, in its order.

    Raises:
        DamagedFile: It is no text in UTF-8, or a line does not hold a file and a label, or a part that we know.
        DataError: The operating system does not let us read it.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_CSV + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(content) > _LARGEST_CSV:
        raise damaged(path, _("it is too large for a list of pictures"))
    try:
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise damaged(path, _("it is no CSV file in UTF-8 ({reason})", reason=error)) from error
    columns = _columns(rows[0]) if rows else None
    rows = rows[1:] if columns else rows
    found = [_listed(path, row, columns or ("file", "label", "part")) for row in rows if any(row)]
    if not found:
        raise damaged(path, _("it lists no pictures"))
    return found


def natural_order(name: str) -> list[tuple[int, int | str]]:
    """The key by which names are put in order: ``2`` before ``10``."""
    return [(0, int(piece)) if piece.isdecimal() else (1, piece) for piece in re.split(r"(\d+)", name) if piece]


def _columns(row: list[str]) -> tuple[str, ...] | None:
    names = tuple(_COLUMNS.get(name.strip().lower(), "") for name in row)
    return names if {"file", "label"} <= set(names) else None


def _listed(path: Path, row: list[str], columns: tuple[str, ...]) -> Listed:
    named = {column: value.strip() for column, value in zip(columns, row, strict=False) if column}
    if not named.get("file") or not named.get("label"):
        raise damaged(path, _("its line {line} does not hold a file and a label", line=repr(",".join(row))[:80]))
    part = named.get("part", "").lower()
    if part and not _part_of(part):
        raise damaged(path, _("its part {part} is none of: {parts}", part=repr(part)[:40], parts=", ".join(PARTS)))
    return Listed(path.parent / Path(named["file"]).expanduser(), named["label"], _part_of(part))


def _part_of(name: str) -> str:
    name = _OTHER_NAMES.get(name.lower(), name.lower())
    return name if name in PARTS else ""


def _parts(root: Path) -> dict[str, Path]:
    """The folders in ``root`` that are called like parts, by part; without one for training they are classes."""
    named = [folder for folder in _folders(root) if _part_of(folder.name)]
    parts = {_part_of(folder.name): folder for folder in named}
    for folder in named:
        other = parts[_part_of(folder.name)]
        if "train" in parts and other != folder:
            raise DataError(
                _(
                    "{one} and {other} both mean the part {part}. Put their pictures into one folder, or rename one",
                    one=folder,
                    other=other.name,
                    part=_part_of(folder.name),
                )
            )
    return parts


def _folders(root: Path) -> list[Path]:
    folders = (entry for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith((".", "__")))
    return sorted(folders, key=lambda folder: natural_order(folder.name))


def _files(folder: Path) -> Iterator[Path]:
    files = (entry for entry in folder.iterdir() if entry.is_file())
    for file in sorted(files, key=lambda file: natural_order(file.name)):
        if not file.name.startswith(".") and file.name.lower() not in _NO_PICTURES:
            yield file
