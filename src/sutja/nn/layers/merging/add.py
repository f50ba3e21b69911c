"""Add: the sum of several inputs; with a path around some layers it makes a residual network.

    y = x_1 + x_2 + ... + x_n

Around a residual block y = x + F(x), the gradient dL/dx = dL/dy (1 + F') has a way back that no layer shrinks.
He et al. 2016.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.merging.merge import Merge
from sutja.nn.typing import Array

__all__ = ["Add", "add"]


class Add(Merge):
    """``Add()([x_1, x_2, ...])``: the sum, element by element; shapes as :class:`Merge` explains."""

    def merge(self, x: list[Array], y: Array, call: Call) -> None:
        """x_1 + ... + x_n."""
        np.add(x[0], x[1], out=y)
        for more in x[2:]:
            y += more
        call.save(len(x))

    def gradients(self, dy: Array, call: Call) -> list[Array]:
        """Each input moves the sum one to one: dx_i = dy."""
        return [dy] * call.saved


def add(inputs: Any, **others: Any) -> Any:
    """The sum of ``inputs``, a list of tensors, through an :class:`Add` layer."""
    return Add(**others)(inputs)
