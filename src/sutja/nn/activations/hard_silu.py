"""Hard SiLU, also called hard swish: y = x h(x) with the hard sigmoid h. Howard et al. 2019."""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.activations.hard_sigmoid import hard_sigmoid
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.multiply(x, hard_sigmoid(x), out=out)


def _backward(dy: Array, x: Array, out: Array | None) -> Array:
    """dy/dx = h + x h', where h' is 1/6 for -3 < x < 3 and 0 elsewhere."""
    slope = hard_sigmoid(x)
    slope += (np.abs(x) < 3) * (x / 6)
    return np.multiply(dy, slope, out=out)


hard_silu = Activation("hard_silu", _forward, _backward, from_input=True)
