"""NPZ, NumPy's archive of arrays and the format of Keras' data sets: a zip file with one ``.npy`` file an array.

A ``.npy`` file begins with a header that declares dtype and shape. It is read first and checked against what
the caller expects, so that an array of Python objects (a pickle, which could run code) or one that declares
more values than its file holds is refused before anything is allocated.

Source: NumPy, NEP 1, "A Simple File Format for NumPy Arrays".
"""

from __future__ import annotations

import errno
import io
import math
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from sutja.data.formats.content import Content, damaged, largest_content, unreadable
from sutja.errors import DamagedFile
from sutja.language import translate as _

__all__ = ["read_npz"]

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


def read_npz(path: Path, item_shapes: Mapping[str, tuple[int, ...]]) -> dict[str, NDArray[np.integer[Any]]]:
    """Read the arrays named in ``item_shapes`` from a ``.npz`` file; others in it are left alone.

    Args:
        path: The file.
        item_shapes: For each array the shape of one item: ``{"x_train": (28, 28), "y_train": ()}``.

    Returns:
        For each name an array of integers of shape ``(n, *item_shape)``.

    Raises:
        DamagedFile: It is no zip archive, lacks an array, or one of them has another dtype or shape.
        DataError: The operating system does not let us read the file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: _read_member(archive, path, name, shape) for name, shape in item_shapes.items()}
    except DamagedFile:
        raise
    except _BROKEN as error:
        raise damaged(path, _("its zip archive is broken ({reason})", reason=error)) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # the archive points to a place before its own beginning
            raise damaged(path, _("its zip archive is broken ({reason})", reason=error)) from error
        raise unreadable(path, error) from error


def _read_member(
    archive: zipfile.ZipFile, path: Path, name: str, item_shape: tuple[int, ...]
) -> NDArray[np.integer[Any]]:
    try:
        member = archive.getinfo(f"{name}.npy")
    except KeyError as error:
        raise damaged(path, _("it has no array {name}", name=name)) from error
    if member.compress_type not in _METHODS:
        raise damaged(path, _("its array {name} is compressed in an unusual way", name=name))
    with cast(io.BufferedIOBase, archive.open(member)) as stream:
        shape, fortran_order, dtype = _read_header(stream)
        if dtype.kind not in "ui" or shape[1:] != item_shape or len(shape) != 1 + len(item_shape):
            raise damaged(
                path,
                _(
                    "its array {name} is {dtype} of shape {shape} instead of integers of shape {expected}",
                    name=name,
                    dtype=dtype,
                    shape=shape,
                    expected=("n", *item_shape),
                ),
            )
        content = Content(path, stream, largest_content(path.stat().st_size, zipped=True))
        values = content.read(math.prod(shape) * dtype.itemsize).view(dtype)
        content.expect_end()
    return values.reshape(shape, order="F" if fortran_order else "C")


def _read_header(stream: io.BufferedIOBase) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = npy.read_magic(stream)
    if version == (1, 0):
        return npy.read_array_header_1_0(stream)
    if version == (2, 0):
        return npy.read_array_header_2_0(stream)
    raise ValueError(f"npy version {version}")
