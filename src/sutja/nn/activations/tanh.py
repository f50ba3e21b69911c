"""tanh: y = (exp(x) - exp(-x)) / (exp(x) + exp(-x)), a sigmoid from -1 to 1."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.tanh(x, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dy/dx = 1 - y^2."""
    return np.multiply(dy, 1 - y * y, out=out)


tanh = Activation("tanh", _forward, _backward)
