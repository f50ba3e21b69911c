"""The climb: from a network that always says 1 to one that reads 998 digits of 1000, rung by rung, deck's and ours.

Accuracies are drawn by their odds, p / (1 - p), on a logarithmic scale: from 90 % to 99 % is as far as from 99 % to
99.9 %, as each has a tenth of the mistakes of the one before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sutja.labs.declarations import EXPERIMENTS
from sutja.labs.experiment import Figure, Trained
from sutja.labs.measures import measure
from sutja.labs.results import Results
from sutja.labs.verdict import Comparison
from sutja.labs.worked.plotting import BLUE, GREY, INK, Picture
from sutja.language import mark as N_
from sutja.language import translate as _

__all__ = ["CLIMBS", "Rung", "as_svg", "as_text", "rungs"]

CLIMBS: dict[str, tuple[tuple[str, str], ...]] = {
    N_("From 11 % to 99.8 %: deck A"): (
        ("A-hidden50-sigmoid", "accuracy"),
        ("A-hidden50x2-sigmoid", "accuracy"),
        ("A-hidden50x2-relu", "accuracy"),
        ("A-hidden50x2-relu-adam", "accuracy"),
        ("A-deep-500x4", "best_val_accuracy"),
        ("A-cnn-lab4", "best_val_accuracy"),
        ("A-challenge-ensembles", "test_error"),
    ),
    N_("The ladder of deck C: one change at a time"): (
        ("C-0-softmax", "test_accuracy"),
        ("C-1-deep-relu", "test_accuracy"),
        ("C-2-lr-0.01", "test_accuracy"),
        ("C-3-adam", "test_accuracy"),
        ("C-4-xavier", "test_accuracy"),
        ("C-5-lr-0.001", "test_accuracy"),
        ("C-6-he", "test_accuracy"),
        ("C-7-deep-wide", "test_accuracy"),
        ("C-8-dropout", "test_accuracy"),
    ),
}
"""The rungs of each climb: an experiment, and the measure of the first of its figures that counts."""

FAINT = "#57606a"  # as the numbers below an axis
LOW, HIGH = 0.05, 0.9995
BAR = 40  # characters


@dataclass(frozen=True)
class Rung:
    """``deck`` and ``ours`` are accuracies, ``measure`` says which; ``ours`` is ``None`` without a run."""

    experiment: str
    title: str
    measure: str
    deck: float
    ours: float | None
    spread: float | None


def rungs(climb: Sequence[tuple[str, str]], results: Results) -> list[Rung]:
    """The rungs of ``climb`` with what is kept in ``results``."""
    found = []
    for id, name in climb:
        experiment = EXPERIMENTS[id]
        assert isinstance(experiment, Trained)
        figure = next(f for f in experiment.figures if f.measure == name and f.deck is not None and f.epoch is None)
        found.append(_rung(experiment, figure, _kept(experiment, figure, results)))
    return found


def as_text(results: Results) -> str:
    """A line with a bar for each rung: ours as far as it reaches, and where the deck's stands."""
    lines = []
    for title, climb in CLIMBS.items():
        lines += [_(title), ""]
        for rung in rungs(climb, results):
            ours = _("not run yet") if rung.ours is None else f"{rung.ours:7.2%}"
            lines.append(
                f"  {_bar(rung)}  {_('deck')} {rung.deck:7.2%}  {_('ours')} {ours}  {rung.title} ({rung.measure})"
            )
        lines.append("")
    return "\n".join(lines)


def as_svg(results: Results) -> str:
    """The same as a picture."""
    climbs = {title: rungs(climb, results) for title, climb in CLIMBS.items()}
    counts = [len(climb) for climb in climbs.values()]
    with Picture(0.9 + 0.36 * sum(counts), rows=len(climbs), height_ratios=counts) as picture:
        for axes, (title, climb) in zip(picture.all_axes, climbs.items(), strict=True):
            for place, rung in enumerate(climb):
                _draw(axes, -place, rung)
            shown = (0.1, 0.5, 0.9, 0.99, 0.999)
            axes.set_xticks([_odds(value) for value in shown], [f"{value:.1%}".replace(".0", "") for value in shown])
            axes.set_title(_(title), loc="left")
            axes.set(xlim=(_odds(LOW), _odds(HIGH)), ylim=(0.5 - len(climb), 0.9), yticks=[])
            axes.spines["left"].set_visible(False)
        first = picture.axes
        first.plot([], [], "o", color=GREY, fillstyle="none", label=_("deck"))
        first.plot([], [], "o", color=BLUE, label=_("ours"))
        first.legend(loc="lower right", bbox_to_anchor=(1, 0.99), ncols=2, frameon=False, fontsize=8, handlelength=1)
    return picture.svg


def _rung(experiment: Trained, figure: Figure, kept: Comparison | None) -> Rung:
    deck = figure.deck or 0.0
    ours, spread = (kept.ours, kept.spread) if kept else (None, None)
    if kept and kept.kind == "error":
        ours = 1 - kept.ours
    of_error = figure.measure == "test_error"
    accuracy = measure("test_accuracy" if of_error else figure.measure)
    return Rung(experiment.id, _(experiment.title), _(accuracy.title), 1 - deck if of_error else deck, ours, spread)


def _kept(experiment: Trained, figure: Figure, results: Results) -> Comparison | None:
    return next((one for one in results.comparisons(experiment) if one.figure is figure), None)


def _draw(axes: Any, y: float, rung: Rung) -> None:
    deck = _odds(rung.deck)
    axes.text(_odds(LOW), y + 0.28, rung.title, fontsize=8, color=INK)
    axes.text(_odds(HIGH), y + 0.28, rung.measure, fontsize=6.5, color=FAINT, ha="right")
    if rung.ours is not None:
        ours, spread = _odds(rung.ours), rung.spread or 0.0
        axes.plot([_odds(rung.ours - spread), _odds(rung.ours + spread)], [y, y], color=BLUE)
        axes.plot([_odds(LOW), ours], [y, y], color=BLUE, alpha=0.25, linewidth=4)
        axes.plot(ours, y, "o", color=BLUE)
    axes.plot(deck, y, "o", color=GREY, fillstyle="none", markersize=8)


def _bar(rung: Rung) -> str:
    """Ours filled, the deck's a mark."""
    bar = ["█" if rung.ours is not None and i < _column(rung.ours) else "·" for i in range(BAR)]
    bar[min(_column(rung.deck), BAR - 1)] = "◆"
    return "".join(bar)


def _column(accuracy: float) -> int:
    low, high = _odds(LOW), _odds(HIGH)
    return round((_odds(accuracy) - low) / (high - low) * BAR)


def _odds(accuracy: float) -> float:
    """The logarithm of the odds, of an accuracy inside what is drawn."""
    inside = min(max(accuracy, LOW), HIGH)
    return math.log(inside / (1 - inside))
