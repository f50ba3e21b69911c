"""RepeatVector: one vector as a sequence of ``n`` equal ones, such as a decoder's input at every step."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.checks import whole
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["RepeatVector"]


class RepeatVector(Layer):
    """(batch, features) -> (batch, n, features)."""

    input_rank: ClassVar[int | None] = 2

    def __init__(self, n: int, **others: Any) -> None:
        super().__init__(**others)
        self.n = whole("n", n)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, n, features)."""
        return (input_shape[0], self.n, input_shape[1])

    def forward(self, x: Array, call: Call) -> Array:
        """y_t = x for each of the n steps."""
        y = call.buffer("y", (len(x), self.n, x.shape[1]), x.dtype)
        y[...] = x[:, None]
        return y

    def backward(self, dy: Array, call: Call) -> Array:
        """x is in all n steps: dx is the sum of dy over them."""
        return np.sum(dy, axis=1, out=call.buffer("dx", (len(dy), dy.shape[2]), dy.dtype))

    def get_config(self) -> Config:
        """The number of steps."""
        return {**super().get_config(), "n": self.n}
