"""Log-sigmoid: y = log(1 / (1 + exp(-x))), the logarithm of a probability."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    """y = min(x, 0) - log(1 + exp(-|x|)): the same function, written so that no exponential overflows."""
    rest = np.log1p(np.exp(-np.abs(x)))
    return np.subtract(np.minimum(x, 0), rest, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dy/dx = 1 - sigmoid(x) = 1 - exp(y)."""
    return np.multiply(dy, -np.expm1(y), out=out)


log_sigmoid = Activation("log_sigmoid", _forward, _backward)
