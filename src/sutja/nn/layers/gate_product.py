"""The matrix products of a recurrent layer: one kernel for all gates, with dropout before it.

A layer with G gates holds their kernels side by side, W = [W_1 | ... | W_G], and computes all gates at once:

    y = (x m) W          one set of dropout factors m for all gates, or none
    y_k = (x m_k) W_k    a set of factors for each gate k

The factors are drawn once a sequence and stay the same for all of its time steps: what is dropped is a unit, not a
moment. Gal and Ghahramani 2016.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sutja.nn.decisions import decisions
from sutja.nn.typing import Array

__all__ = ["dropout_factors", "input_gradient", "kernel_gradient", "product"]


def dropout_factors(start: int, rate: float, shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> Array:
    """Factors of ``shape`` = (sets, batch, n): 0 with probability ``rate``, else 1 / (1 - rate)."""
    keep = 1 - rate
    return np.multiply(decisions(start, keep, shape), dtype.type(1 / keep))


def product(x: Array, kernel: Array, factors: Array | None, out: Array) -> Array:
    """y for x (..., batch, n), into ``out`` (..., batch, G units)."""
    rows = out.reshape(-1, out.shape[-1])
    for gates, seen in _seen(x, kernel, factors):
        np.matmul(seen.reshape(-1, x.shape[-1]), kernel[:, gates], out=rows[:, gates])
    return out


def kernel_gradient(x: Array, dy: Array, factors: Array | None, out: Array) -> Array:
    """dW_k = (x m_k)^T dy_k, summed over all leading dimensions, into ``out`` (n, G units)."""
    rows = dy.reshape(-1, dy.shape[-1])
    for gates, seen in _seen(x, out, factors):
        np.matmul(seen.reshape(-1, x.shape[-1]).T, rows[:, gates], out=out[:, gates])
    return out


def input_gradient(dy: Array, kernel: Array, factors: Array | None, out: Array) -> Array:
    """dx = sum over k of (dy_k W_k^T) m_k, into ``out`` (..., batch, n)."""
    if factors is None:
        np.matmul(dy.reshape(-1, dy.shape[-1]), kernel.T, out=out.reshape(-1, out.shape[-1]))
        return out
    out[...] = 0
    for own, gates in zip(factors, _gates(kernel, len(factors)), strict=True):
        out += (dy[..., gates] @ kernel[:, gates].T) * own
    return out


def _seen(x: Array, kernel: Array, factors: Array | None) -> Iterator[tuple[slice, Array]]:
    """For each set of gates that share factors: which columns of the kernel they are, and x as they see it."""
    if factors is None:
        yield slice(None), x
    else:
        for own, gates in zip(factors, _gates(kernel, len(factors)), strict=True):
            yield gates, x * own


def _gates(kernel: Array, sets: int) -> list[slice]:
    width = kernel.shape[1] // sets
    return [slice(i * width, (i + 1) * width) for i in range(sets)]
