"""``E-optimizers``: the ways of SGD, momentum, AdaGrad, RMSprop and Adam down a long valley.

The valley f = x^2 / 20 + y^2 is twenty times as steep across as it is along, so that the gradient mostly points at the
other wall. All steps are those of the engine's optimizers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import sutja.nn as nn
from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import number, table
from sutja.labs.worked.plotting import BLUE, GREEN, GREY, INK, ORANGE, RED, Picture
from sutja.language import translate as _
from sutja.nn.typing import Array
from sutja.nn.variables import Variable

__all__ = ["optimizers"]

START = (-7.0, 2.0)
STEPS = 40
COLOURS = {"SGD": GREY, "Momentum": ORANGE, "AdaGrad": GREEN, "RMSprop": RED, "Adam": BLUE}


def valley(place: Any) -> Any:
    """x^2 / 20 + y^2."""
    return place[0] ** 2 / 20 + place[1] ** 2


def optimizers() -> Computed:
    """The first step of two of them, and for each its path and where it is after 40 steps."""
    paths = {name: path_of(optimizer) for name, optimizer in down_the_valley().items()}
    findings = [
        *_first_steps(),
        *(
            Finding(
                _("{name}: height after {steps} steps, from {start:g}", name=name, steps=STEPS, start=valley(START)),
                float(valley(path[-1])),
            )
            for name, path in paths.items()
        ),
    ]
    rows = [[_("optimizer"), _("ends at"), _("height")]]
    for name, path in paths.items():
        end = ", ".join(number(round(value, 2)) for value in path[-1])
        rows.append([name, f"({end})", number(valley(path[-1]), 2)])
    return Computed(tuple(findings), {"paths": _draw_paths(paths)}, table(rows))


def down_the_valley() -> dict[str, nn.optimizers.Optimizer]:
    """Each with a learning rate that suits the valley."""
    return {
        "SGD": nn.optimizers.SGD(0.95),
        "Momentum": nn.optimizers.SGD(0.1, momentum=0.9),
        "AdaGrad": nn.optimizers.Adagrad(1.5),
        "RMSprop": nn.optimizers.RMSprop(0.3),
        "Adam": nn.optimizers.Adam(0.3),
    }


def path_of(optimizer: nn.optimizers.Optimizer, steps: int = STEPS) -> Array:
    """All places on the way from ``START``, (steps + 1, 2)."""
    place = Variable(np.array(START), name="place")
    path = [place.value.copy()]
    for _step in range(steps):
        x, y = place.value
        optimizer.apply([np.array([x / 10, 2 * y])], [place])
        path.append(place.value.copy())
    return np.array(path)


def _first_steps() -> list[Finding]:
    """The first step is lr times the gradient for SGD, and lr for every weight, steep or not, for Adam."""
    sgd, adam = (path_of(optimizer, 1) for optimizer in (nn.optimizers.SGD(0.1), nn.optimizers.Adam(0.1)))
    return [
        Finding(_("first step of SGD, lr = 0.1, gradient (−0.7, 4)"), sgd[1] - sgd[0]),
        Finding(_("first step of Adam, lr = 0.1, gradient (−0.7, 4)"), (adam[1] - adam[0]).round(6)),
    ]


def _draw_paths(paths: dict[str, Array]) -> str:
    x, y = np.linspace(-9, 9, 181), np.linspace(-3, 3, 121)
    with Picture(6.4, 5, 1, sharex=True) as picture:
        for axes, (name, path) in zip(picture.all_axes, paths.items(), strict=True):
            levels = [0.1, 0.4, 1, 2, 4, 6.45]
            axes.contour(x, y, valley(np.meshgrid(x, y)), levels=levels, colors=GREY, linewidths=0.6)
            axes.plot(path[:, 0], path[:, 1], "o-", color=COLOURS[name], markersize=2.5, linewidth=1.1)
            axes.plot(*START, "o", color=INK, markersize=4)
            axes.plot(0, 0, "+", color=INK)
            axes.set(title=name, xlim=(-9, 9), ylim=(-3, 3), yticks=[-2, 0, 2])
    return picture.svg
