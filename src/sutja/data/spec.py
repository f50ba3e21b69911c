"""What is declared about a data set: everything that loading it takes, and everything worth knowing about it.

A new data set is one new ``Spec``. It names the *folders* in which people keep the set, the *forms* in which
its files lie there (four IDX files, one ``.npz``, ...), and the *downloads* that would make such a folder.
A form says which files it needs and how they are read; it does not know where they are. What it reads is *raw*:
what the files hold, and nothing else. Where that is not yet a training and a test part (a table without a split,
texts that are numbered by rank), the *finish* of the set makes it so, with the options that a caller may give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Arrays",
    "Checksums",
    "Download",
    "Form",
    "Kind",
    "Package",
    "Raw",
    "Spec",
    "Table",
    "TableChecksums",
]

Kind: TypeAlias = Literal["pictures", "texts", "columns"]


class Arrays(NamedTuple):
    """The four arrays of a set of pictures; shapes and dtypes as in :class:`~sutja.data.dataset.Dataset`."""

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.int64]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.int64]


class Table(NamedTuple):
    """A set that its authors have not split: examples of shape ``(n, ...)`` and their targets of shape ``(n,)``."""

    x: NDArray[Any]
    y: NDArray[Any]


Raw: TypeAlias = tuple[Any, ...]  # what a form reads: a NamedTuple such as Arrays or Table


class Checksums(NamedTuple):
    """The SHA-256 of each array of ``Arrays``, as :func:`~sutja.data.checksum.checksum` computes it."""

    x_train: str
    y_train: str
    x_test: str
    y_test: str


class TableChecksums(NamedTuple):
    """The SHA-256 of each array of ``Table``."""

    x: str
    y: str


def as_they_are(raw: Raw) -> dict[str, Any]:
    """The finish of a set whose files hold the four arrays of a data set."""
    return dict(raw._asdict())  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Form:
    """A form in which a data set lies in a folder.

    Attributes:
        files: The files that it needs, each by the names under which it is found, the usual one first. A name
            that ends in a slash is a folder.
        read: Makes the raw content of those files, given in the order of ``files``; raises ``DamagedFile``.
        originals: The checksums of the original's files as they lie here, as ``algorithm:hexadecimal``. With
            them a copy is known for the original even where the checksums of its values are not.
        remark: What a person should know of the content in this form, for the line that names the source.
        common: Other things have files of these names too; so they count only in a folder of this set, or in one
            that was given by hand.
    """

    files: tuple[tuple[str, ...], ...]
    read: Callable[[Sequence[Path]], Raw]
    originals: tuple[str, ...] = ()
    remark: str = ""
    common: bool = False


@dataclass(frozen=True)
class Download:
    """A file on the network.

    Attributes:
        file: Its name in the folder of the data set.
        checksum: Of the file as it travels, as ``algorithm:hexadecimal``.
        size: In bytes.
        mirrors: The addresses at which it lies, to be tried in this order.
    """

    file: str
    checksum: str
    size: int
    mirrors: tuple[str, ...]


@dataclass(frozen=True)
class Package:
    """A Python package that carries the data set with it.

    Attributes:
        name: The package, as it is imported.
        folder: Where the files lie inside it.
        extra: The extra of Sutja that installs it.
        content: What it carries, in a few words, for the line that names the source.
        distribution: The name under which it is installed, where that is not ``name``.
    """

    name: str
    folder: str
    extra: str
    content: str
    distribution: str = ""


@dataclass(frozen=True)
class Spec:
    """A data set as declared.

    Attributes:
        name: The name under which it is loaded.
        title: The name by which the field knows it.
        what: What is in it, in one sentence.
        shape: Of one example: (height, width, channels) of a picture, (columns,) of a row, () of a text.
        train: Number of training examples.
        test: Number of test examples.
        classes: The name of each class; none where numbers are to be predicted.
        licence: Under which it may be used.
        citation: What to cite.
        homes: The web pages that describe it.
        folders: The names of the folders in which people keep it, ours first.
        forms: The forms in which it may lie there, in the order of preference.
        checksums: Of the original's values, as far as they are known.
        downloads: Sets of files, each of which makes a whole form, in the order in which they are tried.
        package: The package that carries it, if any.
        substitute: The name of a smaller set that needs no network, if any.
        kind: What an example is.
        columns: The names of the columns, where an example is a row of them.
        finish: Makes the fields of a ``Dataset`` of the raw content; its other parameters are the options of the set.
    """

    name: str
    title: str
    what: str
    shape: tuple[int, ...]
    train: int
    test: int
    classes: tuple[str, ...]
    licence: str
    citation: str
    homes: tuple[str, ...]
    folders: tuple[str, ...]
    forms: tuple[Form, ...]
    checksums: Checksums | TableChecksums | None = None
    downloads: tuple[tuple[Download, ...], ...] = ()
    package: Package | None = None
    substitute: str = ""
    kind: Kind = "pictures"
    columns: tuple[str, ...] = ()
    finish: Callable[..., Mapping[str, Any]] = as_they_are
