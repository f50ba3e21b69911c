"""Softmax: scores become probabilities.

    y_k = exp(a_k) / sum_j exp(a_j)

Every y_k lies between 0 and 1, they add up to 1, and the order of the scores is kept. It is the output of a network
that chooses among classes, with one unit a class; a network that predicts a quantity gives its scores as they are
(``identity``). Deck experiment ``B-softmax``.

Only differences of scores count. Adding a constant c to all of them multiplies above and below by exp(c):

    exp(a_k + c) / sum_j exp(a_j + c) = exp(c) exp(a_k) / (exp(c) sum_j exp(a_j)) = y_k

and c may be chosen so that nothing overflows: minus the largest score. The engine's part:
:data:`sutja.nn.activations.softmax`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats
from sutja.nn.typing import Array

__all__ = ["naive_softmax", "softmax"]


def naive_softmax(a: Any) -> Array:
    """The formula as it stands, for the scores of one sample: (classes,) -> (classes,).

    Two things go wrong. A score above about 709 (in float32 above 88) has an infinite exponential, and
    inf / inf is nan, "not a number": softmax([1000, 0]) should be [1, 0] and is [nan, 0]. And given a batch, it adds up
    the scores of all samples, so that no row of the result adds up to 1. See :func:`softmax`.
    """
    exp_a = np.exp(floats("a", a))
    return exp_a / np.sum(exp_a)


def softmax(a: Any) -> Array:
    """Softmax over the last axis, for any finite scores: (classes,) or (n, classes), of which each row is a sample.

    Raises:
        InvalidArgument: There are no scores.

    >>> print(softmax([0.3, 2.9, 4.0]).round(8))
    [0.01821127 0.24519181 0.73659691]
    >>> print(softmax([1000.0, 0.0]))
    [1. 0.]
    """
    a = floats("a", a)
    if a.ndim == 0 or a.shape[-1] == 0:
        raise invalid("a", _("one score a class, shape (classes,) or (n, classes)"), a)
    exp_a = np.exp(a - a.max(axis=-1, keepdims=True))  # the largest is exp(0) = 1
    return exp_a / exp_a.sum(axis=-1, keepdims=True)
