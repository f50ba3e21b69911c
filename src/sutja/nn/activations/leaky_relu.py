"""Leaky ReLU: y = x for x >= 0 and slope x below, so that a unit which is off can still learn.

The slope 0.2 is that of ``keras.activations.leaky_relu``; deck B draws it with 0.1. Maas, Hannun and Ng 2013.
"""

from __future__ import annotations

import numpy as np

from sutja.checks import number
from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _leaky_relu(negative_slope: float = 0.2) -> Activation:
    negative_slope = number("negative_slope", negative_slope)
    farther_up = np.maximum if negative_slope <= 1 else np.minimum

    def forward(x: Array, out: Array | None) -> Array:
        return farther_up(x, negative_slope * x, out=out)

    def backward(dy: Array, kept: Array, out: Array | None) -> Array:
        """dx = dy where x >= 0, else slope dy; y has the sign of x, unless the slope is 0."""
        slope = np.where(kept < 0, np.asarray(negative_slope, kept.dtype), np.asarray(1, kept.dtype))
        return np.multiply(dy, slope, out=out)

    return Activation("leaky_relu", forward, backward, from_input=negative_slope == 0, variant=_leaky_relu)


leaky_relu = _leaky_relu()
