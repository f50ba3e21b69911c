"""Hard sigmoid: y = min(max(x + 3, 0), 6) / 6, a sigmoid made of three straight lines."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    y = np.clip(np.add(x, 3, out=out), 0, 6, out=out)
    return np.divide(y, 6, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """Slope 1/6 between the two corners, else 0."""
    return np.multiply(dy, ((y > 0) & (y < 1)) / np.asarray(6, y.dtype), out=out)


hard_sigmoid = Activation("hard_sigmoid", _forward, _backward)
