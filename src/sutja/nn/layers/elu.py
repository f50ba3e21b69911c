"""ELU: y = x for x > 0 and alpha (exp(x) - 1) below, as a layer of its own. Clevert et al. 2016."""

from __future__ import annotations

from typing import Any

from sutja.checks import number
from sutja.nn import activations
from sutja.nn.layers.activation import FixedActivation
from sutja.nn.typing import Config

__all__ = ["ELU"]


class ELU(FixedActivation):
    """``alpha``: how far below 0 the outputs may go."""

    def __init__(self, alpha: float = 1.0, **others: Any) -> None:
        super().__init__(**others)
        self.alpha = number("alpha", alpha)
        self.function = activations.elu.with_arguments(self.alpha)

    def get_config(self) -> Config:
        """Alpha, which Keras itself leaves out of its files."""
        return {**super().get_config(), "alpha": self.alpha}
