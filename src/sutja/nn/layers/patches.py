"""Patches: every window of a picture written as a row of a matrix (im2col), and the way back (col2im).

A convolution then is one matrix product. The patches hold each pixel many times over, so pictures are taken in blocks
whose patches fit into the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

from sutja.nn.call import Call
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array

__all__ = ["add_patches", "blocks", "patches"]

BLOCK_BYTES = 1 << 20  # patches of one block: about the second-level cache of one core


def blocks(windows: Windows, padded: Array) -> Iterator[slice]:
    """The pictures in blocks whose patches take about ``BLOCK_BYTES``."""
    (kh, kw), (oh, ow) = windows.size, windows.out
    bytes_each = oh * ow * kh * kw * padded.shape[-1] * padded.itemsize
    count = max(1, BLOCK_BYTES // bytes_each)
    for start in range(0, len(padded), count):
        yield slice(start, start + count)


def patches(pictures: Array, windows: Windows, call: Call) -> Array:
    """Each window of ``pictures`` (n, h, w, c), row by row, as a row of (n h' w', kh kw c)."""
    (kh, kw), (oh, ow), (sy, sx), (dy, dx) = windows.size, windows.out, windows.strides, windows.dilation
    n, _h, _w, c = pictures.shape
    sn, sh, sw, sc = pictures.strides
    strides = (sn, sy * sh, sx * sw, dy * sh, dx * sw, sc)
    view = as_strided(pictures, (n, oh, ow, kh, kw, c), strides, writeable=False)
    rows = call.buffer("patches", view.shape, pictures.dtype)
    np.copyto(rows, view)
    return rows.reshape(n * oh * ow, kh * kw * c)


def add_patches(rows: Array, pictures: Array, windows: Windows) -> None:
    """Add each of ``rows`` to the window of ``pictures`` (n, h, w, c) that it belongs to."""
    kh, kw = windows.size
    parts = rows.reshape(len(pictures), *windows.out, kh * kw, pictures.shape[-1])
    for entry, position in enumerate(windows.positions()):
        pictures[position] += parts[..., entry, :]
