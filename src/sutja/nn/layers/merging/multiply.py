"""Multiply: the product of several inputs, y = x_1 x_2 ... x_n, element by element: one gates the other."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.merging.merge import Merge
from sutja.nn.typing import Array

__all__ = ["Multiply", "multiply"]


class Multiply(Merge):
    """``Multiply()([x_1, x_2, ...])``: the product, element by element; shapes as :class:`Merge` explains."""

    neutral: ClassVar[float | None] = 1.0
    zero_where_nothing_is: ClassVar[bool] = True

    def merge(self, x: list[Array], y: Array, call: Call) -> None:
        """x_1 x_2 ... x_n."""
        np.multiply(x[0], x[1], out=y)
        for more in x[2:]:
            y *= more
        call.save(x)

    def gradients(self, dy: Array, call: Call) -> list[Array]:
        """dx_i = dy times the product of all other inputs (no division: an input may be 0)."""
        x = call.saved
        found = []
        for i in range(len(x)):
            gradient = dy
            for other in x[:i] + x[i + 1 :]:
                gradient = gradient * other
            found.append(gradient)
        return found


def multiply(inputs: Any, **others: Any) -> Any:
    """The product of ``inputs``, a list of tensors, through a :class:`Multiply` layer."""
    return Multiply(**others)(inputs)
