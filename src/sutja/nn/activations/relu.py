"""ReLU: y = max(x, 0).

Its slope is 1 where a unit is on and 0 where it is off, so a gradient passes through many layers without
shrinking; this is what made deep networks trainable where the sigmoid stalls (deck experiments
``A-hidden50x2-sigmoid`` and ``A-hidden50x2-relu``). Nair and Hinton 2010.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.maximum(x, 0, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dx = dy where y > 0, else 0 (at x = 0 the slope is taken as 0, as Keras does)."""
    return np.multiply(dy, y > 0, out=out)


relu = Activation("relu", _forward, _backward)
