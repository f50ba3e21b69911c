"""``B-numerical-gradient``: slopes found by trying, and the way down a bowl with steps of several sizes."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import number, table
from sutja.labs.worked.plotting import BLUE, GREEN, GREY, INK, ORANGE, RED, Picture
from sutja.language import translate as _
from sutja.nn.primer import descent_path, numerical_derivative, numerical_gradient
from sutja.nn.typing import Array

__all__ = ["numerical_gradients"]

START = (-3.0, 4.0)
RATES = {1e-10: GREY, 0.01: BLUE, 0.1: GREEN, 0.9: ORANGE, 1.05: RED}
STEPS = 100


def bowl(x: Any) -> Any:
    """x0^2 + x1^2."""
    return x[0] ** 2 + x[1] ** 2


def numerical_gradients() -> Computed:
    """The gradient of the bowl at three places, and where descent ends for each learning rate."""
    paths = {rate: descent_path(bowl, START, rate, STEPS) for rate in RATES}
    places = [(3.0, 4.0), (0.0, 2.0), (3.0, 0.0)]
    findings = [
        Finding(
            _("gradient at ({x0:g}, {x1:g}); 2x by mathematics", x0=place[0], x1=place[1]),
            numerical_gradient(bowl, np.array(place)).round(8),
        )
        for place in places
    ]
    findings += [
        Finding(_("slope of x² at 3, from both sides"), numerical_derivative(lambda x: x * x, 3.0)),
        Finding(_("slope of x² at 3, from one side"), ((3 + 1e-4) ** 2 - 9) / 1e-4),
        Finding(_("the deck's descent: lr = 0.01, 100 steps, from (−3, 4)"), paths[0.01][-1].round(6)),
        Finding(_("by mathematics: start times 0.98¹⁰⁰"), (0.98**100 * np.array(START)).round(6)),
    ]
    rows = [[_("learning rate"), _("factor 1 − 2 lr"), _("f after 100 steps"), ""]]
    for rate, path in paths.items():
        rows.append([f"{rate:g}", number(1 - 2 * rate), number(bowl(path[-1]), 3), _verdict(rate)])
    figures = {"surface": _draw_surface(paths[0.01]), "paths": _draw_paths(paths), "arrows": _draw_arrows()}
    text = _("f(x₀, x₁) = x₀² + x₁², from (−3, 4), where it is 25:") + "\n\n" + table(rows)
    return Computed(tuple(findings), figures, text)


def _verdict(rate: float) -> str:
    shrinks = abs(1 - 2 * rate)
    if shrinks > 1:
        return _("away, faster and faster")
    if shrinks > 1 - 1e-6:
        return _("stays where it is")
    return _("arrives") if shrinks**STEPS < 1e-3 else _("on its way")


def _draw_surface(path: Array) -> str:
    side = np.linspace(-5, 5, 31)
    x0, x1 = np.meshgrid(side, side)
    with Picture(4.0, 0) as picture:
        axes = picture.figure.add_subplot(projection="3d")
        axes.plot_surface(x0, x1, bowl((x0, x1)), cmap="Blues", vmin=-20, vmax=60, alpha=0.55, linewidth=0)
        heights = bowl(path.T)
        axes.plot(path[:, 0], path[:, 1], heights + 0.5, color=ORANGE, linewidth=2.4, zorder=10)
        axes.plot(*path[0], heights[0] + 0.5, "o", color=INK, markersize=5, zorder=11)
        axes.set(xlabel="x₀", ylabel="x₁", box_aspect=(1, 1, 0.75), title="f(x₀, x₁) = x₀² + x₁²")
        axes.view_init(34, -125)
    return picture.svg


def _draw_paths(paths: dict[float, Array]) -> str:
    side = np.linspace(-5.5, 5.5, 121)
    shown = {rate: path for rate, path in paths.items() if rate > 1e-6}
    with Picture(5.0, 2, 2, sharex=True, sharey=True) as picture:
        for axes, (rate, path) in zip(picture.all_axes, shown.items(), strict=True):
            axes.contour(
                side, side, bowl(np.meshgrid(side, side)), levels=[1, 4, 9, 16, 25], colors=GREY, linewidths=0.7
            )
            inside = path[: 1 + int(np.argmax(np.abs(path).max(axis=1) > 5.5))] if rate > 1 else path
            axes.plot(inside[:, 0], inside[:, 1], "o-", color=RATES[rate], markersize=2.5, linewidth=1)
            axes.plot(*START, "o", color=INK, markersize=5)
            axes.plot(0, 0, "+", color=INK)
            axes.set(title=f"lr = {rate:g}", xlim=(-5.5, 5.5), ylim=(-5.5, 5.5), aspect="equal")
    return picture.svg


def _draw_arrows() -> str:
    side = np.linspace(-2, 2, 9)
    places = [(a, b) for b in side for a in side]
    gradients = np.array([numerical_gradient(bowl, np.array(place)) for place in places])
    with Picture(4.0) as picture:
        axes = picture.axes
        fine = np.linspace(-2.3, 2.3, 101)
        axes.contour(fine, fine, bowl(np.meshgrid(fine, fine)), levels=[0.25, 1, 2.25, 4], colors=GREY, linewidths=0.7)
        axes.quiver(*np.array(places).T, *(-gradients.T), color=BLUE, angles="xy", width=0.006, scale=45)
        axes.set(aspect="equal", xlabel="x₀", ylabel="x₁", title="−∇f", xlim=(-2.3, 2.3), ylim=(-2.3, 2.3))
    return picture.svg
