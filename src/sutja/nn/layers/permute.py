"""Permute: the dimensions of a sample in another order, such as time and features exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Permute"]


class Permute(Layer):
    """``dims``: which dimension comes first, second, ...; they count from 1, the batch stays in front."""

    def __init__(self, dims: Sequence[int], **others: Any) -> None:
        super().__init__(**others)
        self.dims = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise invalid("dims", _("each of 1, 2, ... once, such as (2, 1)"), dims)

    def check_input_shape(self, input_shape: Shape) -> None:
        """Refuse an input with another number of dimensions than ``dims`` has."""
        if len(input_shape) != len(self.dims) + 1:
            raise invalid(
                "dims", _("one number for each dimension of the input, shape {shape}", shape=input_shape), self.dims
            )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, ...) in the new order."""
        return (input_shape[0], *(input_shape[d] for d in self.dims))

    def forward(self, x: Array, call: Call) -> Array:
        """The same numbers in the new order."""
        return np.ascontiguousarray(x.transpose(0, *self.dims))

    def backward(self, dy: Array, call: Call) -> Array:
        """Back into the old order."""
        return np.ascontiguousarray(dy.transpose(np.argsort((0, *self.dims))))

    def get_config(self) -> Config:
        """The order."""
        return {**super().get_config(), "dims": list(self.dims)}
