"""NPZ, NumPy's archive of arrays and the format of Keras' data sets: a zip file with one ``.npy`` file an array.

A ``.npy`` file begins with a header that declares dtype and shape. It is read first and checked against what
the caller expects, so that an array of Python objects (a pickle, which could run code) or one that declares
more values than its file holds is refused before anything is allocated. Keras keeps texts as such an array of
objects, lists of word numbers; these are read by a reader of ours that runs nothing (:func:`read_ragged_npz`).

Source: NumPy, NEP 1, "A Simple File Format for NumPy Arrays".
"""

from __future__ import annotations

import errno
import io
import math
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from sutja.data.formats.content import LARGEST, Content, damaged, largest_content, unreadable
from sutja.data.formats.described import Described, Refused
from sutja.data.formats.pickled import read_pickle
from sutja.data.texts.ragged import Ragged
from sutja.errors import DamagedFile
from sutja.language import translate as _

__all__ = ["array_shapes", "read_npz", "read_ragged_npz"]

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the standard library and NumPy raise on a zip archive or an .npy header that is broken.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a zip feature that Python does not know
    RuntimeError,  # an encrypted member
    ValueError,
    SyntaxError,
    TypeError,
    OverflowError,
    MemoryError,  # a header nested too deeply for Python's parser
    tokenize.TokenError,
)


def read_npz(path: Path, item_shapes: Mapping[str, tuple[int, ...]], kinds: str = "ui") -> dict[str, NDArray[Any]]:
    """Read the arrays named in ``item_shapes`` from a ``.npz`` file; others in it are left alone.

    Args:
        path: The file.
        item_shapes: For each array the shape of one item: ``{"x_train": (28, 28), "y_train": ()}``.
        kinds: NumPy's letters for what is expected: whole numbers, or ``"f"`` for floats, or ``"U"`` for text.

    Returns:
        For each name an array of these, of shape ``(n, *item_shape)``.

    Raises:
        DamagedFile: It is no zip archive, lacks an array, or one of them has another dtype or shape.
        DataError: The operating system does not let us read the file.
    """
    return _read_archive(
        path,
        lambda archive: {name: _read_member(archive, path, name, shape, kinds) for name, shape in item_shapes.items()},
    )


def read_ragged_npz(path: Path, names: Sequence[str]) -> dict[str, Ragged]:
    """Read the arrays of lists of whole numbers called ``names`` from a ``.npz`` file; others in it are left alone.

    Raises:
        As :func:`read_npz`. Nothing that stands in the file is run.
    """
    return _read_archive(path, lambda archive: {name: _read_lists(archive, path, name) for name in names})


def array_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """The shape of each array in a ``.npz`` file, from their headers alone.

    Raises:
        As :func:`read_npz`.
    """

    def read(archive: zipfile.ZipFile) -> dict[str, tuple[int, ...]]:
        names = [name.removesuffix(".npy") for name in archive.namelist()[:_MOST_ARRAYS] if name.endswith(".npy")]
        shapes = {}
        for name in names:
            with _opened_member(archive, path, name) as stream:
                shapes[name] = _read_header(stream)[0]
        return shapes

    return _read_archive(path, read)


_MOST_ARRAYS = 1000
_Result = TypeVar("_Result")


def _read_archive(path: Path, read: Callable[[zipfile.ZipFile], _Result]) -> _Result:
    try:
        with zipfile.ZipFile(path) as archive:
            return read(archive)
    except DamagedFile:
        raise
    except _BROKEN as error:
        raise damaged(path, _("its zip archive is broken ({reason})", reason=error)) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # the archive points to a place before its own beginning
            raise damaged(path, _("its zip archive is broken ({reason})", reason=error)) from error
        raise unreadable(path, error) from error


def _read_member(
    archive: zipfile.ZipFile, path: Path, name: str, item_shape: tuple[int, ...], kinds: str
) -> NDArray[Any]:
    with _opened_member(archive, path, name) as stream:
        shape, fortran_order, dtype = _read_header(stream)
        if dtype.kind not in kinds or shape[1:] != item_shape or len(shape) != 1 + len(item_shape):
            raise damaged(
                path,
                _(
                    "its array {name} is {dtype} of shape {shape} instead of {wanted} of shape {expected}",
                    name=name,
                    dtype=dtype,
                    shape=shape,
                    wanted={"f": _("floats"), "U": _("text")}.get(kinds) or _("integers"),
                    expected=("n", *item_shape),
                ),
            )
        content = Content(path, stream, largest_content(path.stat().st_size, zipped=True))
        values = content.read(math.prod(shape) * dtype.itemsize).view(dtype)
        content.expect_end()
    return values.reshape(shape, order="F" if fortran_order else "C")


def _read_lists(archive: zipfile.ZipFile, path: Path, name: str) -> Ragged:
    with _opened_member(archive, path, name) as stream:
        shape, _fortran_order, dtype = _read_header(stream)
        if dtype.kind != "O" or len(shape) != 1:
            raise damaged(
                path, _("its array {name} is {dtype} of shape {shape}, not lists", name=name, dtype=dtype, shape=shape)
            )
        pickled = stream.read(LARGEST)
        if stream.read(1):
            raise damaged(path, _("it unzips to more than {size} bytes", size=f"{LARGEST:,}"))
    try:
        described = read_pickle(pickled)
        if not isinstance(described, Described):
            raise Refused("no array")
        return Ragged.of_lists(described.objects(), largest=len(pickled))
    except Refused as error:
        raise damaged(
            path, _("its array {name} holds no lists of numbers: {reason}", name=name, reason=error)
        ) from error


def _opened_member(archive: zipfile.ZipFile, path: Path, name: str) -> io.BufferedIOBase:
    try:
        member = archive.getinfo(f"{name}.npy")
    except KeyError as error:
        raise damaged(path, _("it has no array {name}", name=name)) from error
    if member.compress_type not in _METHODS:
        raise damaged(path, _("its array {name} is compressed in an unusual way", name=name))
    return cast(io.BufferedIOBase, archive.open(member))


def _read_header(stream: io.BufferedIOBase) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = npy.read_magic(stream)
    if version == (1, 0):
        return npy.read_array_header_1_0(stream)
    if version == (2, 0):
        return npy.read_array_header_2_0(stream)
    raise ValueError(f"npy version {version}")
