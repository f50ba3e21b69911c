"""ReLU: y = max(x, 0).

Its slope is 1 where a unit is on and 0 where it is off, so a gradient passes through many layers without
shrinking; this is what made deep networks trainable where the sigmoid stalls (deck experiments
``A-hidden50x2-sigmoid`` and ``A-hidden50x2-relu``). Nair and Hinton 2010.

With its arguments, a unit is on above ``threshold`` t, gives no more than ``max_value`` m, and leaks with
``negative_slope`` a when it is off:

    y = min(x, m) for x > t,    a (x - t) otherwise.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.activations.leaky_relu import leaky_relu
from sutja.nn.typing import Array


def _forward(x: Array, out: Array | None) -> Array:
    return np.maximum(x, 0, out=out)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dx = dy where y > 0, else 0 (at x = 0 the slope is taken as 0, as Keras does)."""
    return np.multiply(dy, y > 0, out=out)


def _variant(negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0) -> Activation:
    if max_value is None and not threshold:
        return leaky_relu.with_arguments(negative_slope) if negative_slope else relu

    def forward(x: Array, out: Array | None) -> Array:
        off = np.minimum(x - threshold, 0)
        off *= negative_slope
        on = np.where(x > threshold, x, np.zeros((), x.dtype))
        if max_value is not None:
            np.clip(on, 0, max_value, out=on)
        return np.add(on, off, out=out)

    def backward(dy: Array, x: Array, out: Array | None) -> Array:
        """Slope 1 between threshold and largest value, 0 above it, a below."""
        slope = (x > threshold).astype(x.dtype)
        if max_value is not None:
            slope *= (x > 0) & (x < max_value)
        slope += (x < threshold) * np.asarray(negative_slope, x.dtype)
        return np.multiply(dy, slope, out=out)

    return Activation("relu", forward, backward, from_input=True, variant=_variant)


relu = Activation("relu", _forward, _backward, variant=_variant)
