"""Losses: one number that says how wrong an answer is. 0 is perfect, and to learn is to make it smaller.

With y what the network says, t what is true, one number each for every output:

    half squared error   E = 1/2 sum_k (y_k - t_k)^2            slope  y_k - t_k
    mean squared error   E = 1/m sum_k (y_k - t_k)^2            slope  2/m (y_k - t_k)
    cross-entropy        E = - sum_k t_k log y_k                slope  -t_k / y_k

The deck calls the first one the mean squared error. It is neither a mean nor the engine's: the half is there because
it cancels the 2 of the derivative. Both have their lowest point at the same y.

Cross-entropy with a one-hot t is minus the logarithm of the probability that was given to the right class: 0 for
probability 1, 0.69 for 1/2, 2.3 for 1/10, and without bound towards 0. It asks only what the right class got; the
other classes count because all of them share one whole.

Why not count the wrong answers instead? Because that number has no slope: a small change of a weight changes no
answer, and then all of a sudden one. Deck experiments ``B-mse`` and ``B-cross-entropy``.

The engine's part: :mod:`sutja.nn.losses`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.primer.checks import floats, matrix, same_shape
from sutja.nn.primer.labels import targets
from sutja.nn.typing import Array

__all__ = ["batch_cross_entropy", "cross_entropy", "half_squared_error", "mean_squared_error"]

TINY = 1e-7
"""Added to a probability before its logarithm: log 0 is minus infinity, and 0 times that is no number (nan)."""


def half_squared_error(y: Any, t: Any) -> float:
    """1/2 sum (y - t)^2 of numbers y and t of one shape: the deck's "mean squared error".

    >>> half_squared_error([0.5, 0.5], [0.0, 1.0])
    0.25
    """
    y, t = _pair(y, t)
    return float(0.5 * np.sum((y - t) ** 2))


def mean_squared_error(y: Any, t: Any) -> float:
    """The mean of (y - t)^2 of numbers y and t of one shape, the engine's ``mean_squared_error``."""
    y, t = _pair(y, t)
    return float(np.mean((y - t) ** 2))


def cross_entropy(y: Any, t: Any) -> float:
    """-sum t log(y + 1e-7) of one sample: probabilities y (classes,) and a one-hot t (classes,).

    >>> round(cross_entropy([0.1, 0.6, 0.3], [0, 1, 0]), 2)
    0.51
    """
    y, t = _pair(y, t)
    return float(-np.sum(t * np.log(y + TINY)))


def batch_cross_entropy(y: Any, t: Any) -> float:
    """The mean of the cross-entropies of a batch, -1/n sum_i sum_k t_ik log(y_ik + 1e-7).

    The mean, not the sum: so the loss, and with it the right learning rate, does not depend on the size of the batch.

    Args:
        y: Probabilities, (n, classes).
        t: Labels, whole numbers (n,) or one-hot rows (n, classes).

    Raises:
        InvalidArgument: Labels and samples do not match.
    """
    y = matrix("y", y)
    return float(-np.sum(targets(t, y) * np.log(y + TINY)) / len(y))


def _pair(y: Any, t: Any) -> tuple[Array, Array]:
    y, t = floats("y", y), floats("t", t)
    same_shape("t", t, "y", y)
    return y, t
