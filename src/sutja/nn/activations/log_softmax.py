"""Log-softmax: y_k = x_k - log(sum_j exp(x_j)) over ``axis``, the logarithms of softmax's probabilities.

The largest score is subtracted first; it cancels, and keeps exp from overflowing.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _log_softmax(axis: int = -1) -> Activation:
    def forward(x: Array, out: Array | None) -> Array:
        y = np.subtract(x, x.max(axis=axis, keepdims=True), out=out)
        return np.subtract(y, np.log(np.exp(y).sum(axis=axis, keepdims=True)), out=out)

    def backward(dy: Array, y: Array, out: Array | None) -> Array:
        """Each score lowers all outputs by its probability: dx_k = dy_k - exp(y_k) sum_j dy_j."""
        return np.subtract(dy, np.exp(y) * dy.sum(axis=axis, keepdims=True), out=out)

    return Activation("log_softmax", forward, backward, variant=_log_softmax)


log_softmax = _log_softmax()
