"""Curve fitting: what learning from examples is, before there is a network.

Given points (x, y), find a curve that goes near them, and that goes near other points of the same kind, too. Four
things must be decided, and the same four when a network learns:

    which curves     a polynomial (of which degree?), straight pieces between knots, exp(ax) + b
    which numbers    the coefficients, which are found; the degree or the knots, which are chosen
    what is error    here the mean of the squared differences
    how to find the  where y depends on the coefficients c by sums, y = A c, by solving equations (least squares);
    smallest error   else by walking downhill, as in :mod:`~sutja.nn.primer.gradient_descent`

In A each row is a point and each column a shape to be mixed: 1, x, x^2, ... for a polynomial; for pieces the "hats",
which are 1 at one knot, 0 at the others, and straight between.

A higher degree comes ever nearer to the points it was fitted to, in the end through each of them, noise and all: it
learns by heart. So points are kept back. Fit on the training points, choose the degree by the validation points, and
look at the test points once, at the end: what was used to choose no longer judges. Deck experiment ``A-curve-fitting``.

The engine's part: ``fit`` of a model, with ``validation_data``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats, same_shape
from sutja.nn.primer.losses import mean_squared_error
from sutja.nn.typing import Array

__all__ = ["DegreeErrors", "compare_degrees", "fit_pieces", "fit_polynomial", "pieces", "polynomial"]


def polynomial(coefficients: Any, x: Any) -> Array:
    """c_0 + c_1 x + c_2 x^2 + ... at each x: coefficients (degree + 1,), x (n,) -> (n,).

    >>> print(polynomial([1.0, -1.0], [1.0, 2.0, 5.0]))
    [ 0. -1. -4.]
    """
    c = _numbers("coefficients", coefficients)
    return _powers(_numbers("x", x), len(c) - 1) @ c


def fit_polynomial(x: Any, y: Any, degree: int) -> Array:
    """The coefficients (degree + 1,) with the smallest squared error at the points x (n,), y (n,).

    Raises:
        InvalidArgument: There are fewer points than coefficients: then many curves go through all of them.
    """
    x, y = _points(x, y)
    whole("degree", degree, least=0)
    count = len(np.unique(x))
    if degree >= count:
        raise invalid("degree", _("a degree below {count}, the number of points at different x", count=count), degree)
    return _least_squares(_powers(x, degree), y)


def pieces(heights: Any, knots: Any, x: Any) -> Array:
    """Straight lines from knot to knot (a spline of degree 1), x (n,) -> (n,); level outside of the knots."""
    heights, knots = floats("heights", heights), _rising(knots)
    same_shape("heights", heights, "knots", knots)
    return np.interp(_numbers("x", x), knots, heights)


def fit_pieces(x: Any, y: Any, knots: Any) -> Array:
    """The heights at the ``knots`` (k,), rising numbers, with the smallest squared error at the points x, y (n,).

    A knot without a point between its neighbours makes no difference to the error; its height is 0.
    """
    x, y = _points(x, y)
    knots = _rising(knots)
    hats = [np.interp(x, knots, hat) for hat in np.eye(len(knots))]
    return _least_squares(np.stack(hats, axis=1), y)


class DegreeErrors(NamedTuple):
    """The mean squared error of one degree, on the points it was fitted to and on others."""

    degree: int
    training: float
    validation: float


def compare_degrees(
    training: tuple[Any, Any], validation: tuple[Any, Any], degrees: Sequence[int]
) -> list[DegreeErrors]:
    """Fit each degree on ``training``, (x, y), and measure it on ``validation``, (x, y), too.

    The training error can only fall as the degree grows; where the validation error begins to rise, over-fitting does.
    """
    (x, y), (x_new, y_new) = _points(*training), _points(*validation)
    errors = []
    for degree in degrees:
        c = fit_polynomial(x, y, degree)
        fitted, new = polynomial(c, x), polynomial(c, x_new)
        errors.append(DegreeErrors(degree, mean_squared_error(fitted, y), mean_squared_error(new, y_new)))
    return errors


def _powers(x: Array, degree: int) -> Array:
    """The columns 1, x, x^2, ..., x^degree."""
    return x[:, None] ** np.arange(degree + 1)


def _least_squares(a: Array, y: Array) -> Array:
    """The c for which the squared error of a c is smallest: where its slope 2 a^T (a c - y) is 0."""
    return np.linalg.lstsq(a, y, rcond=None)[0]


def _numbers(name: str, values: Any) -> Array:
    array = floats(name, values)
    if array.ndim != 1 or not array.size:
        raise invalid(name, _("at least one number, shape (n,)"), array)
    return array


def _points(x: Any, y: Any) -> tuple[Array, Array]:
    x, y = _numbers("x", x), floats("y", y)
    same_shape("y", y, "x", x)
    return x, y


def _rising(knots: Any) -> Array:
    knots = floats("knots", knots)
    if knots.ndim != 1 or len(knots) < 2 or np.any(np.diff(knots) <= 0):
        raise invalid("knots", _("two or more rising numbers"), knots)
    return knots
