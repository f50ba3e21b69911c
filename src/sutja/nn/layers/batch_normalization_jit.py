"""Batch normalisation in two passes over memory each way: see :mod:`sutja.nn.layers.batch_normalization`.

Forwards one is for the moments and one for the result, backwards one for the sums and one for the slope; NumPy takes
two to four for each. Moments and sums are found block by block, while a block is in the nearest cache, and what blocks
have found is added up in float64: mean and squares by Chan's rule, as shards combine theirs.

All take matrices ``(rows, channels)`` that lie in one piece and vectors ``(channels,)``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

__all__ = ["input_gradient", "moments", "normalize", "sums"]

BLOCK = 64  # rows


@njit(nogil=True, cache=True)
def moments(x: Any, mean: Any, squares: Any) -> None:
    """The mean of each column, and the sum of the squared distances from it."""
    rows, channels = x.shape
    means, distances = np.zeros(channels), np.zeros(channels)
    own, part = np.empty(channels, x.dtype), np.empty(channels, x.dtype)
    for first in range(0, rows, BLOCK):
        last = min(first + BLOCK, rows)
        own[:] = 0
        for r in range(first, last):
            row = x[r]
            for c in range(channels):
                own[c] += row[c]
        own /= x.dtype.type(last - first)
        part[:] = 0
        for r in range(first, last):
            row = x[r]
            for c in range(channels):
                part[c] += (row[c] - own[c]) ** 2
        share = (last - first) / last  # of this block in all rows so far
        for c in range(channels):
            apart = own[c] - means[c]
            means[c] += apart * share
            distances[c] += part[c] + apart * apart * first * share
    mean[:], squares[:] = means, distances


@njit(nogil=True, cache=True)
def normalize(x: Any, mean: Any, inverse: Any, gamma: Any, beta: Any, normalized: Any, y: Any) -> None:
    """x^ = (x - mean) inverse into ``normalized``, and gamma x^ + beta into ``y``."""
    rows, channels = x.shape
    for r in range(rows):
        row, line, result = x[r], normalized[r], y[r]
        for c in range(channels):
            line[c] = number = (row[c] - mean[c]) * inverse[c]
            result[c] = number * gamma[c] + beta[c]


@njit(nogil=True, cache=True)
def sums(dy: Any, normalized: Any, along_1: Any, along_x: Any) -> None:
    """The sums of dy and of dy x^ down each column."""
    rows, channels = dy.shape
    totals = np.zeros((2, channels))
    parts = np.empty((2, channels), dy.dtype)
    slopes, products = parts[0], parts[1]
    for first in range(0, rows, BLOCK):
        parts[:] = 0
        for r in range(first, min(first + BLOCK, rows)):
            row, line = dy[r], normalized[r]
            for c in range(channels):
                slopes[c] += row[c]
                products[c] += row[c] * line[c]
        totals += parts
    along_1[:], along_x[:] = totals[0], totals[1]


@njit(nogil=True, cache=True)
def input_gradient(dy: Any, normalized: Any, along_1: Any, along_x: Any, factor: Any, dx: Any) -> None:
    """dx = (dy - along_1 - x^ along_x) factor; the sums are divided by the number of rows already."""
    rows, channels = dy.shape
    for r in range(rows):
        row, line, slope = dy[r], normalized[r], dx[r]
        for c in range(channels):
            slope[c] = (row[c] - along_1[c] - line[c] * along_x[c]) * factor[c]
