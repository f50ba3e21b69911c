"""What is declared about a data set: everything that loading it takes, and everything worth knowing about it.

A new data set is one new ``Spec``. It names the *folders* in which people keep the set, the *forms* in which
its files lie there (four IDX files, one ``.npz``, ...), and the *downloads* that would make such a folder.
A form says which files it needs and how they are read; it does not know where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "Checksums", "Download", "Form", "Package", "Spec"]


class Arrays(NamedTuple):
    """The four arrays of a data set; shapes and dtypes as in :class:`~sutja.data.dataset.Dataset`."""

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.int64]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.int64]


class Checksums(NamedTuple):
    """The SHA-256 of each array: of its values as unsigned bytes, in order, without any file header."""

    x_train: str
    y_train: str
    x_test: str
    y_test: str


@dataclass(frozen=True)
class Form:
    """A form in which a data set lies in a folder.

    Attributes:
        files: The files that it needs, each by the names under which it is found, the usual one first.
        read: Makes arrays of those files, given in the order of ``files``; raises ``DamagedFile``.
    """

    files: tuple[tuple[str, ...], ...]
    read: Callable[[Sequence[Path]], Arrays]


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
        name: The package, as it is imported and as it is installed.
        folder: Where the files lie inside it.
        extra: The extra of Sutja that installs it.
        content: What it carries, in a few words, for the line that names the source.
    """

    name: str
    folder: str
    extra: str
    content: str


@dataclass(frozen=True)
class Spec:
    """A data set as declared.

    Attributes:
        name: The name under which it is loaded.
        title: The name by which the field knows it.
        what: What is in it, in one sentence.
        shape: Of one picture, (height, width, channels).
        train: Number of training pictures.
        test: Number of test pictures.
        classes: The name of each class.
        licence: Under which it may be used.
        citation: What to cite.
        homes: The web pages that describe it.
        folders: The names of the folders in which people keep it, ours first.
        forms: The forms in which it may lie there, in the order of preference.
        checksums: Of the original's values.
        downloads: Sets of files, each of which makes a whole form, in the order in which they are tried.
        package: The package that carries it, if any.
        substitute: The name of a smaller set that needs no network, if any.
    """

    name: str
    title: str
    what: str
    shape: tuple[int, int, int]
    train: int
    test: int
    classes: tuple[str, ...]
    licence: str
    citation: str
    homes: tuple[str, ...]
    folders: tuple[str, ...]
    forms: tuple[Form, ...]
    checksums: Checksums
    downloads: tuple[tuple[Download, ...], ...] = ()
    package: Package | None = None
    substitute: str = ""
