"""All of your pictures as one data set, checked, with the names of their classes.

    data.load("numbers")                          # a folder for each class, pictures of one size
    data.load("numbers", size=28)                 # any sizes, fitted into 28 x 28
    data.load("numbers", transform=cleaned)       # through a function of yours, such as sutja.ink
    data.load("numbers.csv"), data.load("numbers.npz")

Files that cannot be read are an error that lists them; they are left out when you ask for it, and ``skipped`` of the
data set lists them then.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.checks import is_whole
from sutja.data.dataset import Dataset
from sutja.data.formats.digits_csv import read_labelled_csv
from sutja.data.own.archive import read_archive
from sutja.data.own.layout import PARTS, Listed, list_csv, list_folder, natural_order
from sutja.data.own.picture import read_picture
from sutja.data.sources.places import readable
from sutja.data.splits import hold_out
from sutja.errors import DataError, InvalidArgument, NotAvailable, SutjaError, invalid
from sutja.language import translate as _

__all__ = ["load_own"]

_SHOWN = 5  # files in an error message
_LARGEST_SIDE = 2048


def load_own(
    path: str | os.PathLike[str],
    *,
    size: int | tuple[int, int] | None = None,
    colour: bool | None = None,
    transform: Callable[[Path], NDArray[Any]] | None = None,
    skip_unreadable: bool = False,
    test: float = 0.2,
    seed: int = 0,
) -> Dataset:
    """Load your own pictures.

    Args:
        path: A folder or CSV file of pictures as in :mod:`sutja.data.own.layout`; a CSV file of pixels with a first
            line ``label,pixel0,...``; or a ``.npz`` file as :func:`~sutja.data.own.archive.write_archive` makes it.
        size: The side of the pictures, or (height, width), into which they are fitted; by default they have to be
            of one size already.
        colour: Three channels or one; by default three if any picture has colours.
        transform: Makes the picture of a path by itself, uint8 of shape (height, width) or (height, width,
            channels), instead of ``size`` and ``colour``. A ``SutjaError`` of it means a file that cannot be read.
        skip_unreadable: Leave out files that cannot be read.
        test: Where no part for testing is given, the fraction held out for it, of each class alike; pictures of the
            same content stay together.
        seed: Of that choice.

    Returns:
        The data set; classes are in the order of their names, ``2`` before ``10``.

    Raises:
        NotAvailable: There is nothing at ``path``, or no pictures.
        DataError: Files cannot be read.
        DamagedFile: A CSV or ``.npz`` file does not hold what it should.
        InvalidArgument: Pictures are of different sizes and ``size`` is missing; or another argument is wrong.
    """
    root = Path(path).expanduser()
    shape = _shape(size)
    if transform is not None and (size is not None or colour is not None):
        raise InvalidArgument(_("With `transform`, leave out `size` and `colour`: it makes the whole picture"))
    if not root.exists():
        raise NotAvailable(_("There is neither a data set nor a folder or file called {path}", path=root))
    archive = root.is_file() and root.suffix.lower() == ".npz"
    pixels = _pixel_columns(root) if root.is_file() and not archive else 0
    if (archive or pixels) and (size is not None or colour is not None or transform is not None):
        raise InvalidArgument(
            _("{path} holds finished pictures: leave out `size`, `colour` and `transform`", path=root)
        )
    if archive:
        return read_archive(root)
    if pixels:
        return _from_pixels(root, pixels, test, seed)
    listed = list_folder(root) if root.is_dir() else list_csv(root)
    read = transform or (lambda file: read_picture(file, shape))
    kept, pictures, skipped = _read_all(listed, read, skip_unreadable)
    x = _stacked(pictures, kept, colour)
    return _dataset(root, kept, x, test, seed, skipped)


def _shape(size: int | tuple[int, int] | None) -> tuple[int, int] | None:
    if size is None:
        return None
    sides = tuple(size) if isinstance(size, list | tuple) else (size, size)
    if len(sides) != 2 or not all(is_whole(side, 1, _LARGEST_SIDE) for side in sides):
        raise invalid("size", _("a number of pixels from 1 to {most}, or two", most=_LARGEST_SIDE), size)
    return int(sides[0]), int(sides[1])


def _pixel_columns(path: Path) -> int:
    """How many pixels a line of the CSV file at ``path`` has, or 0 when it is a list of files."""
    try:
        with path.open("rb") as stream:
            names = stream.readline(2**20).decode("utf-8-sig", "replace").strip().lower().split(",")
    except OSError:
        return 0
    return len(names) - 1 if names[0].strip('"') == "label" and len(names) > 3 else 0


def _from_pixels(path: Path, pixels: int, test: float, seed: int) -> Dataset:
    side = round(pixels**0.5)
    if side * side != pixels:
        raise DataError(_("{path} has {pixels} pixels a line, which make no square picture", path=path, pixels=pixels))
    x, labels = read_labelled_csv(path, pixels)
    listed = [Listed(path, str(label)) for label in labels]
    return _dataset(path, listed, x.reshape(-1, side, side, 1), test, seed, ())


def _read_all(
    listed: Sequence[Listed], read: Callable[[Path], NDArray[Any]], skip_unreadable: bool
) -> tuple[list[Listed], list[NDArray[np.uint8]], tuple[str, ...]]:
    kept, pictures, failures = [], [], {}
    for picture in listed:
        try:
            pixels = np.asarray(read(picture.file))
        except SutjaError as error:
            failures[str(picture.file)] = str(error)
            continue
        if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3) or not pixels.size:
            raise invalid("transform", _("a function that gives uint8 of shape (height, width)"), pixels)
        kept.append(picture)
        pictures.append(pixels if pixels.ndim == 3 else pixels[..., None])
    if failures and not skip_unreadable:
        raise DataError(
            _(
                "{count} of {all} files cannot be read: {files}. Mend or remove them, or leave them out "
                "with skip_unreadable=True (--skip-unreadable)",
                count=len(failures),
                all=len(listed),
                files="; ".join([*list(failures.values())[:_SHOWN], *(["..."] if len(failures) > _SHOWN else [])]),
            )
        )
    if not kept:
        raise DataError(_("None of the {all} files can be read", all=len(listed)))
    return kept, pictures, tuple(failures)


def _stacked(pictures: list[NDArray[np.uint8]], listed: Sequence[Listed], colour: bool | None) -> NDArray[np.uint8]:
    channels = max(picture.shape[2] for picture in pictures) if colour is None else (3 if colour else 1)
    sizes = [picture.shape[:2] for picture in pictures]
    if len(set(sizes)) > 1:
        small, large = min(range(len(sizes)), key=sizes.__getitem__), max(range(len(sizes)), key=sizes.__getitem__)
        raise InvalidArgument(
            _(
                "The pictures are of different sizes: {one} is {small}, {other} is {large}. Give the size that they "
                "should have, such as size=28 (--size 28)",
                one=listed[small].file,
                small=" x ".join(map(str, sizes[small])),
                other=listed[large].file,
                large=" x ".join(map(str, sizes[large])),
            )
        )
    return np.stack([_with_channels(picture, channels) for picture in pictures])


def _with_channels(picture: NDArray[np.uint8], channels: int) -> NDArray[np.uint8]:
    if picture.shape[2] == channels:
        return picture
    if channels == 1:  # the weights of ITU-R BT.601, as everywhere
        return np.rint(picture[..., :3] @ np.array([[0.299], [0.587], [0.114]])).astype(np.uint8)
    return np.repeat(picture[..., :1], channels, axis=2)


def _dataset(
    root: Path, listed: Sequence[Listed], x: NDArray[np.uint8], test: float, seed: int, skipped: tuple[str, ...]
) -> Dataset:
    names = tuple(sorted({picture.label for picture in listed}, key=natural_order))
    label = {name: i for i, name in enumerate(names)}
    y = np.array([label[picture.label] for picture in listed], np.int64)
    given = np.array([PARTS.index(picture.part or "train") for picture in listed])
    train, val, held_out = (np.flatnonzero(given == part) for part in range(3))
    source = _("directory {folder}", folder=readable(root)) if root.is_dir() else readable(root)
    if not len(held_out):
        chosen, rest = hold_out(y[train], test, seed, examples=x[train])
        train, held_out = train[chosen], train[rest]
        source += _("; {share} held out for testing with seed {seed}", share=f"{test:.0%}", seed=seed)
    if skipped:
        source += _("; {count} unreadable files left out", count=len(skipped))
    missing = [name for name in names if label[name] not in y[train]]
    if missing:
        raise DataError(
            _("There are no training pictures of {names} in {path}", names=", ".join(missing[:_SHOWN]), path=root)
        )
    return Dataset(
        x_train=x[train],
        y_train=y[train],
        x_test=x[held_out],
        y_test=y[held_out],
        classes=names,
        name=root.stem,
        source=source,
        x_val=x[val] if len(val) else None,
        y_val=y[val] if len(val) else None,
        skipped=skipped,
    )
