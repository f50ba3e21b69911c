"""Concatenate: several inputs one behind the other along ``axis``, such as the features of two branches.

y = [x_1 | x_2 | ... | x_n]
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import numpy as np

from sutja.checks import dimension
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.merging.merge import several
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Concatenate", "concatenate"]


class Concatenate(Layer):
    """``Concatenate()([x_1, x_2, ...])``: inputs of one shape, but for ``axis`` (not the batch, 0)."""

    def __init__(self, axis: int = -1, **others: Any) -> None:
        super().__init__(**others)
        self.axis = dimension("axis", axis)

    def check_input_shape(self, input_shape: list[Shape]) -> None:
        """Refuse anything but two or more shapes that differ in ``axis`` alone."""
        several(input_shape)
        rank = len(input_shape[0])
        if not -rank < self.axis < rank:
            raise invalid("axis", _("a dimension of the inputs, below {rank}", rank=rank), self.axis)
        axis = self.axis % rank
        rest = {(*shape[1:axis], *shape[axis + 1 :]) for shape in input_shape if len(shape) == rank}
        if len(rest) > 1 or any(len(shape) != rank for shape in input_shape):
            raise invalid("inputs", _("tensors of one shape, but for axis {axis}", axis=self.axis), input_shape)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """The shape that all have, as long in ``axis`` as all together."""
        axis = self.axis % len(input_shape[0])
        sizes = [shape[axis] for shape in input_shape]
        whole = None if None in sizes else sum(size for size in sizes if size is not None)
        return (*input_shape[0][:axis], whole, *input_shape[0][axis + 1 :])

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """That of a time step: True if it exists in any of the inputs; laid side by side along the time axis."""
        if mask is None or all(m is None for m in mask):
            return None
        full = [
            np.ones(x.shape, bool)
            if m is None
            else np.broadcast_to(m.reshape(m.shape + (1,) * (x.ndim - m.ndim)), x.shape)
            for x, m in zip(inputs, mask, strict=True)
        ]
        return np.any(np.concatenate(full, axis=self.axis), axis=-1)

    def forward(self, x: list[Array], call: Call) -> Array:
        """All inputs, one behind the other."""
        axis = self.axis % x[0].ndim
        sizes = [array.shape[axis] for array in x]
        shape = (*x[0].shape[:axis], sum(sizes), *x[0].shape[axis + 1 :])
        call.save(axis, sizes)
        return np.concatenate(x, axis=axis, out=call.buffer("y", shape, x[0].dtype))

    def backward(self, dy: Array, call: Call) -> list[Array]:
        """Each input gets the stretch of dy that it became."""
        axis, sizes = call.saved
        return np.split(dy, list(accumulate(sizes))[:-1], axis=axis)

    def get_config(self) -> Config:
        """The axis."""
        return {**super().get_config(), "axis": self.axis}


def concatenate(inputs: Any, axis: int = -1, **others: Any) -> Any:
    """``inputs``, a list of tensors, one behind the other, through a :class:`Concatenate` layer."""
    return Concatenate(axis, **others)(inputs)
