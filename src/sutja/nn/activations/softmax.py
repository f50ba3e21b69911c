"""Softmax: y_k = exp(x_k) / sum_j exp(x_j) over ``axis``; scores become probabilities that add up to 1.

Subtracting the largest score first changes nothing, since it cancels in the fraction, and keeps exp from
overflowing.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _softmax(axis: int | tuple[int, ...] = -1) -> Activation:
    def forward(x: Array, out: Array | None) -> Array:
        y = np.subtract(x, np.maximum.reduce(x, axis=axis, keepdims=True), out=out)
        y = np.exp(y, out=out)
        return np.divide(y, np.add.reduce(y, axis=axis, keepdims=True), out=out)

    def backward(dy: Array, y: Array, out: Array | None) -> Array:
        """Each output depends on every score: dy_j/dx_k = y_j ([j = k] - y_k), so dx_k = y_k (dy_k - sum dy_j y_j)."""
        along = np.add.reduce(dy * y, axis=axis, keepdims=True)
        return np.multiply(y, dy - along, out=out)

    return Activation("softmax", forward, backward, variant=_softmax)


softmax = _softmax()
