"""Small matrices on both sides, and tiles that add to what is there, as NumPy has them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from numba import njit

from sutja.nn.jit.both_sides import both_sides, written
from sutja.nn.jit.processor import LANES
from sutja.nn.jit.tile import at, tile

MATRIX = tuple(tuple(map(Fraction, row)) for row in (("1", "0", "-1"), ("-1/2", "3", "1"), ("0", "0", "0")))
CONSTANT, lanes = written(MATRIX), LANES


@njit
def plain(s: Any, out: Any) -> None:
    c = s.shape[2]
    both_sides(CONSTANT, lanes, at(s.reshape(-1), 0), (3 * c, c), at(out.reshape(-1), 0), (3 * c, c), None, None)


@njit
def ended(s: Any, out: Any, start: Any, least: Any) -> None:
    c = s.shape[2]
    begin = at(start, 0)
    both_sides(CONSTANT, lanes, at(s.reshape(-1), 0), (3 * c, c), at(out.reshape(-1), 0), (3 * c, c), begin, least)


def test_a_matrix_on_both_sides() -> None:
    s = np.random.default_rng(0).standard_normal((3, 3, LANES)).astype(np.float32)
    start = np.random.default_rng(1).standard_normal(LANES).astype(np.float32)
    m = np.array(MATRIX, float)
    expected = np.einsum("ik,jl,klc->ijc", m, m, s)
    out = np.empty_like(s)
    plain(s, out)
    np.testing.assert_allclose(out, expected, rtol=1e-5, atol=1e-5)
    ended(s, out, start, np.float32(0.25))
    np.testing.assert_allclose(out, np.maximum(expected + start, 0.25), rtol=1e-5, atol=1e-5)


@njit
def added(a: Any, b: Any, out: Any) -> None:
    steps, width = len(b), lanes
    tile(
        (1, 3),
        1,
        lanes,
        at(a, 0),
        at(b.reshape(-1), 0),
        at(out.reshape(-1), 0),
        (1, 1, steps),
        (0, 0, 3),
        (0, 0, width),
        (0, 1),
        width,
        True,
        None,
    )


def test_a_tile_adds_to_what_is_there() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.standard_normal((5, 3)).astype(np.float32), rng.standard_normal((5, LANES)).astype(np.float32)
    out = rng.standard_normal((3, LANES)).astype(np.float32)
    expected = out + a.T @ b
    added(a.reshape(-1), b, out)
    np.testing.assert_allclose(out, expected, rtol=1e-5, atol=1e-5)
