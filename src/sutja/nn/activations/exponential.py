"""exponential: y = exp(x), for outputs that are positive, such as a rate."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.exp(x, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """The function that is its own slope: dy/dx = y."""
    return np.multiply(dy, y, out=out)


exponential = Activation("exponential", _forward, _backward)
