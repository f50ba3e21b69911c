"""OrthogonalRegularizer: rows (or columns) of a matrix cost what they point the same way.

    r = factor / pairs * sum over pairs i < j of |u_i . u_j|,    u_i = x_i / |x_i|,    pairs = n (n - 1) / 2

It is 0 when all of them stand at right angles to each other, and factor when all lie on one line.
"""

from __future__ import annotations

import numpy as np

from sutja.checks import number
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.regularizers.regularizer import Regularizer
from sutja.nn.typing import Array, Config
from sutja.nn.unit_length import unit_length, unit_length_gradient

__all__ = ["OrthogonalRegularizer"]


class OrthogonalRegularizer(Regularizer):
    """``mode``: "rows" or "columns" of a matrix of two dimensions."""

    def __init__(self, factor: float = 0.01, mode: str = "rows") -> None:
        if mode not in ("rows", "columns"):
            raise invalid("mode", _("'rows' or 'columns'"), mode)
        self.factor = number("factor", factor)
        self.mode = mode

    def penalty(self, x: Array) -> float:
        """The mean of |u_i . u_j| over all pairs, times the factor."""
        u, _inverse, products = self._products(x)
        return self.factor * float(np.abs(products).sum(dtype=np.float64)) / _twice_the_pairs(u)

    def slope(self, x: Array) -> Array:
        """With S the signs of the products: du_i = factor / pairs * sum over j of S_ij u_j, and dx through u."""
        u, inverse, products = self._products(x)
        du = np.sign(products) @ u
        du *= 2 * self.factor / _twice_the_pairs(u)
        dx = unit_length_gradient(du, u, inverse, axis=1)
        return dx if self.mode == "rows" else dx.T

    def _products(self, x: Array) -> tuple[Array, Array, Array]:
        """The unit vectors as rows, 1 / their lengths, and u_i . u_j with 0 for a vector with itself."""
        if x.ndim != 2:
            raise invalid("x", _("a matrix of two dimensions, for OrthogonalRegularizer"), x)
        u, inverse = unit_length(x if self.mode == "rows" else x.T, axis=1)
        products = u @ u.T
        np.fill_diagonal(products, 0)
        return u, inverse, products

    def get_config(self) -> Config:
        """Factor and mode."""
        return {"factor": self.factor, "mode": self.mode}


def _twice_the_pairs(u: Array) -> int:
    return len(u) * (len(u) - 1)
