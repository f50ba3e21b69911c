"""Softplus: y = log(1 + exp(x)), ReLU with its corner rounded off. Glorot, Bordes and Bengio 2011."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    """y = max(x, 0) + log(1 + exp(-|x|)): the same function, written so that no exponential overflows."""
    rest = np.log1p(np.exp(-np.abs(x)))
    return np.add(np.maximum(x, 0), rest, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dy/dx = exp(x) / (1 + exp(x)) = 1 - exp(-y), the sigmoid of x."""
    return np.multiply(dy, -np.expm1(-y), out=out)


softplus = Activation("softplus", _forward, _backward)
