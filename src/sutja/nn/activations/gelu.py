"""GELU: y = x P(z <= x) for a standard normal z: an input is let through by how large it is among its like.

    exact         y = x (1 + erf(x / sqrt(2))) / 2
    approximate   y = x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2

Hendrycks and Gimpel 2016.
"""

from __future__ import annotations

import math

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array

ROOT_2_OVER_PI = math.sqrt(2 / math.pi)
CUBE = 0.044715
_ERF = np.frompyfunc(math.erf, 1, 1)


def _gelu(approximate: bool = False) -> Activation:
    forward, backward = (_tanh_forward, _tanh_backward) if approximate else (_forward, _backward)
    return Activation("gelu", forward, backward, from_input=True, variant=_gelu)


def _normal_cdf(x: Array) -> Array:
    """P(z <= x) = (1 + erf(x / sqrt(2))) / 2, number by number: NumPy has no erf of whole arrays, Python has one."""
    erf = np.asarray(_ERF(x * math.sqrt(0.5)), x.dtype)
    cdf: Array = 0.5 * (1 + erf)
    return cdf


def _forward(x: Array, out: Array | None) -> Array:
    return np.multiply(x, _normal_cdf(x), out=out)


def _backward(dy: Array, x: Array, out: Array | None) -> Array:
    """dy/dx = P(z <= x) + x p(x), with the density p(x) = exp(-x^2 / 2) / sqrt(2 pi)."""
    density = np.exp(x * x * -0.5) / math.sqrt(2 * math.pi)
    return np.multiply(dy, _normal_cdf(x) + x * density, out=out)


def _tanh_forward(x: Array, out: Array | None) -> Array:
    t = np.tanh(ROOT_2_OVER_PI * (x + CUBE * (x * x * x)))
    return np.multiply(x, 0.5 * (1 + t), out=out)


def _tanh_backward(dy: Array, x: Array, out: Array | None) -> Array:
    """With t the tanh and u what it is taken of: dy/dx = (1 + t) / 2 + x (1 - t^2) u' / 2."""
    square = x * x
    t = np.tanh(ROOT_2_OVER_PI * (x + CUBE * (square * x)))
    slope = ROOT_2_OVER_PI * (1 + 3 * CUBE * square)
    return np.multiply(dy, 0.5 * (1 + t) + 0.5 * x * ((1 - t * t) * slope), out=out)


gelu = _gelu()
