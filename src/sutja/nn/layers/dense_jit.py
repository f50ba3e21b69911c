"""The products of a Dense layer for few rows, compiled: x W, x^T dz and dz W^T.

BLAS first packs W into the order in which it will be read, and with few rows that costs more than the product. These
are tiles (see :mod:`sutja.nn.jit.tile`), which read W where it lies, in an order that suits the memory:

    x W      ``PANEL`` rows of W at a time, so that reading down its columns stays in the cache; each panel adds to z
    dz W^T   turned round, as W dz^T: numbers of W, row after row, times vectors of samples
    x^T dz   the gradient of the kernel of a convolution with a window of 1 x 1

A tile that adds to what is there must not overlap the one before. So the rows of x are cut into tiles of so many rows
and of one fewer; the units beyond the last whole vectors are computed at the end, in one go over all of W.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numba import njit

from sutja.nn.call import Call
from sutja.nn.jit.processor import LANES
from sutja.nn.jit.tile import at, tile
from sutja.nn.layers.convolve_jit import best_tile, compiled_kernel_gradient, ends
from sutja.nn.typing import Array

__all__ = ["MOST_ROWS", "input_gradient", "kernel_gradient", "product", "suits"]

FEWEST_ROWS, MOST_ROWS = 11, 64
PANEL = 64
_TILE_OF_ENTRIES = 14
_ONE = (1, 1)


def suits(rows: int, kernel: tuple[int, int]) -> bool:
    """Whether tiles are quicker than BLAS, for so many ``rows`` and a kernel of this shape."""
    inputs, units = kernel
    return FEWEST_ROWS <= rows <= MOST_ROWS and inputs >= _TILE_OF_ENTRIES and units >= LANES


def product(x: Array, kernel: Array, bias: Array | None, out: Array) -> None:
    """x W + b into ``out``, of (rows, n), (n, units) and (units,) into (rows, units)."""
    rows, columns = best_tile(len(x), out.shape[1])
    tiles = -(-len(x) // rows)
    compiled_product(rows, columns)(x, kernel, ends(bias, out)[0], out, len(x) - tiles * (rows - 1))


def kernel_gradient(x: Array, dz: Array, out: Array) -> None:
    """x^T dz into ``out``, of (rows, n) and (rows, units) into (n, units)."""
    routine = compiled_kernel_gradient(1, *best_tile(*out.shape))
    routine(_picture(x), _picture(dz), _picture(out), _ONE, _ONE)


def input_gradient(dz: Array, kernel: Array, out: Array, call: Call) -> None:
    """dz W^T into ``out``, of (rows, units) and (n, units) into (rows, n)."""
    rows, units = dz.shape
    columns = 2 if rows > LANES else 1
    room = -(-rows // (columns * LANES)) * columns * LANES
    samples = call.buffer("dz turned", (units, room), np.float32)
    slopes = call.buffer("dx turned", (len(kernel), room), np.float32)
    samples[:, :rows] = dz.T
    samples[:, rows:] = 0
    compiled_input_gradient(_TILE_OF_ENTRIES, columns)(kernel, samples, slopes)
    np.copyto(out, slopes[:, :rows].T)


def _picture(rows: Array) -> Array:
    """``rows`` as pixels of a picture that is one pixel high, or as a window of 1 x 1."""
    return rows.reshape(1, 1, *rows.shape)


@lru_cache
def compiled_product(rows: int, columns: int) -> Any:
    """The routine for tiles of ``rows`` rows, and of one fewer, and ``columns`` vectors of units."""
    width, lanes, fewer = columns * LANES, LANES, max(1, rows - 1)

    @njit(nogil=True, cache=True)
    def product(x: Any, w: Any, bias: Any, z: Any, tall: int) -> None:
        r, n = x.shape
        units = w.shape[1]
        x_all, w_all, z_all = x.reshape(-1), w.reshape(-1), z.reshape(-1)
        whole = units // width * width
        z[...] = bias
        for k in range(0, n, PANEL):
            loops = (1, 1, min(PANEL, n - k))
            for f in range(0, whole, width):
                for row in range(0, tall * rows, rows):
                    tile(
                        (1, rows),
                        columns,
                        lanes,
                        at(x_all, row * n + k),
                        at(w_all, k * units + f),
                        at(z_all, row * units + f),
                        loops,
                        (0, 0, 1),
                        (0, 0, units),
                        (0, n),
                        units,
                        True,
                        None,
                    )
                for row in range(tall * rows, r, fewer):
                    tile(
                        (1, fewer),
                        columns,
                        lanes,
                        at(x_all, row * n + k),
                        at(w_all, k * units + f),
                        at(z_all, row * units + f),
                        loops,
                        (0, 0, 1),
                        (0, 0, units),
                        (0, n),
                        units,
                        True,
                        None,
                    )
        if whole < units:
            f = units - width
            for first in range(0, r, rows):
                row = min(first, r - rows)
                tile(
                    (1, rows),
                    columns,
                    lanes,
                    at(x_all, row * n),
                    at(w_all, f),
                    at(z_all, row * units + f),
                    (1, 1, n),
                    (0, 0, 1),
                    (0, 0, units),
                    (0, n),
                    units,
                    at(bias, f),
                    None,
                )

    return product


@lru_cache
def compiled_input_gradient(rows: int, columns: int) -> Any:
    """The routine for tiles of ``rows`` inputs and ``columns`` vectors of samples."""
    width, lanes = columns * LANES, LANES

    @njit(nogil=True, cache=True)
    def input_gradient(w: Any, samples: Any, slopes: Any) -> None:
        n, units = w.shape
        room = samples.shape[1]
        w_all, samples_all, slopes_all = w.reshape(-1), samples.reshape(-1), slopes.reshape(-1)
        for first in range(0, n, rows):
            k = min(first, n - rows)
            for sample in range(0, room, width):
                tile(
                    (1, rows),
                    columns,
                    lanes,
                    at(w_all, k * units),
                    at(samples_all, sample),
                    at(slopes_all, k * room + sample),
                    (1, 1, units),
                    (0, 0, 1),
                    (0, 0, room),
                    (0, units),
                    room,
                    None,
                    None,
                )

    return input_gradient
