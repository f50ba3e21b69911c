"""``B-gates``: AND, NAND and OR with one perceptron each, and XOR, for which it takes two layers."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import beside, number, table
from sutja.labs.worked.plotting import BLUE, INK, ORANGE, PAPER, Picture
from sutja.language import translate as _
from sutja.nn.primer import AND, NAND, OR, XOR, Perceptron
from sutja.nn.typing import Array

__all__ = ["gates"]

X1, X2 = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])  # the rows of the deck's tables
TRUTH = {"AND": [0, 0, 0, 1], "NAND": [1, 1, 1, 0], "OR": [0, 1, 1, 1], "XOR": [0, 1, 1, 0]}
GATES: dict[str, Callable[[Any, Any], Array]] = {"AND": AND, "NAND": NAND, "OR": OR, "XOR": XOR}
LINES = {"AND": [AND], "NAND": [NAND], "OR": [OR], "XOR": [NAND, OR]}


def gates() -> Computed:
    """Truth tables, what one perceptron can do for XOR at best, and the plane as each gate sees it."""
    findings = [
        Finding(_("{gate} of (0,0), (1,0), (0,1), (1,1)", gate=name), gate(X1, X2), np.array(TRUTH[name]))
        for name, gate in GATES.items()
    ]
    totals = AND.weights[0] * X1 + AND.weights[1] * X2
    findings += [
        Finding(_("sums of AND, which fires above 0.7"), totals, np.array([0, 0.5, 0.5, 1])),
        Finding(_("XOR, first layer: NAND"), NAND(X1, X2), np.array([1, 1, 1, 0])),
        Finding(_("XOR, first layer: OR"), OR(X1, X2), np.array([0, 1, 1, 1])),
        Finding(_("rows of XOR that the best single perceptron gets right, of 4"), float(best_single())),
    ]
    names = list(GATES)
    rows = [["x₁ x₂", *names]]
    rows += [[f"{a}  {b}", *(f"{GATES[name](a, b)}" for name in names)] for a, b in zip(X1, X2, strict=True)]
    planes = [f"      {name}\n{_in_characters(gate)}" for name, gate in GATES.items()]
    pairs = f"{beside(*planes[:2])}\n\n{beside(*planes[2:])}"
    single = _(
        "One perceptron gets at most {count} of the 4 rows of XOR right; two layers get all.", count=best_single()
    )
    return Computed(tuple(findings), {"gates": _draw()}, f"{table(rows)}\n\n{pairs}\n\n{single}")


def best_single() -> int:
    """How many rows of XOR one perceptron can have right, over all weights and biases from -2 to 2 in steps of 0.25."""
    grid = np.arange(-2, 2.01, 0.25)
    settings = itertools.product(grid, grid, grid)
    return max(int(np.sum(Perceptron((w1, w2), b)(X1, X2) == TRUTH["XOR"])) for w1, w2, b in settings)


def _in_characters(gate: Callable[[Any, Any], Array]) -> str:
    """x1 from -0.5 to 1.5 to the right and x2 upwards: ▒ where it fires."""
    across = np.linspace(-0.5, 1.5, 21)
    return "\n".join(
        f"{number(x2):>5} " + "".join("·▒"[gate(float(x1), float(x2))] for x1 in across)
        for x2 in (1.5, 1.25, 1, 0.75, 0.5, 0.25, 0, -0.25, -0.5)
    )


def _draw() -> str:
    side = np.linspace(-0.5, 1.5, 401)
    x1, x2 = np.meshgrid(side, side)
    with Picture(4.7, 2, 2) as picture:
        from matplotlib.colors import ListedColormap

        for axes, (name, gate) in zip(picture.all_axes, GATES.items(), strict=True):
            extent = (-0.5, 1.5, -0.5, 1.5)
            colours = ListedColormap([PAPER, "#cfe2ff"])
            axes.imshow(gate(x1, x2), extent=extent, origin="lower", cmap=colours, vmin=0, vmax=1)
            for perceptron in LINES[name]:
                (w1, w2), b = perceptron.weights, perceptron.bias
                axes.plot(side, -(w1 * side + b) / w2, color=BLUE, linewidth=1.4)
            for a, b_, fires in zip(X1, X2, TRUTH[name], strict=True):
                face = ORANGE if fires else PAPER
                axes.plot(a, b_, "o", markersize=11, markerfacecolor=face, markeredgecolor=INK)
                axes.annotate(f"{fires}", (a, b_), ha="center", va="center_baseline", fontsize=8)
            axes.set(title=name, xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=[0, 1], yticks=[0, 1])
            axes.grid(visible=False)
            axes.set_xlabel("x₁", labelpad=1)
            axes.set_ylabel("x₂", labelpad=1, rotation=0)
            axes.spines[:].set_visible(True)
    return picture.svg
