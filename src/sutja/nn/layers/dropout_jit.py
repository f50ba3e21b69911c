"""Dropout in one pass over memory: see :mod:`sutja.nn.layers.dropout` and, for the bits, :mod:`sutja.nn.decisions`."""

from __future__ import annotations

from typing import Any

from numba import njit, uint64

from sutja.nn import decisions

__all__ = ["drop"]

_EACH, _FIRST, _SECOND = uint64(decisions.EACH), uint64(decisions.FIRST), uint64(decisions.SECOND)


@njit(nogil=True, cache=True)
def drop(start: Any, threshold: Any, scale: Any, x: Any, y: Any) -> None:
    """y = x ``scale`` where the decisions from ``start`` on are yes, else 0. Flat arrays of one length."""
    whole = len(x) // 4
    for word in range(whole):
        z = _word(start, word)
        for i in range(4):  # a fixed number, so that the compiler makes vectors of the loop around it
            y[4 * word + i] = x[4 * word + i] * _factor(z, i, threshold, scale)
    z = _word(start, whole)
    for i in range(len(x) - 4 * whole):
        y[4 * whole + i] = x[4 * whole + i] * _factor(z, i, threshold, scale)


@njit(nogil=True, cache=True)
def _word(start: Any, place: Any) -> Any:
    z = start + uint64(place + 1) * _EACH
    z = (z ^ (z >> uint64(30))) * _FIRST
    z = (z ^ (z >> uint64(27))) * _SECOND
    return z ^ (z >> uint64(31))


@njit(nogil=True, cache=True)
def _factor(word: Any, i: Any, threshold: Any, scale: Any) -> Any:
    return scale if ((word >> uint64(16 * i)) & uint64(0xFFFF)) < threshold else type(scale)(0)
