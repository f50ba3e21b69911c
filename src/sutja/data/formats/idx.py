"""IDX, the file format of MNIST: unsigned bytes in a box of one or more dimensions.

    offset  bytes  meaning
    0       2      zero
    2       1      type of the values; 0x08 is unsigned byte, the only one read here
    3       1      d, the number of dimensions
    4       4 d    the d sizes, each an unsigned integer with its highest byte first
    4+4d           the values, the last dimension running fastest

A picture file has d = 3 (picture, row, column), a label file d = 1. Files may be zipped with gzip.

Source: LeCun, Cortes and Burges, "The MNIST database", http://yann.lecun.com/exdb/mnist/
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.content import Content, damaged, opened
from sutja.language import translate as _

__all__ = ["read_idx"]

_UNSIGNED_BYTE = 0x08


def read_idx(path: Path, item_shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Read an IDX file whose items have the shape ``item_shape``, ``(28, 28)`` for pictures, ``()`` for labels.

    Returns:
        The values, uint8 of shape ``(n, *item_shape)``.

    Raises:
        DamagedFile: The file is no such IDX file, is cut short, or goes on after its last value.
        DataError: The operating system does not let us read it.
    """
    with opened(path) as content:
        _check_magic(content, dimensions=1 + len(item_shape))
        shape = tuple(int(size) for size in content.read(4 + 4 * len(item_shape)).view(">u4"))
        if shape[1:] != item_shape:
            raise damaged(
                path, _("its items have shape {shape} instead of {expected}", shape=shape[1:], expected=item_shape)
            )
        values = content.read(math.prod(shape))
        content.expect_end()
    return values.reshape(shape)


def _check_magic(content: Content, dimensions: int) -> None:
    magic = content.read(4).tobytes()
    if magic[:2] != b"\0\0":
        raise damaged(content.path, _("it is no IDX file, it begins with {start}", start=magic))
    if magic[2] != _UNSIGNED_BYTE:
        raise damaged(content.path, _("its values have the IDX type {type:#04x} instead of 0x08", type=magic[2]))
    if magic[3] != dimensions:
        raise damaged(
            content.path,
            _(
                "it has {found} dimensions instead of {expected} (pictures have 3, labels 1: are two files swapped?)",
                found=magic[3],
                expected=dimensions,
            ),
        )
