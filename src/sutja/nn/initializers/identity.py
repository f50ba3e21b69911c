"""Identity: ones on the diagonal, zeros beside it; a layer that starts by handing on what it is given.

As the recurrent kernel of a SimpleRNN with ReLU it makes the state an adder that forgets nothing. Le et al. 2015.
"""

from __future__ import annotations

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.initializers.initializer import Initializer
from sutja.nn.typing import Array, Config

__all__ = ["Identity"]


class Identity(Initializer):
    """``gain`` times the identity matrix; for weights of two dimensions."""

    def __init__(self, gain: float = 1.0) -> None:
        super().__init__()
        self.gain = gain

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """gain I, of ``shape``."""
        if len(shape) != 2:
            raise invalid("shape", _("2 dimensions for an identity matrix"), shape)
        return self.gain * np.eye(*shape)

    def get_config(self) -> Config:
        """The gain."""
        return {"gain": self.gain}
