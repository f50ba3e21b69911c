"""One step of an LSTM in few passes over memory: see :mod:`sutja.nn.layers.lstm`.

For its usual functions, sigmoid and tanh, with s(z) = 1/2 + 1/2 tanh(z / 2): so tanh is all that is left to compute,
for all gates in one call, which NumPy does fastest. What stands before, between and behind is compiled. Gates stand
side by side in the order i, f, g, o.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from sutja.nn.typing import Array

__all__ = ["step", "step_backward"]


def step(product: Array, z: Array, c: Array, c_next: Array, seen: Array, h_next: Array) -> None:
    """From x W + b in ``z`` and the ``product`` h U to the gates in ``z``, c_t, f(c_t) and h_t."""
    _add_and_halve(product, z)
    np.tanh(z, out=z)
    _cell(z, c, c_next)
    np.tanh(c_next, out=seen)
    _output(z, seen, h_next)


@njit(nogil=True, cache=True)
def _add_and_halve(product: Any, z: Any) -> None:
    """What tanh is to be taken of: z + product for g, half of it for i, f, o."""
    rows, width = z.shape
    units, half = width // 4, z.dtype.type(0.5)
    for row in range(rows):
        for k in range(2 * units):
            z[row, k] = (z[row, k] + product[row, k]) * half
        for k in range(2 * units, 3 * units):
            z[row, k] += product[row, k]
        for k in range(3 * units, width):
            z[row, k] = (z[row, k] + product[row, k]) * half


@njit(nogil=True, cache=True)
def _cell(a: Any, c: Any, c_next: Any) -> None:
    """Finish the sigmoids of i, f, o; then c_t = f c_{t-1} + i g."""
    rows, units = c.shape
    half = a.dtype.type(0.5)
    for row in range(rows):
        for k in range(2 * units):
            a[row, k] = a[row, k] * half + half
        for k in range(3 * units, 4 * units):
            a[row, k] = a[row, k] * half + half
        for k in range(units):
            c_next[row, k] = a[row, units + k] * c[row, k] + a[row, k] * a[row, 2 * units + k]


@njit(nogil=True, cache=True)
def _output(a: Any, seen: Any, h_next: Any) -> None:
    """h_t = o f(c_t)."""
    rows, units = seen.shape
    for row in range(rows):
        for k in range(units):
            h_next[row, k] = a[row, 3 * units + k] * seen[row, k]


@njit(nogil=True, cache=True)
def step_backward(dh: Any, a: Any, c: Any, seen: Any, dc: Any, dz: Any) -> None:
    """From the slopes by h_t and c_t to those by the gates' inputs, in ``dz``, and by c_{t-1}, in ``dc``."""
    rows, units = c.shape
    one = a.dtype.type(1)
    for row in range(rows):
        for k in range(units):  # each loop of few arrays, so that the compiler uses vectors
            o, s = a[row, 3 * units + k], seen[row, k]
            dz[row, 3 * units + k] = dh[row, k] * s * o * (one - o)
            dc[row, k] += dh[row, k] * o * (one - s * s)
        for k in range(units):
            i, g = a[row, k], a[row, 2 * units + k]
            dz[row, k] = dc[row, k] * g * i * (one - i)
            dz[row, 2 * units + k] = dc[row, k] * i * (one - g * g)
        for k in range(units):
            f = a[row, units + k]
            dz[row, units + k] = dc[row, k] * c[row, k] * f * (one - f)
            dc[row, k] *= f
