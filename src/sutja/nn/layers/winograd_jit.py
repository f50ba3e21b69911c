"""Winograd's convolution (see :mod:`sutja.nn.layers.winograd`), compiled: what suits it, and the memory it takes.

Squares of pixels are taken a strip at a time, as many as the second-level cache has room for, by the routines of
:mod:`sutja.nn.layers.squares_jit`.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np

from sutja.nn.call import Call
from sutja.nn.jit.processor import LANES
from sutja.nn.layers.convolve import Products
from sutja.nn.layers.convolve_jit import best_tile, ends
from sutja.nn.layers.squares_jit import compiled_forward, compiled_kernel_gradient
from sutja.nn.layers.window import Windows
from sutja.nn.layers.winograd import SIDE, matrices
from sutja.nn.typing import Array

__all__ = ["ByWinograd"]

WINDOWS = (3, 4, 5)  # sides of windows; a smaller one saves little, a larger one leaves one sum in a square
LEAST = 16  # channels, and filters; with fewer, adding costs more than multiplying less saves. No vector is longer
LARGEST = 1 << 17  # channels times filters; 256 x 256 take 0.7 of BLAS' time, 384 x 384 as long
STRIP = 42  # squares at a time: three tiles of 14, and few enough for the second-level cache
FEWEST = 32  # squares, for which it is worth to compute U
_POINTS = SIDE * SIDE


class ByWinograd:
    """Convolution with ``kernel`` (r, r, c, f); ``otherwise`` does what does not suit squares."""

    def __init__(self, kernel: Array, windows: Windows, call: Call, otherwise: Products) -> None:
        self.kernel, self.windows, self.call, self.otherwise = kernel, windows, call, otherwise
        self.sums = SIDE - len(kernel) + 1

    @staticmethod
    def suits(kernel: Array, windows: Windows) -> bool:
        """Whether the window is a square that moves by one, with channels and filters neither too few nor too many."""
        kh, kw, c, f = kernel.shape
        moves = windows.strides == windows.dilation == (1, 1)
        return (
            kh == kw in WINDOWS and moves and min(windows.out) > SIDE - kh and min(c, f) >= LEAST and c * f <= LARGEST
        )

    @property
    def numbers_each(self) -> int:
        """How many numbers one picture takes on the way: its own, and its result."""
        (h, w), (oh, ow), (_kh, _kw, c, f) = self.windows.unpadded, self.windows.out, self.kernel.shape
        return h * w * c + oh * ow * f

    def forward(self, pictures: Array, out: Array, bias: Array | None = None, *, relu: bool = False) -> None:
        """z + ``bias``, with ``relu`` the ReLU of it, into ``out`` (n, h', w', f), from ``pictures`` (n, h, w, c)."""
        if not self._wants(pictures, out):
            self.otherwise.forward(pictures, out, bias, relu=relu)
            return
        v, m, strip = self._room(len(pictures))
        routine = compiled_forward(len(self.kernel), *best_tile(strip * self._squares, out.shape[3]))
        routine(pictures, self._before, self._values, *ends(bias, out, relu), out, v, m, self._square, strip)

    def add_kernel_gradient(self, pictures: Array, dz: Array, out: Array) -> None:
        """Add dW to ``out`` (r, r, c, f)."""
        if not self._wants(pictures, dz):
            self.otherwise.add_kernel_gradient(pictures, dz, out)
            return
        c, f = self.kernel.shape[2:]
        rows, columns = best_tile(c, f)
        v, m, strip = self._room(len(pictures))
        v[-1] = m[-1] = 0
        # Tiles that add to what is there must not overlap: the last ones reach beyond dU, into room for nobody.
        of_c, of_f = -(-c // rows) * rows, -(-f // (columns * LANES)) * columns * LANES
        du = self.call.buffer("du", (_POINTS, of_c, of_f), np.float32)
        slopes = self.call.buffer("part of a square", (self.sums, self.sums, f), np.float32)
        routine = compiled_kernel_gradient(len(self.kernel), rows, columns)
        routine(pictures, self._before, dz, du, v, m, self._square, slopes, strip)
        dw = self.call.buffer("dw", (*out.shape[:2], of_c, of_f), np.float32)
        transposed = _on_both_sides(len(self.kernel)).T
        np.matmul(transposed, du.reshape(_POINTS, -1), out=dw.reshape(len(transposed), -1))
        out += dw[:, :, :c, :f]

    def input_gradient(self, dz: Array, out: Array) -> None:
        """dx into ``out`` (n, h, w, c)."""
        if not self._wants(dz, out):
            self.otherwise.input_gradient(dz, out)
            return
        self._turned.forward(dz, out)

    def _wants(self, first: Array, second: Array) -> bool:
        in_one_piece = first.flags.c_contiguous and second.flags.c_contiguous
        return in_one_piece and len(first) * self._rows * self._squares >= FEWEST

    @property
    def _rows(self) -> int:
        """How many rows of squares a picture has."""
        return -(-self.windows.out[0] // self.sums)

    @property
    def _squares(self) -> int:
        """How many squares a row has."""
        return -(-self.windows.out[1] // self.sums)

    def _room(self, pictures: int) -> tuple[Array, Array, int]:
        """Room for V (squares, 36, c) and the products (squares, 36, f) of a strip, and how many rows it has.

        One square more than there are, as tiles read beyond the last.
        """
        strip = min(max(1, STRIP // self._squares), pictures * self._rows)
        squares = strip * self._squares + 1
        c, f = self.kernel.shape[2:]
        v, m = (self.call.buffer(name, (squares, _POINTS, n), np.float32) for name, n in (("v", c), ("m", f)))
        return v, m, strip

    @property
    def _before(self) -> tuple[int, int]:
        """How many rows of the border are above a picture, and columns before it."""
        (top, _bottom), (left, _right) = self.windows.pad
        return top, left

    @property
    def _square(self) -> Array:
        """Room for the pixels of a square."""
        return self.call.buffer("square", (SIDE, SIDE, self.kernel.shape[2]), np.float32)

    @cached_property
    def _values(self) -> Array:
        """U = G w G^T, (36, c, f)."""
        r, _r, c, f = self.kernel.shape
        u = self.call.buffer("u", (_POINTS, c, f), np.float32)
        np.matmul(_on_both_sides(r), self.kernel.reshape(r * r, c * f), out=u.reshape(_POINTS, c * f))
        return u

    @cached_property
    def _turned(self) -> ByWinograd:
        """The convolution that makes dx of dz."""
        r, _r, c, f = self.kernel.shape
        call = self.call.child("turned")
        turned = call.buffer("kernel", (r, r, f, c), self.kernel.dtype)
        np.copyto(turned, self.kernel[::-1, ::-1].swapaxes(2, 3))
        return ByWinograd(turned, self.windows.turned(), call, self.otherwise)


@lru_cache
def _on_both_sides(window: int) -> Array:
    """G on both sides as one matrix, (36, r r): U as a row of numbers is this times w as a row of numbers."""
    g = np.array(matrices(window).g, float)
    return np.kron(g, g).astype(np.float32)
