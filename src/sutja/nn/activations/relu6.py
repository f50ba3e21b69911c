"""ReLU6: y = min(max(x, 0), 6), a ReLU that low-precision arithmetic can hold. Krizhevsky 2010."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.clip(x, 0, 6, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """Slope 1 between 0 and 6, else 0."""
    return np.multiply(dy, (y > 0) & (y < 6), out=out)


relu6 = Activation("relu6", _forward, _backward)
