"""Average: the mean of several inputs, y = (x_1 + ... + x_n) / n, such as the votes of an ensemble."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.merging.merge import Merge
from sutja.nn.typing import Array

__all__ = ["Average", "average"]


class Average(Merge):
    """``Average()([x_1, x_2, ...])``: the mean, element by element; shapes as :class:`Merge` explains."""

    def merge(self, x: list[Array], y: Array, call: Call) -> None:
        """(x_1 + ... + x_n) / n."""
        np.add(x[0], x[1], out=y)
        for more in x[2:]:
            y += more
        y /= len(x)
        call.save(len(x))

    def gradients(self, dy: Array, call: Call) -> list[Array]:
        """Each input moves the mean by 1/n: dx_i = dy / n."""
        count = call.saved
        return [np.divide(dy, count, out=call.buffer("share", dy.shape, dy.dtype))] * count


def average(inputs: Any, **others: Any) -> Any:
    """The mean of ``inputs``, a list of tensors, through an :class:`Average` layer."""
    return Average(**others)(inputs)
