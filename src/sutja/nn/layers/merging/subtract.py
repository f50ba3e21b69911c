"""Subtract: the difference of two inputs, y = x_1 - x_2."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.merging.merge import Merge, several
from sutja.nn.typing import Array, Shape

__all__ = ["Subtract", "subtract"]


class Subtract(Merge):
    """``Subtract()([x_1, x_2])``: the difference, element by element; shapes as :class:`Merge` explains."""

    def check_input_shape(self, input_shape: list[Shape]) -> None:
        """Refuse anything but two shapes that fit each other."""
        several(input_shape, count=2)
        super().check_input_shape(input_shape)

    def merge(self, x: list[Array], y: Array, call: Call) -> None:
        """x_1 - x_2."""
        np.subtract(x[0], x[1], out=y)

    def gradients(self, dy: Array, call: Call) -> list[Array]:
        """dx_1 = dy and dx_2 = -dy."""
        return [dy, -dy]


def subtract(inputs: Any, **others: Any) -> Any:
    """The difference of ``inputs``, a list of two tensors, through a :class:`Subtract` layer."""
    return Subtract(**others)(inputs)
