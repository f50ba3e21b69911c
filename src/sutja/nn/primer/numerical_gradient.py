"""The numerical gradient: a slope found by trying.

The derivative of f at x is where (f(x + h) - f(x)) / h tends to as h goes to 0. A computer cannot go to 0, but taking
both sides comes much nearer for the same h:

    f'(x) ~ (f(x + h) - f(x - h)) / 2h

By Taylor's series f(x +- h) = f(x) +- h f'(x) + h^2/2 f''(x) +- h^3/6 f'''(x) + ..., so in the difference the terms
with h^2 cancel, and the error is about h^2/6 f'''(x): for h = 1e-4 some billionths, where one side alone errs by
h/2 f''(x), some hundred-thousandths. A smaller h is not better for ever: f is known to 16 digits, and the more digits
f(x + h) and f(x - h) have in common, the fewer their difference has left. Below h of about 1e-5 that outweighs.

A function of many numbers has one slope for each, the others held still (a partial derivative); all of them together
are the gradient, which points to where f grows fastest. It costs two values of f for each number: for a network with
40,000 weights, 80,000 forward passes for a single step. That is what back-propagation is for, and the numerical
gradient is what back-propagation is checked against. Deck experiment ``B-numerical-gradient``.

The engine's part: its tests hold the ``backward`` of every layer against this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.typing import Array

__all__ = ["numerical_derivative", "numerical_gradient"]

H = 1e-4


def numerical_derivative(f: Callable[[float], float], x: float) -> float:
    """The slope of a function of one number at ``x``.

    >>> round(numerical_derivative(lambda x: x**3, 2.0), 6)
    12.0
    """
    return (f(x + H) - f(x - H)) / (2 * H)


def numerical_gradient(f: Callable[[Array], Any], x: Array) -> Array:
    """The slope of ``f`` by each entry of ``x``, an array of the shape of ``x``.

    Args:
        f: A function from an array to one number.
        x: An array of floats of any shape. Its entries are changed one at a time, in place, and put back; so ``f``
            may also be a function that has ``x`` inside it, such as the loss of a network of which ``x`` is a weight.

    Raises:
        InvalidArgument: ``x`` holds whole numbers, to which h cannot be added, or ``f`` gives more than one number.

    >>> print(numerical_gradient(lambda x: x[0] ** 2 + x[1] ** 2, np.array([3.0, 4.0])).round(6))
    [6. 8.]
    """
    if not isinstance(x, np.ndarray) or x.dtype.kind != "f":
        raise invalid("x", _("an array of floats, such as np.array([3.0, 4.0])"), x)
    gradient = np.empty_like(x)
    for place in np.ndindex(x.shape):
        value = x[place]
        try:
            x[place] = value + H
            above = _one_number(f(x))
            x[place] = value - H
            below = _one_number(f(x))
        finally:
            x[place] = value
        gradient[place] = (above - below) / (2 * H)
    return gradient


def _one_number(value: Any) -> float:
    if np.ndim(value) > 0:
        raise invalid("f", _("a function that gives one number; np.sum adds up the entries of an array"), value)
    return float(value)
