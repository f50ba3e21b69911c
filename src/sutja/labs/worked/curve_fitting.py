"""``A-curve-fitting``: what must be decided to fit a curve, and how one notices that it was learnt by heart.

The deck asks and shows no numbers. Here are twenty points around a curve that we know, so that the answers can be
checked: y = sin 2x + noise, half of them to fit, half to choose, and more to judge at the end.
"""

from __future__ import annotations

import numpy as np

from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import number, table
from sutja.labs.worked.plotting import BLUE, GREEN, GREY, INK, ORANGE, RED, Picture, legend
from sutja.language import translate as _
from sutja.nn.primer import (
    compare_degrees,
    descent_path,
    fit_pieces,
    fit_polynomial,
    mean_squared_error,
    pieces,
    polynomial,
    step,
)
from sutja.nn.typing import Array

__all__ = ["curve_fitting"]

DEGREES = range(10)
KNOTS = np.linspace(0, 3, 5)
NOISE = 0.25
TRUE_EXPONENTIAL = (0.7, -1.0)  # a, b of exp(ax) + b


def curve_fitting() -> Computed:
    """Polynomials of rising degree, pieces, and exp(ax) + b found by walking downhill."""
    training, validation, test = _points(10, 1), _points(10, 2), _points(200, 3)
    errors = compare_degrees(training, validation, DEGREES)
    chosen = min(errors, key=lambda e: e.validation).degree
    coefficients = fit_polynomial(*training, chosen)
    heights = fit_pieces(*training, KNOTS)
    test_errors = {
        _("polynomial of degree {degree}", degree=chosen): polynomial(coefficients, test[0]),
        _("straight pieces, {count} knots", count=len(KNOTS)): pieces(heights, KNOTS, test[0]),
        _("polynomial of degree {degree}", degree=DEGREES[-1]): polynomial(
            fit_polynomial(*training, DEGREES[-1]), test[0]
        ),
    }
    path = _exponential()
    findings = [
        Finding(
            _("quiz: 1 → 2, 2 → 4, so 3 → ?"), float(polynomial(fit_polynomial([1.0, 2.0], [2.0, 4.0], 1), [3.0])[0])
        ),
        Finding(_("quiz: 1, 2, 3 → 1; −1, −2 → 0; so −3 → ?"), float(step(-3.0))),
        Finding(_("degree with the smallest validation error"), float(chosen)),
        *(
            Finding(_("test error of: {what}", what=what), mean_squared_error(fitted, test[1]))
            for what, fitted in test_errors.items()
        ),
        Finding(_("a, b of exp(ax) + b, found by walking downhill"), path[-1].round(3)),
    ]
    rows = [[_("degree"), _("training error"), _("validation error")]]
    rows += [[f"{e.degree}", f"{e.training:.4f}", f"{e.validation:.4f}"] for e in errors]
    text = "\n\n".join(
        [
            table(rows),
            _(
                "The validation error is smallest at degree {degree}. What was used to choose no longer judges:",
                degree=chosen,
            ),
            table(
                [[_("curve"), _("test error")]]
                + [[what, number(mean_squared_error(y, test[1]))] for what, y in test_errors.items()]
            ),
        ]
    )
    figures = {
        "degrees": _draw_degrees(training, chosen),
        "errors": _draw_errors([(e.degree, e.training, e.validation) for e in errors]),
        "families": _draw_families(training, chosen, heights),
        "exponential": _draw_exponential(path),
    }
    return Computed(tuple(findings), figures, text)


def _points(count: int, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0, 3, count))
    return x, np.sin(2 * x) + NOISE * rng.standard_normal(count)


def _exponential() -> Array:
    """The way of (a, b) from (0, 0) down the error of exp(ax) + b."""
    x = np.linspace(0, 2, 9)
    a, b = TRUE_EXPONENTIAL
    y = np.exp(a * x) + b
    return descent_path(lambda c: mean_squared_error(np.exp(c[0] * x) + c[1], y), [0.0, 0.0], 0.05, 400)


def _draw_degrees(training: tuple[Array, Array], chosen: int) -> str:
    x = np.linspace(0, 3, 301)
    with Picture(5.2, 3, sharex=True) as picture:
        for axes, degree in zip(picture.all_axes, (1, chosen, DEGREES[-1]), strict=True):
            axes.plot(x, np.sin(2 * x), color=GREY, linestyle=(0, (4, 3)), linewidth=1.2)
            axes.plot(x, polynomial(fit_polynomial(*training, degree), x), color=BLUE)
            axes.plot(*training, "o", color=INK, markersize=4)
            axes.set(ylim=(-2, 2), title=_("degree {degree}", degree=degree))
    return picture.svg


def _draw_errors(errors: list[tuple[int, float, float]]) -> str:
    degrees, training, validation = zip(*errors, strict=True)
    with Picture(2.8) as picture:
        axes = picture.axes
        axes.semilogy(degrees, np.maximum(training, 1e-4), "o-", color=GREY, markersize=4, label=_("training"))
        axes.semilogy(degrees, validation, "o-", color=BLUE, markersize=4, label=_("validation"))
        axes.set(xlabel=_("degree"), ylabel=_("error"), xticks=degrees)
        axes.minorticks_off()
        legend(axes)
    return picture.svg


def _draw_families(training: tuple[Array, Array], chosen: int, heights: Array) -> str:
    x = np.linspace(0, 3, 301)
    with Picture(2.8) as picture:
        axes = picture.axes
        axes.plot(x, polynomial(fit_polynomial(*training, chosen), x), color=BLUE, label=_("polynomial"))
        axes.plot(x, pieces(heights, KNOTS, x), color=ORANGE, label=_("pieces"))
        axes.plot(KNOTS, heights, "s", color=ORANGE, markersize=4)
        axes.plot(*training, "o", color=INK, markersize=4)
        axes.set(ylim=(-2, 2))
        legend(axes)
    return picture.svg


def _draw_exponential(path: Array) -> str:
    x = np.linspace(0, 2, 201)
    a, b = TRUE_EXPONENTIAL
    with Picture(2.8) as picture:
        axes = picture.axes
        for step_number, color in ((0, GREY), (5, RED), (30, ORANGE), (len(path) - 1, GREEN)):
            a_now, b_now = path[step_number]
            axes.plot(x, np.exp(a_now * x) + b_now, color=color, label=_("step {number}", number=step_number))
        axes.plot(x[::25], np.exp(a * x[::25]) + b, "o", color=INK, markersize=4)
        axes.set_title("exp(ax) + b", y=1.12)
        legend(axes)
    return picture.svg
