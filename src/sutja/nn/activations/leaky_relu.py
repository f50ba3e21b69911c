"""Leaky ReLU: y = x for x >= 0 and 0.2 x below, so that a unit which is off can still learn.

The slope 0.2 is that of ``keras.activations.leaky_relu``; deck B draws it with 0.1. Maas, Hannun and Ng 2013.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array

SLOPE = 0.2


def _forward(x: Array, out: Array | None) -> Array:
    return np.maximum(x, SLOPE * x, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dx = dy where y >= 0, else 0.2 dy; y has the sign of x."""
    return np.multiply(dy, np.where(y < 0, np.asarray(SLOPE, y.dtype), np.asarray(1, y.dtype)), out=out)


leaky_relu = Activation("leaky_relu", _forward, _backward)
