"""``B-mse`` and ``B-cross-entropy``: how wrong one answer is, if the digit was a 2, and if it was a 7."""

from __future__ import annotations

import numpy as np

from sutja.labs.computed import Computed, Finding, half_a_unit
from sutja.labs.worked.characters import BAR, bar, number, table
from sutja.labs.worked.plotting import BLUE, GREY, INK, ORANGE, Picture
from sutja.language import translate as _
from sutja.nn.primer import batch_cross_entropy, cross_entropy, half_squared_error, mean_squared_error, one_hot
from sutja.nn.typing import Array

__all__ = ["cross_entropy_of_digits", "squared_error_of_digits"]

Y = np.array([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0])
LABELS = (2, 7)


def squared_error_of_digits() -> Computed:
    """The deck's half squared error for both labels, and the engine's mean squared error beside it."""
    t = dict(zip(LABELS, one_hot(LABELS, 10), strict=True))
    findings = (
        Finding(_("sum of the squares, label {label}", label=2), float(np.sum((Y - t[2]) ** 2)), 0.195, half_a_unit(3)),
        Finding(_("half of it, label {label}", label=2), half_squared_error(Y, t[2]), 0.0975, half_a_unit(4)),
        Finding(_("sum of the squares, label {label}", label=7), float(np.sum((Y - t[7]) ** 2)), 1.195, half_a_unit(3)),
        Finding(_("half of it, label {label}", label=7), half_squared_error(Y, t[7]), 0.5975, half_a_unit(4)),
        *(Finding(_("mean of the squares, label {label}", label=k), mean_squared_error(Y, t[k])) for k in LABELS),
    )
    rows = [["k", "y", *(f"t = {k}" for k in LABELS), *(f"(y − t)², t = {k}" for k in LABELS)]]
    for k in range(10):
        squares = [number((Y[k] - t[label][k]) ** 2) for label in LABELS]
        rows.append([f"{k}", number(Y[k]), *(number(t[label][k]) for label in LABELS), *squares])
    rows.append(["½Σ", "", "", "", *(number(half_squared_error(Y, t[label])) for label in LABELS)])
    return Computed(findings, {"mse": _draw_bars(t)}, table(rows))


def cross_entropy_of_digits() -> Computed:
    """-log of what the right class was given; and the mean of a batch of two."""
    t = dict(zip(LABELS, one_hot(LABELS, 10), strict=True))
    batch = np.stack([Y, Y])
    findings = (
        Finding(_("cross-entropy, label {label}", label=2), cross_entropy(Y, t[2]), 0.51, half_a_unit(2)),
        Finding(_("cross-entropy, label {label}", label=7), cross_entropy(Y, t[7])),
        Finding(_("mean of a batch of both"), batch_cross_entropy(batch, list(LABELS))),
        Finding(_("of a network that has no idea, 1/10 for each digit: log 10"), cross_entropy(np.full(10, 0.1), t[2])),
    )
    rows = [[_("given to the right class"), "−log y", ""]]
    shares = (0.99, 0.6, 0.5, 0.1, 0.01)
    for p in shares:
        loss = -np.log(p)
        rows.append([number(p), f"{loss:.2f}", bar(loss / -np.log(shares[-1])).ljust(BAR)])
    return Computed(findings, {"cross-entropy": _draw_logarithm()}, table(rows))


def _draw_bars(targets: dict[int, Array]) -> str:
    k = np.arange(10)
    with Picture(3.6, 2, sharex=True) as picture:
        for axes, t in zip(picture.all_axes, targets.values(), strict=True):
            axes.bar(k - 0.2, Y, 0.4, color=BLUE, label="y")
            axes.bar(k + 0.2, t, 0.4, color=GREY, label="t")
            axes.set(xticks=k, ylim=(0, 1.1), title=f"E = ½ Σ (y − t)² = {number(half_squared_error(Y, t))}")
        picture.axes.legend(loc="upper right")
    return picture.svg


def _draw_logarithm() -> str:
    y = np.linspace(0.005, 1, 400)
    with Picture(2.8) as picture:
        axes = picture.axes
        axes.plot(y, -np.log(y), color=BLUE)
        for p, color in ((0.6, ORANGE), (0.1, INK)):
            loss = -np.log(p)
            axes.plot([p, p, 0], [0, loss, loss], color=GREY, linewidth=1, linestyle=(0, (3, 2)))
            axes.plot(p, loss, "o", color=color)
            axes.annotate(f"−log {p:g} = {loss:.2f}", (p, loss), xytext=(8, 4), textcoords="offset points")
        axes.set(xlim=(0, 1), ylim=(0, 5), xlabel="y", ylabel="−log y")
    return picture.svg
