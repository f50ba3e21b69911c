"""Reshape: the same numbers in another shape, such as a row of 784 as a picture of 28 x 28 x 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sutja.checks import is_whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Reshape"]


class Reshape(Layer):
    """Each sample takes ``target_shape`` (without the batch); one entry may be -1, "what is left"."""

    def __init__(self, target_shape: Sequence[int], **others: Any) -> None:
        super().__init__(**others)
        shape = tuple(target_shape) if isinstance(target_shape, Sequence) else (0,)
        if not all(is_whole(d, -1) and d for d in shape) or shape.count(-1) > 1:
            raise invalid("target_shape", _("whole numbers above 0, at most one of them -1"), target_shape)
        self.target_shape = tuple(map(int, shape))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, *target_shape), with -1 worked out."""
        rest = input_shape[1:]
        known = [d for d in rest if d is not None]
        if len(known) < len(rest):
            return (input_shape[0], *(None if d == -1 else d for d in self.target_shape))
        size = math.prod(known)
        fixed = math.prod(d for d in self.target_shape if d != -1)
        if (size % fixed) if -1 in self.target_shape else (size != fixed):
            raise invalid("target_shape", _("a shape of {size} numbers", size=size), self.target_shape)
        return (input_shape[0], *(size // fixed if d == -1 else d for d in self.target_shape))

    def forward(self, x: Array, call: Call) -> Array:
        """The same numbers in the new shape."""
        call.save(x.shape)
        shape: Any = self.compute_output_shape(x.shape)
        return x.reshape(shape)

    def backward(self, dy: Array, call: Call) -> Array:
        """Gradients go back to the places of their numbers."""
        return dy.reshape(call.saved)

    def get_config(self) -> Config:
        """The target shape."""
        return {**super().get_config(), "target_shape": list(self.target_shape)}
