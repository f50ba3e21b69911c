"""``B-activations``: the functions a unit can end in, and the slope of each, which is what learning works with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sutja.labs.computed import Computed, Finding, half_a_unit
from sutja.labs.worked.characters import number, table
from sutja.labs.worked.plotting import BLUE, GREY, ORANGE, Picture
from sutja.language import translate as _
from sutja.nn.primer import elu, leaky_relu, maxout, numerical_derivative, relu, sigmoid, step, tanh
from sutja.nn.typing import Array

__all__ = ["activations"]

MAXOUT = np.array([[[-0.5]], [[1.0]]]), np.array([[0.0], [-1.0]])  # of two lines: -x/2 and x - 1


def max_of_lines(x: Array) -> Array:
    """Maxout of one input and two lines, entry by entry."""
    return maxout(np.reshape(x, (-1, 1)), *MAXOUT).reshape(np.shape(x))


FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "step": step,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "ReLU": relu,
    "Leaky ReLU": leaky_relu,
    "Maxout": max_of_lines,
    "ELU": elu,
}
LIMITS = {"step": (-0.2, 1.3), "sigmoid": (-0.2, 1.3), "tanh": (-1.3, 1.3)}  # of y; the others: (-1.6, 5)
X = np.arange(-5.0, 5.0, 0.1)  # the deck's range


def activations() -> Computed:
    """Values and slopes of seven activation functions, on the deck's range."""
    places = np.array([-1.0, 1.0, 2.0])
    slopes = {name: slope(f, places) for name, f in FUNCTIONS.items()}
    findings = (
        Finding(
            _("sigmoid of −1, 1, 2"),
            sigmoid(places),
            np.array([0.26894142, 0.73105858, 0.88079708]),
            half_a_unit(8),
        ),
        Finding(_("step of −1, 1, 2"), step(places), np.array([0, 1, 1])),
        Finding(_("slope of Leaky ReLU below 0"), float(slopes["Leaky ReLU"][0]), 0.1, half_a_unit(1)),
        Finding(_("largest slope of the sigmoid, at 0"), float(slope(sigmoid, np.zeros(1))[0])),
        Finding(_("slope of the sigmoid at 5"), float(slope(sigmoid, np.array([5.0]))[0])),
    )
    rows = [["f", "f(−1)", "f(1)", "f(2)", "f′(−1)", "f′(1)", "f′(2)"]]
    rows += [[name, *map(number, f(places)), *map(number, slopes[name])] for name, f in FUNCTIONS.items()]
    return Computed(findings, {"activations": _draw()}, table(rows))


def slope(f: Callable[[Array], Array], x: Array) -> Array:
    """The slope of ``f`` at each x, by trying."""
    derivative: Callable[[Callable[[Array], Array], Array], Array] = numerical_derivative  # type: ignore[assignment]
    return derivative(f, x)


def _draw() -> str:
    between = X + 0.05  # never at 0, where the step and the corners have no slope
    with Picture(7.6, 4, 2) as picture:
        for axes, (name, f) in zip(picture.all_axes, FUNCTIONS.items(), strict=False):
            axes.axhline(0, color=GREY, linewidth=0.7)
            axes.axvline(0, color=GREY, linewidth=0.7)
            axes.plot(between, slope(f, between), color=ORANGE, linestyle=(0, (3, 2)), linewidth=1.3)
            if name == "step":
                axes.plot(X[X < 0], f(X[X < 0]), color=BLUE)
                axes.plot(X[X > 0], f(X[X > 0]), color=BLUE)
            else:
                axes.plot(X, f(X), color=BLUE)
            axes.set(title=name, xlim=(-5, 5), ylim=LIMITS.get(name, (-1.6, 5)))
            if name in LIMITS:
                axes.set_yticks([-1, 0, 1] if name == "tanh" else [0, 0.5, 1])
        both = picture.all_axes[-1]
        both.axvline(0, color=GREY, linewidth=0.7)
        both.plot([-5, 0, 0, 5], [0, 0, 1, 1], color=GREY, linestyle=(0, (3, 2)))
        both.plot(X, sigmoid(X), color=BLUE)
        both.set(title="step, sigmoid", xlim=(-5, 5), ylim=LIMITS["step"], yticks=[0, 0.5, 1])
    return picture.svg
