"""Gradient descent: walk downhill, a step at a time.

The gradient points uphill, so

    x <- x - lr df/dx

goes down, if the learning rate lr is small enough. How far one step goes is the slope times lr: long strides on a steep
slope, short ones near the bottom, where the slope is 0.

On f(x) = x0^2 + x1^2 the gradient is 2x, so each step multiplies x by 1 - 2 lr, and everything can be seen:

    lr = 0.01   x shrinks to 0.98 x: towards the lowest point, 87 % of the way in 100 steps
    lr = 1e-10  x stays where it is
    lr = 0.5    x is at the bottom after one step (only on this surface)
    lr = 1      x jumps to -x and back for ever
    lr = 10     x becomes -19 x: away, faster and faster

The lowest point of a valley need not be the lowest one of all. Deck experiment ``B-numerical-gradient``.

The engine's part: :class:`sutja.nn.optimizers.SGD`, with gradients from back-propagation on one batch at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sutja.checks import above_0, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats
from sutja.nn.primer.numerical_gradient import numerical_gradient
from sutja.nn.typing import Array

__all__ = ["descent_path", "gradient_descent"]


def gradient_descent(f: Callable[[Array], Any], start: Any, learning_rate: float = 0.01, steps: int = 100) -> Array:
    """Where one is after ``steps`` steps downhill on ``f`` from ``start``; an array of the shape of ``start``.

    >>> print(gradient_descent(lambda x: x[0] ** 2 + x[1] ** 2, [-3.0, 4.0], learning_rate=0.1).round(6))
    [-0.  0.]
    """
    return descent_path(f, start, learning_rate, steps)[-1]


def descent_path(f: Callable[[Array], Any], start: Any, learning_rate: float = 0.01, steps: int = 100) -> Array:
    """All places on the way, (steps + 1, *shape of ``start``), of which the first is ``start``.

    Args:
        f: A function from an array to one number.
        start: Where to begin; it is not changed.
        learning_rate: How far to go for each unit of slope.
        steps: How often.

    Raises:
        InvalidArgument: The learning rate is not above 0, or the number of steps no whole number from 0.
    """
    above_0("learning_rate", learning_rate)
    x = floats("start", start).copy()
    if not np.all(np.isfinite(x)):
        raise invalid("start", _("finite numbers"), x)
    path = [x.copy()]
    for _step in range(whole("steps", steps, least=0)):
        x -= learning_rate * numerical_gradient(f, x)
        path.append(x.copy())
    return np.array(path)
