"""The slope of ReLU in one pass over memory: see :mod:`sutja.nn.activations.relu`."""

from __future__ import annotations

from typing import Any

from numba import njit

__all__ = ["backward"]


@njit(nogil=True, cache=True)
def backward(dy: Any, y: Any, dx: Any) -> None:
    """dx = dy where y > 0, else 0; flat arrays of one length."""
    for i in range(len(dy)):
        dx[i] = dy[i] if y[i] > 0 else dy.dtype.type(0)
