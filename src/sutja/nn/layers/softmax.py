"""Softmax: y_k = exp(x_k) / sum_j exp(x_j) along ``axis``, or over several axes together, as a layer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.nn import activations
from sutja.nn.call import Call
from sutja.nn.layers.activation import FixedActivation
from sutja.nn.layers.arguments import dimensions
from sutja.nn.typing import Array, Config

__all__ = ["Softmax"]


NOTHING = -1e9  # what a score that does not exist is lowered by; exp makes it 0


class Softmax(FixedActivation):
    """Scores along ``axis`` (a number, or a list of them) become probabilities that add up to 1.

    Where a mask of the input's own shape is False, there is no score: its probability is 0.
    """

    def __init__(self, axis: int | Sequence[int] = -1, **others: Any) -> None:
        super().__init__(**others)
        axes = dimensions("axis", axis)
        self.axis = axes if isinstance(axis, list | tuple) else axes[0]
        self.function = activations.softmax.with_arguments(tuple(axes))

    def forward(self, x: Array, call: Call) -> Array:
        """The probabilities, of the shape of x."""
        if call.mask is not None and call.mask.shape == x.shape:
            x = np.add(
                x, np.where(call.mask, 0, NOTHING), out=call.buffer("scores", x.shape, x.dtype), casting="same_kind"
            )
        return super().forward(x, call)

    def get_config(self) -> Config:
        """The axis."""
        return {**super().get_config(), "axis": self.axis}
