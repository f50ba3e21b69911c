"""Strips of squares of Winograd's convolution, compiled: the way forwards, and the gradient of the kernel.

Of a strip, V = B^T d B of all squares comes first, then 36 matrix products with U (in tiles, see
:mod:`sutja.nn.jit.tile`), then A^T (..) A, with bias and ReLU on the way out. Where the sums do not fill the last
square, it begins earlier and overlaps the one before: its sums are computed twice, and of their slopes, which must
count once, the part met before is taken as 0.

Pictures are read where they lie, without a copy that has borders: only a square that reaches over the edge is copied
first, into a few kilobytes that stay in the first-level cache.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from numba import njit

from sutja.nn.jit.both_sides import both_sides, written
from sutja.nn.jit.processor import LANES
from sutja.nn.jit.tile import at, tile
from sutja.nn.layers.winograd import SIDE, matrices

__all__ = ["compiled_forward", "compiled_kernel_gradient"]


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
