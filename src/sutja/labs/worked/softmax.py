"""``B-softmax``: scores become probabilities, step by step, and what goes wrong with large scores."""

from __future__ import annotations

import numpy as np

from sutja.labs.computed import Computed, Finding, half_a_unit
from sutja.labs.worked.characters import bar, number
from sutja.labs.worked.plotting import BLUE, ORANGE, Picture
from sutja.language import translate as _
from sutja.nn.primer import identity, naive_softmax, softmax
from sutja.nn.typing import Array

__all__ = ["softmax_of_three"]

SCORES = np.array([0.3, 2.9, 4.0])
LARGE = np.array([1000.0, 0.0])


def softmax_of_three() -> Computed:
    """The deck's three scores; and two so large that the formula as it stands fails."""
    y = softmax(SCORES)
    with np.errstate(over="ignore", invalid="ignore"):
        naive = naive_softmax(LARGE)
    findings = (
        Finding("exp(a)", np.exp(SCORES), np.array([1.34985881, 18.17414537, 54.59815003]), half_a_unit(8)),
        Finding("Σ exp(a)", float(np.exp(SCORES).sum()), 74.1221542101633, half_a_unit(13)),
        Finding("softmax(a)", y, np.array([0.01821127, 0.24519181, 0.73659691]), half_a_unit(8)),
        Finding(_("sum of the probabilities"), float(y.sum()), 1.0),
        Finding(_("softmax(a + 100): only differences count"), softmax(SCORES + 100)),
        Finding(_("softmax(1000, 0), by the formula as it stands"), "  ".join(map(str, naive))),
        Finding(_("softmax(1000, 0), with the largest score taken out first"), softmax(LARGE)),
    )
    lines = [f"{number(a):>4}  {number(p, 3):>6}  {bar(p)}" for a, p in zip(SCORES, y, strict=True)]
    return Computed(findings, {"softmax": _draw(identity(SCORES), y)}, "\n".join(["   a       y", *lines]))


def _draw(scores: Array, y: Array) -> str:
    with Picture(2.2, 1, 2) as picture:
        for axes, values, color, title in zip(
            picture.all_axes, (scores, y), (ORANGE, BLUE), ("a", "softmax(a)"), strict=True
        ):
            bars = axes.bar([1, 2, 3], values, color=color, width=0.6)
            axes.bar_label(bars, [number(value, 3) for value in values], fontsize=8, padding=2)
            axes.set(title=title, xticks=[1, 2, 3], ylim=(0, 1.15 * max(values)))
            axes.grid(visible=False)
        picture.all_axes[1].set_ylim(0, 1.05)
    return picture.svg
