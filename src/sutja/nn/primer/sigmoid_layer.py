"""The sigmoid as a node that goes both ways.

y = 1 / (1 + exp(-x)) is a chain of four small nodes. Each multiplies the slope d that comes back by its own:

    u = -x         du/dx = -1
    v = exp(u)     dv/du = exp(u) = exp(-x)
    w = 1 + v      dw/dv = 1
    y = 1 / w      dy/dw = -1 / w^2 = -y^2

Multiplied together, dy/dx = y^2 exp(-x). As y = 1 / (1 + exp(-x)), exp(-x) = (1 - y) / y, and so

    dy/dx = y (1 - y)

The four become one node that need keep only its output. The slope is largest at x = 0, where it is 1/4, and next to
nothing where the unit is sure: a chain of many sigmoids passes hardly anything back. Deck experiment
``B-layers-backward``.

The engine's part: :data:`sutja.nn.activations.sigmoid`, ``Dense(..., activation="sigmoid")``.
"""

from __future__ import annotations

from typing import Any

from sutja.nn.primer.activations import sigmoid
from sutja.nn.primer.checks import floats, kept, same_shape
from sutja.nn.typing import Array

__all__ = ["Sigmoid"]


class Sigmoid:
    """1 / (1 + exp(-x)), entry by entry, for x of any shape."""

    def __init__(self) -> None:
        self.y: Array | None = None

    def forward(self, x: Any) -> Array:
        """y, of the shape of x; it keeps y."""
        self.y = sigmoid(x)
        return self.y

    def backward(self, d: Any) -> Array:
        """d y (1 - y).

        Raises:
            SutjaError: Nothing came forwards before.
        """
        y = kept(self.y)
        d = floats("d", d)
        same_shape("d", d, "x", y)
        return d * y * (1 - y)
