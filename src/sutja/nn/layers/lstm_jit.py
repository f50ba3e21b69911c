"""An LSTM's walk through time as one routine in each direction: see :mod:`sutja.nn.layers.lstm`.

For its usual functions, sigmoid and tanh, with s(z) = 1/2 + 1/2 tanh(z / 2). Gates stand side by side in the order i,
f, g, o. A step of the walk is a product of the state with the kernels of all gates, which BLAS computes for compiled
code too, and a few passes over rows that are in the cache. As one routine for all steps, it asks for Python's lock once
and not some hundred times: of two threads, each waited for the other's lock for long.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg.cython_blas  # noqa: F401, what np.dot calls in compiled code
from numba import njit

from sutja.nn import blas
from sutja.nn.layers.tanh_jit import sigmoid, tanh

__all__ = ["backward", "forward"]

blas.look_again()


@njit(inline="always", nogil=True, cache=True, error_model="numpy", fastmath={"contract"})
def _gates(row: Any, units: int) -> Any:
    """The numbers of i, f, g and o; counted from 0, for a compiler that must be sure that no index is negative."""
    return row[:units], row[units : 2 * units], row[2 * units : 3 * units], row[3 * units :]


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract"})
def forward(z: Any, kernel: Any, h: Any, c: Any, seen: Any, product: Any) -> None:
    """Walk from the first step to the last; all arrays are float32 and in one piece.

    Args:
        z: (time, batch, 4 units), x_t W + b; the gates in the end.
        kernel: U, (units, 4 units).
        h, c: (time + 1, batch, units); the first entry is given, the others are filled.
        seen: (time, batch, units), for f(c_t).
        product: (batch, 4 units), for h U.
    """
    steps, rows, width = z.shape
    units = width // 4
    for t in range(steps):
        np.dot(h[t], kernel, product)
        for row in range(rows):
            i, f, g, o = _gates(z[t, row], units)
            more_i, more_f, more_g, more_o = _gates(product[row], units)
            old, new, s, out = c[t, row], c[t + 1, row], seen[t, row], h[t + 1, row]
            for k in range(units):  # each loop of few arrays, so that the compiler uses vectors
                i[k] = sigmoid(i[k] + more_i[k])
            for k in range(units):
                f[k] = sigmoid(f[k] + more_f[k])
            for k in range(units):
                g[k] = tanh(g[k] + more_g[k])
            for k in range(units):
                o[k] = sigmoid(o[k] + more_o[k])
            for k in range(units):
                new[k] = f[k] * old[k] + i[k] * g[k]
            for k in range(units):
                s[k] = tanh(new[k])
            for k in range(units):
                out[k] = o[k] * s[k]


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract"})
def backward(dy: Any, dz: Any, turned: Any, a: Any, c: Any, seen: Any, dh: Any, dc: Any) -> None:
    """Walk from the last step to the first.

    Args:
        dy: (time, batch, units), what the loss says about the output of each step, which may lie in memory in any
            order; (0, batch, units) where it says nothing but what is in ``dh``.
        dz: (time, batch, 4 units), for the slopes by x_t W + b + h U.
        turned: U^T, (4 units, units).
        a, c, seen: What ``forward`` left.
        dh, dc: (batch, units), the slopes by the last states; those by the first in the end.
    """
    steps, rows, width = dz.shape
    units, one = width // 4, np.float32(1)
    for t in range(steps - 1, -1, -1):
        for row in range(rows):
            i, f, g, o = _gates(a[t, row], units)
            by_i, by_f, by_g, by_o = _gates(dz[t, row], units)
            old, s, down, cell = c[t, row], seen[t, row], dh[row], dc[row]
            if len(dy):
                for k in range(units):
                    down[k] += dy[t, row, k]
            for k in range(units):
                by_o[k] = down[k] * s[k] * o[k] * (one - o[k])
            for k in range(units):
                cell[k] += down[k] * o[k] * (one - s[k] * s[k])
            for k in range(units):
                by_i[k] = cell[k] * g[k] * i[k] * (one - i[k])
            for k in range(units):
                by_g[k] = cell[k] * i[k] * (one - g[k] * g[k])
            for k in range(units):
                by_f[k] = cell[k] * old[k] * f[k] * (one - f[k])
            for k in range(units):
                cell[k] *= f[k]
        np.dot(dz[t], turned, dh)
