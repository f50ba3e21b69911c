"""Softmax and cross-entropy as one node: what stands at the end of a network that is learning.

    y = softmax(a)                          a (n, classes): the scores
    E = -1/n sum_i sum_k t_ik log y_ik      t (n, classes): rows that add up to 1

Put the first into the second. For one sample, with s = sum_j exp(a_j),

    log y_k = a_k - log s
    E = -sum_k t_k (a_k - log s) = log s - sum_k t_k a_k        as the t_k add up to 1

and its slope by one score: d(log s)/da_k = exp(a_k) / s = y_k, so

    dE/da_k = y_k - t_k

what it said minus what it should have said, divided by n for the mean of a batch. Two functions with awkward slopes
have together the simplest one there is. And there is no logarithm of a probability left that could be 0: log s is
computed with the largest score taken out, max + log sum_j exp(a_j - max). Deck experiment ``B-layers-backward``.

The engine's part: :class:`sutja.nn.losses.CategoricalCrossentropy` with ``from_logits=True``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.primer.checks import kept, matrix
from sutja.nn.primer.labels import targets
from sutja.nn.primer.softmax import softmax
from sutja.nn.typing import Array

__all__ = ["SoftmaxWithLoss"]


class SoftmaxWithLoss:
    """Scores and labels in, the loss of the batch out.

    >>> last = SoftmaxWithLoss()
    >>> round(last.forward([[0.0, 0.0]], [1]), 4)  # no idea: both classes have 1/2, and log 2 is 0.6931
    0.6931
    >>> print(last.backward())
    [[ 0.5 -0.5]]
    """

    def __init__(self) -> None:
        self.difference: Array | None = None  # y - t, (n, classes)

    def forward(self, a: Any, t: Any) -> float:
        """The mean cross-entropy of softmax(a) and t; it keeps their difference.

        Args:
            a: Scores, (n, classes).
            t: Labels, whole numbers (n,) or one-hot rows (n, classes).

        Raises:
            InvalidArgument: Labels and samples do not match.
        """
        a = matrix("a", a)
        t = targets(t, a)
        self.difference = softmax(a) - t
        largest = a.max(axis=1, keepdims=True)
        log_s = largest + np.log(np.sum(np.exp(a - largest), axis=1, keepdims=True))
        return float(np.sum(t * (log_s - a)) / len(a))

    def backward(self, d: float = 1.0) -> Array:
        """d (y - t) / n, the slope by each score, (n, classes). The loss is the end of the graph, so d is mostly 1.

        Raises:
            SutjaError: Nothing came forwards before.
        """
        difference = kept(self.difference)
        return d * difference / len(difference)
