"""Dot: the products of the vectors in one input with those in another, sample by sample.

    y[n, i, j] = sum over k of a[n, i, k] b[n, k, j]

with k along ``axes`` of the two inputs, and i and j all their other dimensions. With ``normalize`` the vectors are
brought to length 1 first, and the products are the cosines of the angles between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import is_dimension
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.merging.merge import several
from sutja.nn.typing import Array, Config, Shape
from sutja.nn.unit_length import unit_length, unit_length_gradient

__all__ = ["Dot", "dot"]


class Dot(Layer):
    """``Dot(axes)([a, b])``; ``axes``: one number for both inputs, or one for each (not the batch, 0)."""

    def __init__(self, axes: int | Sequence[int], normalize: bool = False, **others: Any) -> None:
        super().__init__(**others)
        both: list[Any] = list(axes) if isinstance(axes, list | tuple) else [axes, axes]
        if len(both) != 2 or not all(map(is_dimension, both)):
            raise invalid("axes", _("the number of a dimension, not 0, or two of them"), axes)
        self._both = [int(axis) for axis in both]
        self.axes = self._both if isinstance(axes, list | tuple) else self._both[0]
        self.normalize = normalize

    def check_input_shape(self, input_shape: list[Shape]) -> None:
        """Refuse anything but two inputs that are equally long along ``axes``."""
        several(input_shape, count=2)
        if any(not -len(shape) < axis < len(shape) for shape, axis in zip(input_shape, self._both, strict=True)):
            raise invalid("axes", _("dimensions that the inputs have, of shapes {s}", s=input_shape), self.axes)
        a, b = (shape[axis] for shape, axis in zip(input_shape, self._both, strict=True))
        if a != b:
            raise invalid("inputs", _("tensors that are equally long along axes {axes}", axes=self.axes), input_shape)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """(batch, other dimensions of a, other dimensions of b); (batch, 1) if there are none."""
        rest = [
            size
            for shape, axis in zip(input_shape, self._both, strict=True)
            for place, size in enumerate(shape)
            if place not in (0, axis % len(shape))
        ]
        return (input_shape[0][0], *(rest or [1]))

    def forward(self, x: list[Array], call: Call) -> Array:
        """Both as stacks of matrices whose rows are the vectors; their product."""
        rows, scales = [], []
        for array, axis in zip(x, self._both, strict=True):
            vectors = np.moveaxis(array, axis, -1)
            stack = vectors.reshape(len(array), -1, vectors.shape[-1])
            stack, inverse = unit_length(stack, axis=-1) if self.normalize else (stack, np.empty(0))
            rows.append(stack)
            scales.append((inverse, vectors.shape))
        a, b = rows
        call.save(a, b, scales)
        shape = self.compute_output_shape([array.shape for array in x])
        return np.matmul(a, b.swapaxes(1, 2)).reshape(shape)

    def backward(self, dy: Array, call: Call) -> list[Array]:
        """y = a b^T for each sample gives da = dy b and db = dy^T a."""
        a, b, scales = call.saved
        dy = dy.reshape(len(a), a.shape[1], b.shape[1])
        found = []
        for rows, d, (inverse, shape), axis in zip(
            (a, b), (dy @ b, dy.swapaxes(1, 2) @ a), scales, self._both, strict=True
        ):
            gradient = unit_length_gradient(d, rows, inverse, axis=-1) if self.normalize else d
            found.append(np.moveaxis(gradient.reshape(shape), -1, axis))
        return found

    def get_config(self) -> Config:
        """Axes and whether to normalize."""
        return {**super().get_config(), "axes": self.axes, "normalize": self.normalize}


def dot(inputs: Any, axes: int | Sequence[int] = -1, **others: Any) -> Any:
    """The products of the vectors in ``inputs``, a list of two tensors, through a :class:`Dot` layer."""
    return Dot(axes, **others)(inputs)
