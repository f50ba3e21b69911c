"""Convolution as matrix products, forwards and backwards, in the three layouts of :mod:`sutja.nn.layers.patches`.

With z the result, W the kernel as a matrix (kh kw c, filters) and P the matrix of windows, a convolution is a Dense
layer on windows:

    z = P W,    dW = P^T dz,    dP = dz W^T,  and dx adds up the entries of dP that came from the same pixel.

:class:`ByPatches` does just this. :class:`ByPlanes`, for few channels, does it with P transposed. :class:`ByRows`, for
many channels and windows that move down by one pixel, takes the window row by row:

    z = sum over i of R_i W_i,    dW_i = R_i^T dz.

If they move across by one pixel too, dx is a convolution itself: x[r] was met by row i of the window that stopped at
r - i, so dx[r] = sum over i of dz[r - i] W_i^T: the windows of dz, with zeros around it, times the kernel turned round
with its channels and filters exchanged. That computes every pixel of x; where windows stop at far fewer places than
there are pixels, adding up dz W_i^T is less work.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Protocol

import numpy as np

from sutja.nn import activations, jit
from sutja.nn.call import Call
from sutja.nn.layers.patches import add_patches, patches, planes, rows
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array

__all__ = ["ByPatches", "ByPlanes", "ByRows", "Products", "convolution"]

SHORTEST_RUN = 16  # numbers; one cache line of float32
MOST_PIXELS = 1.25  # for each place; with 15 x 15 pixels and 13 x 13 places, adding back is 1.3 times as fast


def convolution(kernel: Array, windows: Windows, call: Call) -> Products:
    """What convolves with ``kernel`` (kh, kw, c, f) the fastest."""
    kh, kw, c, _f = kernel.shape
    chosen: type[ByPatches] | type[ByPlanes] | type[ByRows] = ByPatches
    if kw * c < SHORTEST_RUN:
        chosen = ByPlanes
    elif kh > 1 and windows.strides[0] == 1:
        chosen = ByRows
    products: Products = chosen(kernel, windows, call)
    if jit.wanted(kernel):
        from sutja.nn.layers.convolve_jit import ByTiles

        if ByTiles.suits(kernel):
            products = ByTiles(kernel, windows, call, products)
        from sutja.nn.layers.winograd_jit import ByWinograd

        if ByWinograd.suits(kernel, windows):
            products = ByWinograd(kernel, windows, call, products)
    return products


class ByPatches:
    """Convolution with ``kernel`` (kh, kw, c, f), whole windows at once."""

    def __init__(self, kernel: Array, windows: Windows, call: Call) -> None:
        self.matrix, self.windows, self.call = kernel.reshape(-1, kernel.shape[-1]), windows, call

    @property
    def numbers_each(self) -> int:
        """How many numbers one picture takes on the way: its patches and its result."""
        return math.prod(self.windows.out) * sum(self.matrix.shape)

    def forward(self, pictures: Array, out: Array, bias: Array | None = None, *, relu: bool = False) -> None:
        """z + ``bias``, with ``relu`` the ReLU of it, into ``out`` (n, h', w', f), from ``pictures`` (n, h, w, c)."""
        np.matmul(self._patches(pictures), self.matrix, out=out.reshape(-1, out.shape[-1]))
        _finish(out, bias, relu)

    def add_kernel_gradient(self, pictures: Array, dz: Array, out: Array) -> None:
        """Add dW to ``out`` (kh, kw, c, f)."""
        part = self.call.buffer("kernel part", self.matrix.shape, dz.dtype)
        target = out.reshape(self.matrix.shape)
        target += np.matmul(self._patches(pictures).T, dz.reshape(-1, dz.shape[-1]), out=part)

    def input_gradient(self, dz: Array, out: Array) -> None:
        """dx into ``out`` (n, h, w, c)."""
        windows, rows_of_dz = self.windows, dz.reshape(-1, dz.shape[-1])
        slopes = self.call.buffer("dpatches", (len(rows_of_dz), len(self.matrix)), dz.dtype)
        np.matmul(rows_of_dz, self.matrix.T, out=slopes)
        shape = (len(dz), *windows.padded, out.shape[-1])
        dx = self.call.buffer("padded dx", shape, dz.dtype) if windows.is_padded else out
        dx[...] = 0
        add_patches(slopes, dx, windows, self.call)
        if windows.is_padded:
            np.copyto(out, dx[windows.inside])

    def _patches(self, pictures: Array) -> Array:
        return patches(self.windows.pad_input(pictures, 0, self.call), self.windows, self.call)


class ByRows:
    """Convolution with ``kernel`` (kh, kw, c, f), one row of the window after the other; strides (1, any)."""

    def __init__(self, kernel: Array, windows: Windows, call: Call) -> None:
        self.kernel, self.windows, self.call = kernel, windows, call

    @property
    def numbers_each(self) -> int:
        """How many numbers one picture takes on the way: its rows and twice its result."""
        (oh, ow), (_kh, kw, c, f) = self.windows.out, self.kernel.shape
        return self.windows.padded[0] * ow * kw * c + 2 * oh * ow * f

    def forward(self, pictures: Array, out: Array, bias: Array | None = None, *, relu: bool = False) -> None:
        """z + ``bias``, with ``relu`` the ReLU of it, into ``out`` (n, h', w', f), from ``pictures`` (n, h, w, c)."""
        (oh, ow), f = self.windows.out, self.kernel.shape[-1]
        shape = (oh * len(pictures) * ow, f)
        total = self.call.buffer("total", shape, out.dtype)
        part = self.call.buffer("part", shape, out.dtype)
        for i, (row, matrix) in enumerate(zip(self._rows(pictures), self._matrices, strict=True)):
            np.matmul(row, matrix, out=part if i else total)
            if i:
                total += part
        np.copyto(out, total.reshape(oh, -1, ow, f).swapaxes(0, 1))
        _finish(out, bias, relu)

    def add_kernel_gradient(self, pictures: Array, dz: Array, out: Array) -> None:
        """Add dW to ``out`` (kh, kw, c, f)."""
        slopes, targets = self._by_rows(dz), out.reshape(self._matrices.shape)
        part = self.call.buffer("kernel part", targets.shape[1:], dz.dtype)
        for row, target in zip(self._rows(pictures), targets, strict=True):
            target += np.matmul(row.T, slopes, out=part)

    def input_gradient(self, dz: Array, out: Array) -> None:
        """dx into ``out`` (n, h, w, c)."""
        pixels, places = math.prod(out.shape[1:3]), math.prod(self.windows.out)
        if self.windows.strides == (1, 1) and pixels <= MOST_PIXELS * places:
            self._turned.forward(dz, out)
        else:
            self._add_rows_back(dz, out)

    def _add_rows_back(self, dz: Array, out: Array) -> None:
        windows, n, (oh, ow) = self.windows, len(dz), self.windows.out
        _kh, kw, c, _f = self.kernel.shape
        slopes = self._by_rows(dz)
        drows = self.call.buffer("drows", (windows.padded[0], n, ow, kw, c), dz.dtype)
        part = self.call.buffer("drows part", (oh, n, ow, kw, c), dz.dtype)
        drows[...] = 0
        for down, matrix in zip(windows.down(), self._matrices, strict=True):
            np.matmul(slopes, matrix.T, out=part.reshape(-1, kw * c))
            drows[down] += part
        dx = self.call.buffer("padded dx", (n, *windows.padded, c), dz.dtype) if windows.is_padded else out
        dx[...] = 0
        for j, across in enumerate(windows.across()):
            dx[:, :, across] += drows[..., j, :].swapaxes(0, 1)
        if windows.is_padded:
            np.copyto(out, dx[windows.inside])

    def _rows(self, pictures: Array) -> list[Array]:
        return rows(self.windows.pad_input(pictures, 0, self.call), self.windows, self.call)

    def _by_rows(self, dz: Array) -> Array:
        """dz (n, h', w', f) in the order of the rows, (h' n w', f)."""
        n, oh, ow, f = dz.shape
        ordered = self.call.buffer("dz by rows", (oh, n, ow, f), dz.dtype)
        np.copyto(ordered, dz.swapaxes(0, 1))
        return ordered.reshape(-1, f)

    @property
    def _matrices(self) -> Array:
        """Row i of the kernel as a matrix, (kh, kw c, f)."""
        kh, kw, c, f = self.kernel.shape
        return self.kernel.reshape(kh, kw * c, f)

    @cached_property
    def _turned(self) -> ByRows:
        """The convolution that makes dx of dz."""
        kh, kw, c, f = self.kernel.shape
        call = self.call.child("turned")
        turned = call.buffer("kernel", (kh, kw, f, c), self.kernel.dtype)
        np.copyto(turned, self.kernel[::-1, ::-1].swapaxes(2, 3))
        return ByRows(turned, self.windows.turned(), call)


class ByPlanes:
    """Convolution with ``kernel`` (kh, kw, c, f) where c is small; P (kh kw c, places) and z = P^T W."""

    def __init__(self, kernel: Array, windows: Windows, call: Call) -> None:
        self.matrix, self.windows, self.call = kernel.reshape(-1, kernel.shape[-1]), windows, call

    @property
    def numbers_each(self) -> int:
        """How many numbers one picture takes on the way: its planes and its result."""
        (oh, ow), (entries, f) = self.windows.out, self.matrix.shape
        return oh * ow * (entries + f)

    def forward(self, pictures: Array, out: Array, bias: Array | None = None, *, relu: bool = False) -> None:
        """z + ``bias``, with ``relu`` the ReLU of it, into ``out`` (n, h', w', f), from ``pictures`` (n, h, w, c)."""
        np.matmul(self._planes(pictures).T, self.matrix, out=out.reshape(-1, out.shape[-1]))
        _finish(out, bias, relu)

    def add_kernel_gradient(self, pictures: Array, dz: Array, out: Array) -> None:
        """Add dW = P dz to ``out`` (kh, kw, c, f)."""
        part = self.call.buffer("kernel part", self.matrix.shape, dz.dtype)
        target = out.reshape(self.matrix.shape)
        target += np.matmul(self._planes(pictures), dz.reshape(-1, dz.shape[-1]), out=part)

    def input_gradient(self, dz: Array, out: Array) -> None:
        """dx into ``out`` (n, h, w, c): dP = W dz^T, each plane of which goes back to its place."""
        windows, n, c = self.windows, len(dz), out.shape[-1]
        slopes = self.call.buffer("dplanes", (len(self.matrix), *dz.shape[:3]), dz.dtype)
        np.matmul(self.matrix, dz.reshape(-1, dz.shape[-1]).T, out=slopes.reshape(len(self.matrix), -1))
        dx = self.call.buffer("dx by channel", (c, n, *windows.padded), dz.dtype)
        dx[...] = 0
        for entry, (_pictures, down, across) in enumerate(windows.positions()):
            dx[:, :, down, across] += slopes[entry * c : entry * c + c]
        np.copyto(out, dx.transpose(1, 2, 3, 0)[windows.inside])

    def _planes(self, pictures: Array) -> Array:
        return planes(self.windows.pad_input(pictures, 0, self.call), self.windows, self.call)


def _finish(z: Array, bias: Array | None, relu: bool) -> None:
    """What comes after the products, in place."""
    if bias is not None:
        z += bias
    if relu:
        activations.relu.forward(z, z)


class Products(Protocol):
    """A convolution in one of the layouts; pictures come and go without their borders."""

    @property
    def numbers_each(self) -> int:
        """How many numbers one picture takes on the way."""

    def forward(self, pictures: Array, out: Array, bias: Array | None = None, *, relu: bool = False) -> None:
        """z + ``bias``, with ``relu`` the ReLU of it, into ``out`` (n, h', w', f), from ``pictures`` (n, h, w, c)."""

    def add_kernel_gradient(self, pictures: Array, dz: Array, out: Array) -> None:
        """Add dW to ``out`` (kh, kw, c, f)."""

    def input_gradient(self, dz: Array, out: Array) -> None:
        """dx into ``out`` (n, h, w, c)."""
