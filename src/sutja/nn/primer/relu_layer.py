"""The ReLU as a node that goes both ways.

    y = x where x > 0, else 0        dy/dx = 1 where x > 0, else 0

It works like a switch. Where it is on, the slope d passes back as it came; where it is off, nothing does, since a
little more or less of x changes nothing there. At x = 0 the curve has a corner and no slope; 0 is taken. Deck
experiment ``B-layers-backward``.

The engine's part: :data:`sutja.nn.activations.relu`, ``Dense(..., activation="relu")``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.primer.checks import floats, kept, same_shape
from sutja.nn.typing import Array

__all__ = ["Relu"]


class Relu:
    """max(0, x), entry by entry, for x of any shape."""

    def __init__(self) -> None:
        self.on: Array | None = None  # where x > 0, of the shape of x

    def forward(self, x: Any) -> Array:
        """y, of the shape of x; it keeps where it was on."""
        x = floats("x", x)
        self.on = x > 0
        return np.where(self.on, x, 0)

    def backward(self, d: Any) -> Array:
        """d where it was on, else 0; a new array, so whoever made d can still use it.

        Raises:
            SutjaError: Nothing came forwards before.
        """
        on = kept(self.on)
        d = floats("d", d)
        same_shape("d", d, "x", on)
        return np.where(on, d, 0)
