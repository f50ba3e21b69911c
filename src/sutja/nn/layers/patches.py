"""Patches: the windows of pictures laid out as matrices, so that a convolution is a few matrix products.

Three layouts, for pictures (n, h, w, c), windows (kh, kw) and h' w' places where they stop:

    patches   (n h' w', kh kw c)      every window as a row ("im2col"); each number is copied kh kw times
    rows      kh of (h' n w', kw c)   row i of every window; each number is copied kw times only, because the rows
                                      i, i + 1, ... of the windows are the same matrix, begun one picture row later
    planes    (kh kw c, n h' w')      every entry of the window as a long row, for few channels

In pictures with many channels the kw c numbers of one window's row lie side by side in memory, so ``rows`` copies long
runs. With 1 or 3 channels these runs are short, and ``planes``, whose runs are as long as a row of the picture, is
quicker to write.

Pictures are taken in blocks whose patches fit into the second-level cache: what has just been written is still there
when the product reads it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

from sutja.nn import jit
from sutja.nn.call import Call
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array

__all__ = ["add_patches", "blocks", "cut", "patches", "planes", "rows"]

BLOCK_BYTES = 2 << 20  # about the second-level cache of one core


def cut(count: int, bytes_each: int) -> Iterator[slice]:
    """``count`` pictures in blocks that take about ``BLOCK_BYTES``, with ``bytes_each`` for one picture."""
    size = max(1, BLOCK_BYTES // max(bytes_each, 1))
    for start in range(0, count, size):
        yield slice(start, start + size)


def blocks(windows: Windows, padded: Array) -> Iterator[slice]:
    """The pictures in blocks for ``patches``."""
    (kh, kw), (oh, ow) = windows.size, windows.out
    return cut(len(padded), oh * ow * kh * kw * padded.shape[-1] * padded.itemsize)


def patches(pictures: Array, windows: Windows, call: Call) -> Array:
    """Each window of ``pictures`` (n, h, w, c), row by row, as a row of (n h' w', kh kw c)."""
    (kh, kw), (oh, ow), (sy, sx), (dy, dx) = windows.size, windows.out, windows.strides, windows.dilation
    n, _h, _w, c = pictures.shape
    sn, sh, sw, sc = pictures.strides
    view = as_strided(pictures, (n, oh, ow, kh, kw, c), (sn, sy * sh, sx * sw, dy * sh, dx * sw, sc), writeable=False)
    return _copied("patches", view, call).reshape(n * oh * ow, kh * kw * c)


def add_patches(rows: Array, pictures: Array, windows: Windows, call: Call) -> None:
    """Add each of ``rows``, laid out as ``patches``, to the window of ``pictures`` that it belongs to ("col2im")."""
    if jit.wanted(rows, pictures):
        from sutja.nn.layers import patches_jit

        patches_jit.add_patches(rows, pictures, windows.size, windows.out, windows.strides, windows.dilation)
        return
    kh, kw = windows.size
    parts = rows.reshape(len(pictures), *windows.out, kh * kw, pictures.shape[-1])
    for entry, position in enumerate(windows.positions()):
        pictures[position] += parts[..., entry, :]


def rows(pictures: Array, windows: Windows, call: Call) -> list[Array]:
    """For each i, row i of every window as a row of (h' n w', kw c); for windows that move down by one pixel.

    The places are ordered by row, picture, column. In this order the places in one row of all pictures are neighbours,
    so beginning one picture row later is beginning n w' matrix rows later: all kh matrices are views of one.
    """
    (kh, kw), (oh, ow), sx, (dy, dx) = windows.size, windows.out, windows.strides[1], windows.dilation
    n, h, _w, c = pictures.shape
    sn, sh, sw, sc = pictures.strides
    view = as_strided(pictures, (h, n, ow, kw, c), (sh, sn, sx * sw, dx * sw, sc), writeable=False)
    whole = _copied("rows", view, call).reshape(h, n * ow, kw * c)
    return [whole[i * dy : i * dy + oh].reshape(-1, kw * c) for i in range(kh)]


def planes(pictures: Array, windows: Windows, call: Call) -> Array:
    """Each entry of the window, at all places, as a row of (kh kw c, n h' w')."""
    (kh, kw), (oh, ow), (sy, sx), (dy, dx) = windows.size, windows.out, windows.strides, windows.dilation
    by_channel = pictures.transpose(3, 0, 1, 2)
    if len(by_channel) > 1:  # the numbers of one channel side by side, so that what follows copies runs
        by_channel = _copied("by channel", by_channel, call)
    c, n, _h, _w = by_channel.shape
    sc, sn, sh, sw = by_channel.strides
    strides = (dy * sh, dx * sw, sc, sn, sy * sh, sx * sw)
    view = as_strided(by_channel, (kh, kw, c, n, oh, ow), strides, writeable=False)
    return _copied("planes", view, call).reshape(kh * kw * c, n * oh * ow)


def _copied(name: str, view: Array, call: Call) -> Array:
    array = call.buffer(name, view.shape, view.dtype)
    np.copyto(array, view)
    return array
