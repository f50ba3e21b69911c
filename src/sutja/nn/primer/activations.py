"""Activation functions: what a unit makes of its total.

A perceptron answers 0 or 1 and nothing between, so a small change of a weight mostly changes nothing, and nothing
tells in which direction to change it. Learning needs a function with a slope:

    step        1 if x > 0, else 0              no slope anywhere
    identity    x                               the output of a regression
    sigmoid     1 / (1 + exp(-x))               the step made smooth, from 0 to 1
    tanh        (e^x - e^-x) / (e^x + e^-x)     a sigmoid from -1 to 1
    relu        max(0, x)                       slope 1 where it is on, 0 where it is off
    leaky_relu  max(0.1 x, x)                   a little slope where ReLU has none
    elu         x if x > 0, else a (e^x - 1)    the same, bent smoothly towards -a
    maxout      max_k (x w_k + b_k)             the bend itself is learnt

Without any of them, layers of sums would be one layer of sums: (x A) B = x (A B). Deck experiment ``B-activations``.

All of them but ``maxout`` take any shape and give it back. The engine's part: :mod:`sutja.nn.activations`, each with
its derivative.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats
from sutja.nn.typing import Array

__all__ = ["elu", "identity", "leaky_relu", "maxout", "naive_sigmoid", "relu", "sigmoid", "step", "tanh"]


def step(x: Any) -> Array:
    """1 where x > 0, else 0: the perceptron's own.

    >>> print(step([-1.0, 1.0, 2.0]))
    [0 1 1]
    """
    return np.where(floats("x", x) > 0, 1, 0)


def identity(x: Any) -> Array:
    """x as it is, for an output that may be any number."""
    return floats("x", x)


def naive_sigmoid(x: Any) -> Array:
    """1 / (1 + exp(-x)), as the formula says it.

    For x below about -709 (in float32 below -88) exp(-x) is larger than the largest float and becomes infinite. The
    result, 1 / inf = 0, is still right, but NumPy warns of an overflow, and a warning that comes all the time hides
    the one that matters. See :func:`sigmoid`.
    """
    return 1 / (1 + np.exp(-floats("x", x)))


def sigmoid(x: Any) -> Array:
    """1 / (1 + exp(-x)) for any x.

    With e = exp(-|x|), which is never above 1: for x >= 0 the formula is 1 / (1 + e); for x < 0, multiplying above
    and below by exp(x) = e gives e / (1 + e).

    >>> print(sigmoid([-1.0, 1.0, 2.0]).round(8))
    [0.26894142 0.73105858 0.88079708]
    """
    x = floats("x", x)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def tanh(x: Any) -> Array:
    """The hyperbolic tangent, 2 sigmoid(2x) - 1: like the sigmoid, but with 0 in its middle."""
    return np.tanh(floats("x", x))


def relu(x: Any) -> Array:
    """The larger of x and 0.

    >>> print(relu([-1.0, 1.0, 2.0]))
    [0. 1. 2.]
    """
    return np.maximum(0, floats("x", x))


def leaky_relu(x: Any, negative_slope: float = 0.1) -> Array:
    """x where x > 0, else ``negative_slope`` x. The deck's slope is 0.1; Keras' is 0.2."""
    x = floats("x", x)
    return np.where(x > 0, x, negative_slope * x)


def elu(x: Any, alpha: float = 1.0) -> Array:
    """x where x > 0, else ``alpha`` (exp(x) - 1), which tends to ``-alpha``.

    The exponential is taken of negative numbers only: ``np.where`` computes both of its sides everywhere, and that of
    a large x would overflow.
    """
    x = floats("x", x)
    return np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - 1))


def maxout(x: Any, w: Any, b: Any) -> Array:
    """The largest of k weighted sums, each with weights of its own: a function with k - 1 bends that are learnt.

    Args:
        x: (n, inputs).
        w: (k, inputs, outputs).
        b: (k, outputs).

    Returns:
        (n, outputs), max over k of x w_k + b_k. With k = 2, w = (-1, 1) and b = 0 that is |x|.

    Raises:
        InvalidArgument: The shapes are not these.
    """
    x, w, b = floats("x", x), floats("w", w), floats("b", b)
    if x.ndim != 2:
        raise invalid("x", _("one sample a row, shape (n, inputs)"), x)
    if w.ndim != 3 or w.shape[1] != x.shape[1]:
        raise invalid("w", _("shape (k, {inputs}, outputs), as `x` has {inputs} columns", inputs=x.shape[1]), w)
    if b.shape != (w.shape[0], w.shape[2]):
        raise invalid("b", _("shape {shape} for `{name}`", shape=(w.shape[0], w.shape[2]), name="w"), b)
    return np.max([x @ w_k + b_k for w_k, b_k in zip(w, b, strict=True)], axis=0)
