"""ReLU: y = max(x, 0), as a layer of its own; its three arguments are explained at the function.

See :mod:`sutja.nn.activations.relu`.
"""

from __future__ import annotations

from typing import Any

from sutja.checks import number
from sutja.nn import activations
from sutja.nn.layers.activation import FixedActivation
from sutja.nn.typing import Config

__all__ = ["ReLU"]


class ReLU(FixedActivation):
    """min(x, max_value) above ``threshold``, and negative_slope (x - threshold) below it."""

    def __init__(
        self, max_value: float | None = None, negative_slope: float = 0.0, threshold: float = 0.0, **others: Any
    ) -> None:
        super().__init__(**others)
        self.max_value = None if max_value is None else number("max_value", max_value)
        self.negative_slope = number("negative_slope", negative_slope)
        self.threshold = number("threshold", threshold)
        self.function = activations.relu.with_arguments(self.negative_slope, self.max_value, self.threshold)

    def get_config(self) -> Config:
        """The three numbers."""
        return {
            **super().get_config(),
            "max_value": self.max_value,
            "negative_slope": self.negative_slope,
            "threshold": self.threshold,
        }
