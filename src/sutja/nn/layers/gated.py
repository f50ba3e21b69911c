"""What GRU and LSTM share: gates, numbers between 0 and 1 that decide how much of something passes.

Their activation, ``recurrent_activation``, is a sigmoid unless one asks for another.
"""

from __future__ import annotations

from typing import Any

from sutja.nn import activations
from sutja.nn.layers.recurrent import Recurrent
from sutja.nn.typing import Config

__all__ = ["Gated"]


class Gated(Recurrent):
    """A recurrent layer with ``recurrent_activation`` for its gates and ``activation`` for what goes through them."""

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        **others: Any,
    ) -> None:
        super().__init__(
            units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer, **others
        )
        self.recurrent_activation = activations.get(recurrent_activation)

    @property
    def from_input(self) -> bool:
        """Whether any of the derivatives needs what went in."""
        return self.activation.from_input or self.recurrent_activation.from_input

    def block(self, gate: int) -> slice:
        """Which columns belong to ``gate`` = 0, 1, ..."""
        return slice(gate * self.units, (gate + 1) * self.units)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "recurrent_activation": activations.serialize(self.recurrent_activation)}
