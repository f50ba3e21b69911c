"""Add: the sum of several inputs of one shape; with a path around some layers it makes a residual network.

    y = x_1 + x_2 + ... + x_n

Around a residual block y = x + F(x), the gradient dL/dx = dL/dy (1 + F') has a way back that no layer shrinks.
He et al. 2016.
"""

from __future__ import annotations

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Shape

__all__ = ["Add"]


class Add(Layer):
    """``Add()([x_1, x_2, ...])``: the sum, element by element."""

    def check_input_shape(self, input_shape: list[Shape]) -> None:
        """Refuse anything but two or more equal shapes."""
        several = isinstance(input_shape, list) and len(input_shape) > 1
        if not several or any(shape[1:] != input_shape[0][1:] for shape in input_shape):
            raise invalid("inputs", _("a list of two or more tensors of one shape"), input_shape)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """The shape that all inputs have."""
        return input_shape[0]

    def forward(self, x: list[Array], call: Call) -> Array:
        """x_1 + ... + x_n."""
        y = np.add(x[0], x[1], out=call.buffer("y", x[0].shape, x[0].dtype))
        for more in x[2:]:
            y += more
        call.save(len(x))
        return y

    def backward(self, dy: Array, call: Call) -> list[Array]:
        """Each input moves the sum one to one: dx_i = dy."""
        return [dy] * call.saved
