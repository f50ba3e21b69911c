"""CELU: y = x for x > 0 and alpha (exp(x / alpha) - 1) below; its slope is 1 at 0 for every alpha.

Barron 2017.
"""

from __future__ import annotations

import numpy as np

from sutja.checks import above_0
from sutja.nn.activations.activation import Activation
from sutja.nn.typing import Array


def _celu(alpha: float = 1.0) -> Activation:
    alpha = above_0("alpha", alpha)

    def forward(x: Array, out: Array | None) -> Array:
        below = np.minimum(x, 0)
        below /= alpha
        np.expm1(below, out=below)
        below *= alpha
        return np.add(np.maximum(x, 0), below, out=out)

    def backward(dy: Array, y: Array, out: Array | None) -> Array:
        """Below 0, dy/dx = exp(x / alpha) = y / alpha + 1; above, 1."""
        slope = np.minimum(y, 0)
        slope /= alpha
        slope += 1
        return np.multiply(dy, slope, out=out)

    return Activation("celu", forward, backward, variant=_celu)


celu = _celu()
