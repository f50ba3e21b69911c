"""Sigmoid: y = 1 / (1 + exp(-x)), the step of the perceptron made smooth.

Its slope is at most 1/4, so a gradient shrinks at least fourfold at each sigmoid layer it passes.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    """y = 0.5 (1 + tanh(x / 2)): the same function, written so that no exponential overflows."""
    y = np.tanh(np.multiply(x, 0.5, out=out), out=out)
    y = np.add(y, 1, out=out)
    return np.multiply(y, 0.5, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dy/dx = exp(-x) / (1 + exp(-x))^2 = y (1 - y)."""
    return np.multiply(dy, y * (1 - y), out=out)


sigmoid = Activation("sigmoid", _forward, _backward)
