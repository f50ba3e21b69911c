"""Convolution in compiled tiles: the sums of :mod:`sutja.nn.layers.convolve` without copying windows.

    z[r, x, f] = b[f] + sum over i, j, c of  x[r s + i, x s + j, c] W[i, j, c, f]       a tile: places across, filters
    dW[i, j, c, f] = sum over n, r, x of     x[r s + i, x s + j, c] dz[r, x, f]         a tile: entries, filters

Both multiply numbers of the picture with vectors of filters and add up, so both are tiles (see
:mod:`sutja.nn.jit.tile`) that read the picture where it lies. The sums begin with the bias, and ReLU happens on their
way from the registers to memory: by themselves, both would read and write all of z once more. The gradient of the input
is a convolution of dz with the kernel turned round, as there. Where 14 places are a tile, 17 places are two tiles that
overlap: the last one ends where the row ends, and what both compute is written twice.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numba import njit

from sutja.nn.call import Call
from sutja.nn.jit.processor import LANES, SUMS
from sutja.nn.jit.tile import at, tile
from sutja.nn.layers.convolve import Products
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array

__all__ = ["ByTiles", "best_tile", "compiled_forward", "compiled_kernel_gradient", "ends"]

LARGEST = 3 << 17  # numbers of a kernel; 9 x 192 x 192 are as quick as in BLAS, 9 x 256 x 256 take 1.5 times as long
_ZERO, _LEAST = np.float32(0), np.float32(-np.inf)


class ByTiles:
    """Convolution with ``kernel`` (kh, kw, c, f); ``otherwise`` does what does not suit tiles."""

    def __init__(self, kernel: Array, windows: Windows, call: Call, otherwise: Products) -> None:
        self.kernel, self.windows, self.call, self.otherwise = kernel, windows, call, otherwise

    @staticmethod
    def suits(kernel: Array) -> bool:
        """Whether the filters fill a vector, and the kernel is not so large that BLAS, which packs it, is quicker."""
        return kernel.shape[-1] >= LANES and kernel.size <= LARGEST

    @property
    def numbers_each(self) -> int:
        """How many numbers one picture takes on the way: its own with their borders, its result, and maybe patches."""
        (h, w), (oh, ow), (_kh, _kw, c, f) = self.windows.padded, self.windows.out, self.kernel.shape
        own = h * w * c + oh * ow * f
        return own if self.windows.strides == (1, 1) else max(own, self.otherwise.numbers_each)

    def forward(self, pictures: Array, out: Array, bias: Array | None = None, *, relu: bool = False) -> None:
        """z + ``bias``, with ``relu`` the ReLU of it, into ``out`` (n, h', w', f), from ``pictures`` (n, h, w, c)."""
        padded = self.windows.pad_input(pictures, 0, self.call)
        if not padded.flags.c_contiguous:
            self.otherwise.forward(pictures, out, bias, relu=relu)
            return
        routine = compiled_forward(*best_tile(out.shape[2], out.shape[3]))
        routine(padded, self.kernel, *ends(bias, out, relu), out, self.windows.strides, self.windows.dilation)

    def add_kernel_gradient(self, pictures: Array, dz: Array, out: Array) -> None:
        """Add dW to ``out`` (kh, kw, c, f)."""
        padded = self.windows.pad_input(pictures, 0, self.call)
        if not padded.flags.c_contiguous:
            self.otherwise.add_kernel_gradient(pictures, dz, out)
            return
        part = self.call.buffer("kernel part", out.shape, out.dtype)
        routine = compiled_kernel_gradient(*_tile_of_entries(out.shape, self.windows.dilation[1]))
        routine(padded, dz, part, self.windows.strides, self.windows.dilation)
        out += part

    def input_gradient(self, dz: Array, out: Array) -> None:
        """dx into ``out`` (n, h, w, c)."""
        if self.windows.strides != (1, 1) or out.shape[-1] < LANES:
            self.otherwise.input_gradient(dz, out)
            return
        self._turned.forward(dz, out)

    @cached_property
    def _turned(self) -> ByTiles:
        """The convolution that makes dx of dz."""
        kh, kw, c, f = self.kernel.shape
        call = self.call.child("turned")
        turned = call.buffer("kernel", (kh, kw, f, c), self.kernel.dtype)
        np.copyto(turned, self.kernel[::-1, ::-1].swapaxes(2, 3))
        return ByTiles(turned, self.windows.turned(), call, self.otherwise)


def ends(bias: Array | None, out: Array, relu: bool = False) -> tuple[Array, np.floating[Any]]:
    """What the sums of ``out`` begin with, and the least that they may end with."""
    return _nothing(out.shape[-1]) if bias is None else bias, _ZERO if relu else _LEAST


@lru_cache
def _nothing(filters: int) -> Array:
    return np.zeros(filters, np.float32)


@lru_cache
def best_tile(length: int, filters: int) -> tuple[int, int]:
    """Rows and columns of the tile for rows of ``length`` and vectors of ``filters``: as few sums in vain as can be."""
    columns = 2 if filters >= 2 * LANES else 1
    most = min(SUMS // columns, length, 14)
    tiles = -(-length // most)
    return -(-length // tiles), columns


@lru_cache
def _tile_of_entries(kernel: tuple[int, ...], dilation: int) -> tuple[int, int, int]:
    """For a gradient of this shape: how many rows of the window at once, entries of a row, and vectors of filters.

    The whole window at once, if it has few enough entries; else a part of one row.
    """
    kh, kw, c, filters = kernel
    run = kw * c if dilation == 1 else c
    for columns in (2, 1):
        if kh * run * columns <= SUMS and columns * LANES <= filters and run == kw * c:
            return kh, run, columns
    return (1, *best_tile(run, filters))


@lru_cache
def compiled_forward(rows: int, columns: int) -> Any:
    """The routine for tiles of ``rows`` places and ``columns`` vectors of filters."""
    width, lanes = columns * LANES, LANES

    @njit(nogil=True, cache=True)
    def forward(x: Any, w: Any, bias: Any, least: Any, z: Any, strides: Any, dilation: Any) -> None:
        n, h, across, c = x.shape
        kh, kw, _c, filters = w.shape
        _n, oh, ow, _f = z.shape
        x_all, w_all, z_all = x.reshape(-1), w.reshape(-1), z.reshape(-1)
        down = dilation[0] * across * c
        loops, of_x, of_w = (kh, kw, c), (down, dilation[1] * c, 1), (kw * c * filters, c * filters, filters)
        if dilation[1] == 1:  # a row of the window is one run
            loops, of_x, of_w = (1, kh, kw * c), (0, down, 1), (0, kw * c * filters, filters)
        step = strides[1] * c
        for first in range(0, filters, width):
            f = min(first, filters - width)
            for picture in range(n):
                for r in range(oh):
                    row = (picture * h + r * strides[0]) * across * c
                    for left in range(0, ow, rows):
                        q = min(left, ow - rows)
                        tile(
                            (1, rows),
                            columns,
                            lanes,
                            at(x_all, row + q * step),
                            at(w_all, f),
                            at(z_all, ((picture * oh + r) * ow + q) * filters + f),
                            loops,
                            of_x,
                            of_w,
                            (0, step),
                            filters,
                            at(bias, f),
                            least,
                        )

    return forward


@lru_cache
def compiled_kernel_gradient(down: int, rows: int, columns: int) -> Any:
    """The routine for tiles of ``down`` rows of the window, ``rows`` entries in each, and ``columns`` of vectors."""
    width, lanes = columns * LANES, LANES

    @njit(nogil=True, cache=True)
    def kernel_gradient(x: Any, dz: Any, dw: Any, strides: Any, dilation: Any) -> None:
        n, h, across, c = x.shape
        kh, kw, _c, filters = dw.shape
        _n, oh, ow, _f = dz.shape
        x_all, dz_all, dw_all = x.reshape(-1), dz.reshape(-1), dw.reshape(-1)
        loops = (n, oh, ow)
        of_x = (h * across * c, strides[0] * across * c, strides[1] * c)
        of_dz = (oh * ow * filters, ow * filters, filters)
        run, runs = (kw * c, 1) if dilation[1] == 1 else (c, kw)
        for i in range(0, kh, down):
            for j in range(runs):
                corner = (i * dilation[0] * across + j * dilation[1]) * c
                for left in range(0, run, rows):
                    q = min(left, run - rows)
                    for first in range(0, filters, width):
                        f = min(first, filters - width)
                        tile(
                            (down, rows),
                            columns,
                            lanes,
                            at(x_all, corner + q),
                            at(dz_all, f),
                            at(dw_all, ((i * kw + j) * c + q) * filters + f),
                            loops,
                            of_x,
                            of_dz,
                            (dilation[0] * across * c, 1),
                            filters,
                            None,
                            None,
                        )

    return kernel_gradient
