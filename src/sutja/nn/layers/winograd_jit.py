"""Winograd's convolution (see :mod:`sutja.nn.layers.winograd`), compiled.

Squares of pixels are taken a strip at a time, as many as the second-level cache has room for: V = B^T d B of all of
them, then 36 matrix products with U (in tiles, see :mod:`sutja.nn.jit.tile`), then A^T (..) A, with bias and ReLU on
the way out. Where the sums do not fill the last square, it begins earlier and overlaps the one before: its sums are
computed twice, and of their slopes, which must count once, the part met before is taken as 0.

Pictures are read where they lie, without a copy that has borders: only a square that reaches over the edge is copied
first, into a few kilobytes that stay in the first-level cache.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numba import njit

from sutja.nn.call import Call
from sutja.nn.jit.both_sides import both_sides, written
from sutja.nn.jit.processor import LANES
from sutja.nn.jit.tile import at, tile
from sutja.nn.layers.convolve import Products
from sutja.nn.layers.convolve_jit import best_tile, ends
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


@njit(nogil=True, cache=True)
def _copy_square(x: Any, picture: int, top: int, left: int, pixels: Any) -> None:
    """The square of a picture that begins at row ``top`` and column ``left``, with 0 where it lies on the border."""
    _n, h, w, c = x.shape
    x_all, pixels_all, zero = x.reshape(-1), pixels.reshape(-1), x.dtype.type(0)
    first, last = max(0, -left) * c, min(SIDE, w - left) * c
    for i in range(SIDE):
        begin, end = (first, last) if 0 <= top + i < h else (0, 0)
        corner = ((picture * h + top + i) * w + left) * c
        row, line = pixels_all[i * SIDE * c : (i + 1) * SIDE * c], x_all[corner + begin : corner + end]
        for number in range(begin):
            row[number] = zero
        inside = row[begin:end]
        for number in range(len(inside)):
            inside[number] = line[number]
        for number in range(end, len(row)):
            row[number] = zero


@lru_cache
def compiled_forward(window: int, rows: int, columns: int) -> Any:
    """The routine for windows of ``window`` x ``window``; its tiles have ``rows`` squares and ``columns`` vectors."""
    a, b, _g = matrices(window)
    to_sums, to_values = written(tuple(zip(*a, strict=True))), written(tuple(zip(*b, strict=True)))
    width, lanes, sums = columns * LANES, LANES, SIDE - window + 1

    @njit(nogil=True, cache=True)
    def forward(
        x: Any, before: Any, u: Any, bias: Any, least: Any, z: Any, v: Any, m: Any, pixels: Any, strip: int
    ) -> None:
        n, h, w, c = x.shape
        _n, oh, ow, f = z.shape
        points = len(u)
        x_all, u_all, z_all, v_all, m_all = x.reshape(-1), u.reshape(-1), z.reshape(-1), v.reshape(-1), m.reshape(-1)
        pixels_all = pixels.reshape(-1)
        down, across = -(-oh // sums), -(-ow // sums)
        for start in range(0, n * down, strip):
            end = min(start + strip, n * down)
            squares = (end - start) * across
            for row in range(start, end):
                picture, top = row // down, min(row % down * sums, oh - sums) - before[0]
                for square in range(across):
                    place = (row - start) * across + square
                    left = min(square * sums, ow - sums) - before[1]
                    inside = 0 <= top <= h - SIDE and 0 <= left <= w - SIDE
                    if not inside:
                        _copy_square(x, picture, top, left, pixels)
                    corner = ((picture * h + top) * w + left) * c
                    for first in range(0, c, lanes):
                        q = min(first, c - lanes)
                        both_sides(
                            to_values,
                            lanes,
                            at(x_all, corner + q) if inside else at(pixels_all, q),
                            (w * c, c) if inside else (SIDE * c, c),
                            at(v_all, place * points * c + q),
                            (SIDE * c, c),
                            None,
                            None,
                        )
            for point in range(points):
                for first in range(0, f, width):
                    q = min(first, f - width)
                    for place in range(0, squares, rows):
                        p = max(0, min(place, squares - rows)) * points + point
                        tile(
                            (1, rows),
                            columns,
                            lanes,
                            at(v_all, p * c),
                            at(u_all, point * c * f + q),
                            at(m_all, p * f + q),
                            (1, 1, c),
                            (0, 0, 1),
                            (0, 0, f),
                            (0, points * c),
                            points * f,
                            None,
                            None,
                        )
            for row in range(start, end):
                top = row // down * oh + min(row % down * sums, oh - sums)
                for square in range(across):
                    place = (row - start) * across + square
                    corner = (top * ow + min(square * sums, ow - sums)) * f
                    for first in range(0, f, lanes):
                        q = min(first, f - lanes)
                        both_sides(
                            to_sums,
                            lanes,
                            at(m_all, place * points * f + q),
                            (SIDE * f, f),
                            at(z_all, corner + q),
                            (ow * f, f),
                            at(bias, q),
                            least,
                        )

    return forward


@lru_cache
def compiled_kernel_gradient(window: int, rows: int, columns: int) -> Any:
    """The routine for windows of ``window`` x ``window``; its tiles have ``rows`` channels and ``columns`` vectors."""
    a, b, _g = matrices(window)
    to_slopes, to_values = written(a), written(tuple(zip(*b, strict=True)))
    width, lanes, sums = columns * LANES, LANES, SIDE - window + 1

    @njit(nogil=True, cache=True)
    def kernel_gradient(
        x: Any, before: Any, dz: Any, du: Any, v: Any, m: Any, pixels: Any, slopes: Any, strip: int
    ) -> None:
        n, h, w, c = x.shape
        _n, oh, ow, f = dz.shape
        points, of_c, of_f = du.shape
        x_all, dz_all, v_all, m_all = x.reshape(-1), dz.reshape(-1), v.reshape(-1), m.reshape(-1)
        du_all, pixels_all, slopes_all = du.reshape(-1), pixels.reshape(-1), slopes.reshape(-1)
        down, across = -(-oh // sums), -(-ow // sums)
        du[...] = 0
        for start in range(0, n * down, strip):
            end = min(start + strip, n * down)
            squares = (end - start) * across
            for row in range(start, end):
                picture, y = row // down, min(row % down * sums, oh - sums)
                met_above = row % down * sums - y
                for square in range(across):
                    place = (row - start) * across + square
                    left = min(square * sums, ow - sums)
                    met_before = square * sums - left
                    in_x = y - before[0], left - before[1]
                    inside = 0 <= in_x[0] <= h - SIDE and 0 <= in_x[1] <= w - SIDE
                    if not inside:
                        _copy_square(x, picture, in_x[0], in_x[1], pixels)
                    corner = ((picture * h + in_x[0]) * w + in_x[1]) * c
                    for first in range(0, c, lanes):
                        q = min(first, c - lanes)
                        both_sides(
                            to_values,
                            lanes,
                            at(x_all, corner + q) if inside else at(pixels_all, q),
                            (w * c, c) if inside else (SIDE * c, c),
                            at(v_all, place * points * c + q),
                            (SIDE * c, c),
                            None,
                            None,
                        )
                    whole = met_above == 0 and met_before == 0
                    if not whole:
                        slopes[...] = 0
                        for i in range(met_above, sums):
                            for j in range(met_before, sums):
                                slopes[i, j] = dz[picture, y + i, left + j]
                    corner = ((picture * oh + y) * ow + left) * f
                    for first in range(0, f, lanes):
                        q = min(first, f - lanes)
                        both_sides(
                            to_slopes,
                            lanes,
                            at(dz_all, corner + q) if whole else at(slopes_all, q),
                            (ow * f, f) if whole else (sums * f, f),
                            at(m_all, place * points * f + q),
                            (SIDE * f, f),
                            None,
                            None,
                        )
            for point in range(points):
                for p in range(0, c, rows):
                    for q in range(0, f, width):
                        tile(
                            (1, rows),
                            columns,
                            lanes,
                            at(v_all, point * c + p),
                            at(m_all, point * f + q),
                            at(du_all, (point * of_c + p) * of_f + q),
                            (1, 1, squares),
                            (0, 0, points * c),
                            (0, 0, points * f),
                            (0, 1),
                            of_f,
                            True,
                            None,
                        )

    return kernel_gradient
