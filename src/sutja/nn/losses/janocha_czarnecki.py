"""Twelve losses for classifiers, side by side. Deck B's table ``B-loss-table``; Janocha and Czarnecki 2017.

o are the outputs of the network (scores, without an activation), y the one-hot label, y^ = 2 y - 1 the same as -1 and
1, and s = softmax(o) what the paper writes as sigma(o): the estimated probabilities.

    symbol   name                       formula                                     slope
    L1       L1                         sum |y - o|                                 sign(o - y)
    L2       L2                         sum (y - o)^2                               2 (o - y)
    L1.s     expectation                sum |y - s|                                 by s: sign(s - y)
    L2.s     regularised expectation    sum (y - s)^2                               by s: 2 (s - y)
    Linf.s   Chebyshev                  max |s - y|                                 by s: sign(s - y) at the largest
    hinge    margin                     sum max(0, 1/2 - y^ o)                      - y^ where y^ o < 1/2
    hinge2   squared margin             sum max(0, 1/2 - y^ o)^2                    - 2 y^ max(0, 1/2 - y^ o)
    hinge3   cubed margin               sum max(0, 1/2 - y^ o)^3                    - 3 y^ max(0, 1/2 - y^ o)^2
    log      cross-entropy              - sum y log s                               by log s: - y
    log2     squared log                sum (y log s)^2                             by log s: 2 y^2 log s
    tan      Tanimoto                   - I / T, T = sum s^2 + sum y^2 - I          by s: - (y T - I (2 s - y)) / T^2
    D_CS     Cauchy-Schwarz divergence  - log(I / (||s|| ||y||))                    by log s: - y s / I + s^2 / ||s||^2

with I = sum s y. A slope by s becomes one by o through softmax, dl/do = s (d - sum d s), and one by log s through
log-softmax, dl/do = d - s sum d; the second never divides by a probability of 0.

The expectation loss is twice the probability that a label drawn from s is wrong, so it forgives labels that cannot be
learned; Tanimoto and Cauchy-Schwarz compare s and y as vectors. The paper and the deck print log2 with a minus in
front, which would reward wrong answers; it is meant without.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.activations.softmax import softmax
from sutja.nn.losses.crossentropy import log_softmax, through_softmax
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array

__all__ = [
    "JANOCHA_CZARNECKI",
    "L1",
    "L2",
    "CauchySchwarzDivergence",
    "Chebyshev",
    "CubedMargin",
    "Expectation",
    "Log",
    "Margin",
    "RegularisedExpectation",
    "SquaredLog",
    "SquaredMargin",
    "Tanimoto",
]


# Of the outputs themselves


class L1(Loss):
    """sum |y - o|: the median of the labels is the best constant answer."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.sum(np.abs(y_true - y_pred), axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return np.sign(y_pred - y_true)


