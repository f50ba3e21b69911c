"""Affine: the weighted sums of a whole layer, for a whole batch, as a node that goes both ways.

    y = x W + b        x (n, inputs)   W (inputs, units)   b (units,)   y (n, units)

Entry by entry, y_ik = sum_j x_ij W_jk + b_k for sample i and unit k. With d_ik the slope of the loss by y_ik:

    x_ij  goes into y_ik for every unit k, times W_jk       dx_ij = sum_k d_ik W_jk    dx = d W^T
    W_jk  goes into y_ik for every sample i, times x_ij     dW_jk = sum_i x_ij d_ik    dW = x^T d
    b_k   goes into y_ik for every sample i, once           db_k  = sum_i d_ik         db = d summed over the batch

There is one way only to multiply these shapes so that dx comes out as x's and dW as W's: (n, units) (units, inputs),
and (inputs, n) (n, units). It is a good way to remember them. Deck experiment ``B-layers-backward``.

The engine's part: :class:`sutja.nn.layers.Dense`, with its activation built in.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats, kept, matrix
from sutja.nn.typing import Array

__all__ = ["Affine"]


class Affine:
    """x W + b.

    Attributes:
        w: The weights, (inputs, units).
        b: The biases, (units,).
        dw: The slope of the loss by each weight, (inputs, units); zeros before the first ``backward``.
        db: The slope of the loss by each bias, (units,); zeros before the first ``backward``.
    """

    def __init__(self, w: Any, b: Any) -> None:
        self.w, self.b = matrix("w", w), floats("b", b)
        if self.b.shape != self.w.shape[1:]:
            raise invalid("b", _("shape {shape} for `{name}`", shape=self.w.shape[1:], name="w"), self.b)
        self.x: Array | None = None
        self.dw, self.db = np.zeros_like(self.w), np.zeros_like(self.b)

    def forward(self, x: Any) -> Array:
        """x (n, inputs) -> y (n, units); it keeps x.

        Raises:
            InvalidArgument: x is no batch of samples with as many numbers as the weights have rows.
        """
        x = floats("x", x)
        inputs = len(self.w)
        if x.ndim != 2 or x.shape[1] != inputs or not len(x):
            sample = x.shape if x.ndim == 1 else x.shape[1:]
            advice = _("x.reshape(-1, {inputs}) lays each sample out in a row", inputs=inputs)
            fits = x.ndim != 2 and np.prod(sample) == inputs
            expected = _("one sample a row, shape (n, {inputs})", inputs=inputs)
            raise invalid("x", expected, x, advice if fits else "")
        self.x = x
        return x @ self.w + self.b

    def backward(self, d: Any) -> Array:
        """dx = d W^T (n, inputs), from d (n, units); it leaves dW = x^T d in ``dw`` and the sum of d in ``db``.

        Raises:
            SutjaError: Nothing came forwards before.
        """
        x = kept(self.x)
        d = floats("d", d)
        if d.shape != (len(x), self.w.shape[1]):
            raise invalid("d", _("shape {shape}, that of the output", shape=(len(x), self.w.shape[1])), d)
        self.dw = x.T @ d
        self.db = d.sum(axis=0)
        return d @ self.w.T
