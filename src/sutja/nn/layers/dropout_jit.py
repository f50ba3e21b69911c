"""Dropout in one pass over memory: see :mod:`sutja.nn.layers.dropout`."""

from __future__ import annotations

from typing import Any

from numba import njit

__all__ = ["drop"]


@njit(nogil=True, cache=True)
def drop(bits: Any, threshold: Any, scale: Any, x: Any, factors: Any, y: Any) -> None:
    """factors = scale where ``bits`` are below ``threshold``, else 0; y = x factors. Flat arrays of one length."""
    zero = x.dtype.type(0)
    for i in range(len(x)):
        factor = scale if bits[i] < threshold else zero
        factors[i] = factor
        y[i] = x[i] * factor
