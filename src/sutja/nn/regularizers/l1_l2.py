"""L1, L2 and both: weights cost what they are large.

L1    l1 sum |w|      slope l1 sign(w): pulls equally at all, so many weights end at 0
L2    l2 sum w^2      slope 2 l2 w: pulls at the large ones most ("weight decay")
L1L2  the sum of both ("elastic net")
"""

from __future__ import annotations

import numpy as np

from sutja.checks import number
from sutja.nn.regularizers.regularizer import Regularizer
from sutja.nn.typing import Array, Config

__all__ = ["L1", "L2", "L1L2"]


class L1L2(Regularizer):
    """l1 sum |x| + l2 sum x^2."""

    def __init__(self, l1: float | None = 0.0, l2: float | None = 0.0) -> None:
        self.l1 = number("l1", 0.0 if l1 is None else l1)
        self.l2 = number("l2", 0.0 if l2 is None else l2)

    def penalty(self, x: Array) -> float:
        """l1 sum |x| + l2 sum x^2."""
        total = 0.0
        if self.l1:
            total += self.l1 * float(np.abs(x).sum(dtype=np.float64))
        if self.l2:
            total += self.l2 * float(np.square(x).sum(dtype=np.float64))
        return total

    def slope(self, x: Array) -> Array:
        """l1 sign(x) + 2 l2 x; at 0 the slope of |x| is taken as 0."""
        slope = (2 * self.l2) * x
        if self.l1:
            slope += self.l1 * np.sign(x)
        return slope

    def get_config(self) -> Config:
        """Both factors."""
        return {"l1": self.l1, "l2": self.l2}


class L1(L1L2):
    """l1 sum |x|."""

    def __init__(self, l1: float | None = 0.01) -> None:
        super().__init__(l1=0.01 if l1 is None else l1)

    def get_config(self) -> Config:
        """The factor."""
        return {"l1": self.l1}


class L2(L1L2):
    """l2 sum x^2."""

    def __init__(self, l2: float | None = 0.01) -> None:
        super().__init__(l2=0.01 if l2 is None else l2)

    def get_config(self) -> Config:
        """The factor."""
        return {"l2": self.l2}
