"""Maximum and minimum of several inputs, element by element.

    y = max(x_1, ..., x_n)    or    y = min(x_1, ..., x_n)

Worked out from left to right, two at a time. Only the input that won moves the result, so it gets the gradient; where
two are equal, each gets half.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.merging.merge import Merge
from sutja.nn.typing import Array

__all__ = ["Maximum", "Minimum", "maximum", "minimum"]


class Extremum(Merge):
    """Base of the two: ``choose`` names the better of two, ``better`` says whether its first one is."""

    choose: ClassVar[np.ufunc]
    better: ClassVar[np.ufunc]

    def merge(self, x: list[Array], y: Array, call: Call) -> None:
        """The best of all; ``saved``: for each input but the first, the share of the gradient it leaves."""
        best, shares = x[0], []
        for more in x[1:]:
            share = self.better(best, more).astype(y.dtype)
            share += 0.5 * np.equal(best, more)
            shares.append(share)
            best = self.choose(best, more)
        np.copyto(y, best)
        call.save(shares)

    def gradients(self, dy: Array, call: Call) -> list[Array]:
        """From the last comparison back: what an input does not get belongs to the best of those before it."""
        found = []
        for share in reversed(call.saved):
            found.append(dy * (1 - share))
            dy = dy * share
        return [dy, *reversed(found)]


class Maximum(Extremum):
    """``Maximum()([x_1, x_2, ...])``: the largest, element by element; shapes as :class:`Merge` explains."""

    choose, better = np.maximum, np.greater
    neutral: ClassVar[float | None] = -np.inf


class Minimum(Extremum):
    """``Minimum()([x_1, x_2, ...])``: the smallest, element by element; shapes as :class:`Merge` explains."""

    choose, better = np.minimum, np.less
    neutral: ClassVar[float | None] = np.inf


def maximum(inputs: Any, **others: Any) -> Any:
    """The largest of ``inputs``, a list of tensors, through a :class:`Maximum` layer."""
    return Maximum(**others)(inputs)


def minimum(inputs: Any, **others: Any) -> Any:
    """The smallest of ``inputs``, a list of tensors, through a :class:`Minimum` layer."""
    return Minimum(**others)(inputs)
