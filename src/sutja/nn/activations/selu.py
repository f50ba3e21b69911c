"""SELU: y = scale x for x > 0 and scale alpha (exp(x) - 1) below.

The two constants are such that inputs of mean 0 and variance 1 give outputs of mean 0 and variance 1, so that a
deep network normalises itself. Klambauer et al. 2017.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array

ALPHA = 1.6732632423543772848170429916717
SCALE = 1.0507009873554804934193349852946


def _forward(x: Array, out: Array | None) -> Array:
    below = np.expm1(np.minimum(x, 0))
    below *= ALPHA
    y = np.add(np.maximum(x, 0), below, out=out)
    y *= SCALE
    return y


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """Below 0, dy/dx = scale alpha exp(x) = y + scale alpha; above, scale."""
    slope = np.where(y > 0, np.asarray(SCALE, y.dtype), y + np.asarray(SCALE * ALPHA, y.dtype))
    return np.multiply(dy, slope, out=out)


selu = Activation("selu", _forward, _backward)
