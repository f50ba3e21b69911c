"""Convolution with fewer multiplications: Winograd's way.

A window of r numbers that moves over t = m + r - 1 numbers gives m sums of r products, m r multiplications. They are
coefficients of a product of polynomials turned round, and a polynomial may as well be known by its values: with t
points p_1 .. p_t, take the values, multiply them, which is t multiplications, and go back to coefficients (Toom 1963,
Cook 1966). Written with matrices, for a window w and numbers d:

    y = A^T ((G w) * (B^T d))               A (t, m)   G (t, r)   B (t, t)

    A^T[i, j] = p_j^i,   G[j, k] = p_j^k / prod over l != j of (p_j - p_l),
    B^T[j] = the coefficients of  prod over l != j of (x - p_l),

and the last point lies at infinity, where a polynomial has its highest coefficient: 1 in the last place of its row of G
and column of A^T, and for B^T the coefficients of the product over all other points.

In two dimensions each matrix stands on both sides (Winograd 1980; Lavin and Gray 2016, arXiv:1509.09308):

    y = A^T (U * V) A,    U = G w G^T,    V = B^T d B.

With windows of 3 x 3 and squares of 6 x 6 pixels, 16 sums take 36 multiplications instead of 144; with 5 x 5, 4 sums
take 36 instead of 100. Over c channels and f filters U * V becomes 36 matrix products, V (places, c) times U (c, f);
what A, B and G cost is shared by all filters, or by all channels.

Going back, each step is turned round: from the slopes dy of the m x m sums

    M = A dy A^T,    dU = V^T M, summed over all places,    dw = G^T dU G.

Rounding: values far from each other lose digits. The points 0, 1, -1, 1/2 and -2 lose few (Barabasz et al. 2020,
doi:10.1145/3412380): with 64 channels the sums of float32 are off by 1.1e-6 of their size, where adding them up one by
one is off by 4e-7; with 2 and -2 it would be 1.7e-6.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import NamedTuple

import numpy as np

from sutja.nn.typing import Array

__all__ = ["SIDE", "Matrices", "convolved", "matrices"]

POINTS = (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(-2))
SIDE = len(POINTS) + 1
"""t: how many pixels the squares have on each side, with the point at infinity."""

Table = tuple[tuple[Fraction, ...], ...]


class Matrices(NamedTuple):
    """A (t, m), B (t, t) and G (t, r), exactly."""

    a: Table
    b: Table
    g: Table


@lru_cache
def matrices(window: int) -> Matrices:
    """Those for windows of ``window`` x ``window`` on squares of ``SIDE`` x ``SIDE``."""
    sums = SIDE - window + 1
    rest = [prod((p - q for q in POINTS if q != p), start=Fraction(1)) for p in POINTS]
    a = [_powers(p, sums) for p in POINTS]
    g = [tuple(power / scale for power in _powers(p, window)) for p, scale in zip(POINTS, rest, strict=True)]
    b_rows = [_coefficients([q for q in POINTS if q != p]) for p in POINTS] + [_coefficients(POINTS)]
    return Matrices((*a, _last(sums)), tuple(zip(*b_rows, strict=True)), (*g, _last(window)))


def convolved(pictures: Array, kernel: Array) -> Array:
    """The sums over windows of ``pictures`` (n, h, w, c) with ``kernel`` (r, r, c, f), one square after another.

    h - r + 1 and w - r + 1, how many sums there are down and across, must be multiples of m. This is the formula, to be
    read and to be compared with; :mod:`sutja.nn.layers.winograd_jit` is what runs.
    """
    a, b, g = (np.array(table, float) for table in matrices(len(kernel)))
    m, r = a.shape[1], len(kernel)
    n, h, w, _c = pictures.shape
    u = np.einsum("ik,jl,klcf->ijcf", g, g, kernel)
    z = np.empty((n, h - r + 1, w - r + 1, kernel.shape[-1]), pictures.dtype)
    for y in range(0, z.shape[1], m):
        for x in range(0, z.shape[2], m):
            v = np.einsum("ki,lj,nklc->nijc", b, b, pictures[:, y : y + SIDE, x : x + SIDE])
            products = np.einsum("nijc,ijcf->nijf", v, u)
            z[:, y : y + m, x : x + m] = np.einsum("ik,jl,nijf->nklf", a, a, products)
    return z


def _powers(number: Fraction, count: int) -> tuple[Fraction, ...]:
    return tuple(number**power for power in range(count))


def _last(count: int) -> tuple[Fraction, ...]:
    return (*[Fraction(0)] * (count - 1), Fraction(1))


def _coefficients(zeros: list[Fraction] | tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Of the polynomial with these ``zeros``, from the constant on, ``SIDE`` of them."""
    found = [Fraction(1)]
    for zero in zeros:
        found = [low - zero * high for low, high in zip([Fraction(0), *found], [*found, Fraction(0)], strict=True)]
    return (*found, *[Fraction(0)] * (SIDE - len(found)))
