"""ELU: y = x for x > 0 and alpha (exp(x) - 1) below: smooth at 0 for alpha = 1, with a mean near 0.

Clevert et al. 2016.
"""

from __future__ import annotations

import numpy as np

from sutja.checks import number
from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _elu(alpha: float = 1.0) -> Activation:
    alpha = number("alpha", alpha)

    def forward(x: Array, out: Array | None) -> Array:
        below = np.expm1(np.minimum(x, 0))
        below *= alpha
        return np.add(np.maximum(x, 0), below, out=out)

    def backward(dy: Array, y: Array, out: Array | None) -> Array:
        """Below 0, dy/dx = alpha exp(x) = y + alpha; above, 1."""
        return np.multiply(dy, np.where(y > 0, np.asarray(1, y.dtype), y + np.asarray(alpha, y.dtype)), out=out)

    return Activation("elu", forward, backward, variant=_elu)


elu = _elu()
