"""The products of a small Dense layer for few rows, compiled: x W and x^T dz.

A row of x is like a pixel with n channels, and W like a window of 1 x 1: so these are the tiles of
:mod:`sutja.nn.layers.convolve_jit`. They read W where it lies, while BLAS first packs it into the order in which it
will be read. That pays for many rows, or where W is too large for the cache.
"""

from __future__ import annotations

from sutja.nn.jit.processor import LANES
from sutja.nn.layers.convolve_jit import compiled_forward, compiled_kernel_gradient, ends
from sutja.nn.typing import Array

__all__ = ["kernel_gradient", "product", "suits"]

_FEWEST, _MOST = 11, 64  # rows
_LARGEST = 1 << 18  # numbers of W
_TILE, _TILE_OF_ENTRIES = 11, 14  # rows; any number of rows is read by tiles of this one, the last two overlapping
_ONE = (1, 1)


def suits(rows: int, kernel: tuple[int, int]) -> bool:
    """Whether tiles are quicker than BLAS, for so many ``rows`` and a kernel of this shape."""
    inputs, units = kernel
    few = _FEWEST <= rows <= _MOST and inputs * units <= _LARGEST
    return few and inputs >= _TILE_OF_ENTRIES and units >= LANES


def product(x: Array, kernel: Array, out: Array) -> None:
    """x W into ``out``, of (rows, n) and (n, units) into (rows, units)."""
    routine = compiled_forward(_TILE, _columns(out))
    routine(_picture(x), _picture(kernel), *ends(None, out), _picture(out), _ONE, _ONE)


def kernel_gradient(x: Array, dz: Array, out: Array) -> None:
    """x^T dz into ``out``, of (rows, n) and (rows, units) into (n, units)."""
    routine = compiled_kernel_gradient(1, _TILE_OF_ENTRIES, _columns(out))
    routine(_picture(x), _picture(dz), _picture(out), _ONE, _ONE)


def _columns(out: Array) -> int:
    """How many vectors of units a tile has."""
    return 2 if out.shape[1] >= 2 * LANES else 1


def _picture(rows: Array) -> Array:
    """``rows`` as pixels of a picture that is one pixel high, or as a window of 1 x 1."""
    return rows.reshape(1, 1, *rows.shape)
