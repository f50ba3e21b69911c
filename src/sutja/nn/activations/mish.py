"""Mish: y = x tanh(softplus(x)), smooth everywhere and slightly negative below 0. Misra 2019."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.activations.sigmoid import sigmoid
from sutja.nn.activations.softplus import softplus
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.multiply(x, np.tanh(softplus(x)), out=out)


def _backward(dy: Array, x: Array, out: Array | None) -> Array:
    """With t = tanh(softplus(x)): dy/dx = t + x (1 - t^2) sigmoid(x), the slope of softplus being the sigmoid."""
    t = np.tanh(softplus(x))
    return np.multiply(dy, t + x * (1 - t * t) * sigmoid(x), out=out)


mish = Activation("mish", _forward, _backward, from_input=True)
