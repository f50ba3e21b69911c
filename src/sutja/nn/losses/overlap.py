"""Losses of overlap: how much of one set of pixels does the other cover?

With I = sum t p, summed over ``axis``:

    Dice      l = 1 - 2 I / (sum t + sum p + epsilon)
    Tversky   l = 1 - I / D,   D = I + alpha sum t (1 - p) + beta sum (1 - t) p + epsilon

Dice counts what is missed and what is wrongly claimed alike; Tversky weighs them by alpha and beta, and is Dice for
1/2 and 1/2. Both are for masks in which almost everything is background, where a mean over pixels says little.
``axis`` ``None`` sums over the whole batch, which makes the loss one number for it; (1, 2, 3) gives each picture its
own. Milletari et al. 2016; Salehi et al. 2017.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import is_whole, number
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import config
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array, Config

__all__ = ["Dice", "Tversky"]

Axis = int | Sequence[int] | None


class _Overlap(Loss):
    """A loss 1 - top / bottom of sums over ``axis``."""

    def __init__(self, *, axis: Axis = None, **others: Any) -> None:
        super().__init__(**others)
        several: list[Any] = list(axis) if isinstance(axis, list | tuple) else [] if axis is None else [axis]
        if not all(map(is_whole, several)):
            raise invalid("axis", _("the number of an axis, several of them, or None for all"), axis)
        numbers = [int(one) for one in several]
        self._summed = None if axis is None else tuple(numbers)
        self.axis: Axis = None if axis is None else numbers if isinstance(axis, list | tuple) else numbers[0]
        self.over_batch = self._summed is None or 0 in self._summed

    def _sum(self, x: Array) -> Array:
        return np.sum(x, axis=self._summed, keepdims=True)

    def _without_axis(self, x: Array) -> Array:
        return np.asarray(np.squeeze(x, axis=self._summed))

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "axis": self.axis}


class Dice(_Overlap):
    """1 - 2 sum(t p) / (sum t + sum p)."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        both, total = self._sum(y_true * y_pred), self._total(y_true, y_pred)
        return self._without_axis(1 - 2 * both / total)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """- 2 (t - I / S) / S with S = sum t + sum p + epsilon."""
        both, total = self._sum(y_true * y_pred), self._total(y_true, y_pred)
        return -2 * (y_true - both / total) / total

    def _total(self, y_true: Array, y_pred: Array) -> Array:
        return self._sum(y_true) + self._sum(y_pred) + config.epsilon()


class Tversky(_Overlap):
    """1 - sum(t p) / D; ``alpha`` for what is missed, ``beta`` for what is wrongly claimed."""

    def __init__(self, alpha: float = 0.5, beta: float = 0.5, *, axis: Axis = None, **others: Any) -> None:
        super().__init__(axis=axis, **others)
        self.alpha, self.beta = number("alpha", alpha), number("beta", beta)

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        both, total = self._parts(y_true, y_pred)
        return self._without_axis(1 - both / total)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """- (t - I / D dD/dp) / D with dD/dp = t - alpha t + beta (1 - t)."""
        both, total = self._parts(y_true, y_pred)
        slope_of_total = y_true - self.alpha * y_true + self.beta * (1 - y_true)
        return (both / total * slope_of_total - y_true) / total

    def _parts(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        both = self._sum(y_true * y_pred)
        missed, claimed = self._sum(y_true * (1 - y_pred)), self._sum((1 - y_true) * y_pred)
        return both, both + self.alpha * missed + self.beta * claimed + config.epsilon()

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "alpha": self.alpha, "beta": self.beta}
