"""ELU: y = x for x > 0 and exp(x) - 1 below: smooth at 0 and with a mean near 0. Clevert et al. 2016."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    below = np.expm1(np.minimum(x, 0))
    return np.add(np.maximum(x, 0), below, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """Below 0, dy/dx = exp(x) = y + 1; above, 1."""
    return np.multiply(dy, np.minimum(y, 0) + 1, out=out)


elu = Activation("elu", _forward, _backward)
