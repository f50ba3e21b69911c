"""ReLU: y = max(x, 0).

Its slope is 1 where a unit is on and 0 where it is off, so a gradient passes through many layers without
shrinking; this is what made deep networks trainable where the sigmoid stalls (deck experiments
``A-hidden50x2-sigmoid`` and ``A-hidden50x2-relu``). Nair and Hinton 2010.

With its arguments, a unit is on above ``threshold`` t, gives no more than ``max_value`` m, and leaks with
``negative_slope`` a when it is off:

    y = min(x, m) for x > t,    a (x - t) otherwise.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sutja.nn import jit
from sutja.nn.activations.activation import Activation
from sutja.nn.activations.leaky_relu import leaky_relu
from sutja.nn.typing import Array

PIECE = 1 << 15  # numbers


def _forward(x: Array, out: Array | None) -> Array:
    """max(x, 0); with zeros in an array, because NumPy's vector instructions for ``maximum`` need one on both sides.

    That takes a quarter of the time that the number 0 does. It goes piece by piece, so that few zeros will do.
    """
    if out is None or not (x.flags.c_contiguous and out.flags.c_contiguous):
        return np.maximum(x, 0, out=out)
    numbers, results, zeros = x.reshape(-1), out.reshape(-1), _zeros(x.dtype.char)
    for start in range(0, x.size, PIECE):
        piece = slice(start, start + PIECE)
        np.maximum(numbers[piece], zeros[: x.size - start], out=results[piece])
    return out


@lru_cache
def _zeros(dtype: str) -> Array:
    return np.zeros(PIECE, dtype)


def _backward(dy: Array, y: Array, out: Array | None) -> Array:
    """dx = dy where y > 0, else 0 (at x = 0 the slope is taken as 0, as Keras does)."""
    if out is not None and jit.wanted(dy, y, out):
        from sutja.nn.activations.relu_jit import backward

        backward(dy.reshape(-1), y.reshape(-1), out.reshape(-1))
        return out
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
