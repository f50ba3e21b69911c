"""LeakyReLU: y = x for x >= 0 and negative_slope x below, so that a unit which is off can still learn.

As a layer its slope is 0.3 if none is given, as a function 0.2: so does Keras. Maas, Hannun and Ng 2013.
"""

from __future__ import annotations

from typing import Any

from sutja.checks import number
from sutja.nn import activations
from sutja.nn.layers.activation import FixedActivation
from sutja.nn.typing import Config

__all__ = ["LeakyReLU"]


class LeakyReLU(FixedActivation):
    """x where it is not negative, ``negative_slope`` times x where it is; ``alpha`` is the slope's older name."""

    def __init__(self, negative_slope: float = 0.3, *, alpha: float | None = None, **others: Any) -> None:
        super().__init__(**others)
        self.negative_slope = number("negative_slope", negative_slope if alpha is None else alpha)
        self.function = activations.leaky_relu.with_arguments(self.negative_slope)

    def get_config(self) -> Config:
        """The slope."""
        return {**super().get_config(), "negative_slope": self.negative_slope}
