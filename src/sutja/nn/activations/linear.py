"""linear: y = x, so dx = dy. The output of a regression, and of a layer whose activation follows on its own."""

from __future__ import annotations

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return x


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    return dy


linear = Activation("linear", _forward, _backward)
