"""SiLU, also called swish: y = x s(x) with the sigmoid s: a ReLU that bends. Elfwing et al. 2017."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.activations.sigmoid import sigmoid
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.multiply(x, sigmoid(x), out=out)


def _backward(dy: Array, x: Array, out: Array | None) -> Array:
    """dy/dx = s + x s (1 - s)."""
    s = sigmoid(x)
    return np.multiply(dy, s * (1 + x * (1 - s)), out=out)


silu = Activation("silu", _forward, _backward, from_input=True)