class L2(Loss):
    """sum (y - o)^2: their mean is."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.sum((y_true - y_pred) ** 2, axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return 2 * (y_pred - y_true)


class Margin(Loss):
    """sum max(0, 1/2 - y^ o)^power with power 1: hinge losses, with a margin of 1/2."""

    power = 1

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return np.sum(self._missing(y_true, y_pred) ** self.power, axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        """- power y^ missing^(power - 1) where anything is missing from the margin."""
        missing = self._missing(y_true, y_pred)
        return -self.power * (2 * y_true - 1) * missing ** (self.power - 1) * (missing > 0)

    def _missing(self, y_true: Array, y_pred: Array) -> Array:
        return np.maximum(0, 0.5 - (2 * y_true - 1) * y_pred)


class SquaredMargin(Margin):
    """sum max(0, 1/2 - y^ o)^2."""

    power = 2


class CubedMargin(Margin):
    """sum max(0, 1/2 - y^ o)^3."""

    power = 3


# Of the probabilities s = softmax(o)


class _OfProbabilities(Loss):
    """A loss of y and s."""

    def _of(self, y: Array, s: Array) -> Array:
        raise NotImplementedError

    def _slope(self, y: Array, s: Array) -> Array:
        raise NotImplementedError

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return self._of(y_true, softmax(y_pred))

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        s = softmax(y_pred)
        return through_softmax(self._slope(y_true, s), s)


class Expectation(_OfProbabilities):
    """sum |y - s|, "L1 of sigma"."""

    def _of(self, y: Array, s: Array) -> Array:
        return np.sum(np.abs(y - s), axis=-1)

    def _slope(self, y: Array, s: Array) -> Array:
        return np.sign(s - y)


class RegularisedExpectation(_OfProbabilities):
    """sum (y - s)^2, "L2 of sigma": the expectation loss and a reward for sharing probability out."""

    def _of(self, y: Array, s: Array) -> Array:
        return np.sum((y - s) ** 2, axis=-1)

    def _slope(self, y: Array, s: Array) -> Array:
        return 2 * (s - y)


class Chebyshev(_OfProbabilities):
    """max |s - y|, "L infinity of sigma"; for a one-hot label this is 1 - s[label]."""

    def _of(self, y: Array, s: Array) -> Array:
        return np.max(np.abs(s - y), axis=-1)

    def _slope(self, y: Array, s: Array) -> Array:
        largest = np.abs(s - y).argmax(axis=-1)[..., None]
        slope = np.zeros_like(s)
        np.put_along_axis(slope, largest, np.take_along_axis(np.sign(s - y), largest, axis=-1), axis=-1)
        return slope


class Tanimoto(_OfProbabilities):
    """- I / (sum s^2 + sum y^2 - I): minus the overlap of s and y, as a share of what either covers."""

    def _of(self, y: Array, s: Array) -> Array:
        both, either = self._parts(y, s)
        return -(both / either)[..., 0]

    def _slope(self, y: Array, s: Array) -> Array:
        both, either = self._parts(y, s)
        return -(y * either - both * (2 * s - y)) / either**2

    def _parts(self, y: Array, s: Array) -> tuple[Array, Array]:
        both = np.sum(s * y, axis=-1, keepdims=True)
        return both, np.sum(s * s + y * y, axis=-1, keepdims=True) - both


# Of their logarithms q = log s


class _OfLogarithms(Loss):
    """A loss of y and q = log s."""

    def _of(self, y: Array, q: Array) -> Array:
        raise NotImplementedError

    def _slope(self, y: Array, q: Array) -> Array:
        raise NotImplementedError

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return self._of(y_true, log_softmax(y_pred))

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        q = log_softmax(y_pred)
        slope = self._slope(y_true, q)
        return slope - np.exp(q) * np.sum(slope, axis=-1, keepdims=True)


class Log(_OfLogarithms):
    """- sum y log s: cross-entropy."""

    def _of(self, y: Array, q: Array) -> Array:
        return -np.sum(y * q, axis=-1)

    def _slope(self, y: Array, q: Array) -> Array:
        return -y


class SquaredLog(_OfLogarithms):
    """sum (y log s)^2: far harder on sure and wrong answers than cross-entropy."""

    def _of(self, y: Array, q: Array) -> Array:
        return np.sum((y * q) ** 2, axis=-1)

    def _slope(self, y: Array, q: Array) -> Array:
        return 2 * y * y * q


class CauchySchwarzDivergence(_OfLogarithms):
    """- log of the cosine between s and y."""

    def _of(self, y: Array, q: Array) -> Array:
        """- log I + log ||s|| + log ||y||, each from logarithms, since I may be too small for a float."""
        both, squares = _log_sum_exp(q + _log(y)), _log_sum_exp(2 * q)
        return (0.5 * squares - both)[..., 0] + 0.5 * np.log(np.sum(y * y, axis=-1))

    def _slope(self, y: Array, q: Array) -> Array:
        both, squares = _log_sum_exp(q + _log(y)), _log_sum_exp(2 * q)
        return np.exp(2 * q - squares) - np.exp(q + _log(y) - both)


def _log(y: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.log(y)


def _log_sum_exp(x: Array) -> Array:
    largest = x.max(axis=-1, keepdims=True)
    return largest + np.log(np.sum(np.exp(x - largest), axis=-1, keepdims=True))


JANOCHA_CZARNECKI: dict[str, type[Loss]] = {
    "L1": L1,
    "L2": L2,
    "L1∘σ": Expectation,
    "L2∘σ": RegularisedExpectation,
    "L∞∘σ": Chebyshev,
    "hinge": Margin,
    "hinge²": SquaredMargin,
    "hinge³": CubedMargin,
    "log": Log,
    "log²": SquaredLog,
    "tan": Tanimoto,
    "D_CS": CauchySchwarzDivergence,
}
"""The twelve by the symbols of the paper's and the deck's table, in its order."""
