"""Softsign: y = x / (1 + |x|), a tanh that saturates more slowly. Turian et al. 2009."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.divide(x, 1 + np.abs(x), out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dy/dx = 1 / (1 + |x|)^2 = (1 - |y|)^2."""
    return np.multiply(dy, np.square(1 - np.abs(y)), out=out)


softsign = Activation("softsign", _forward, _backward)
