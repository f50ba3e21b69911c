"""The learning curves of an experiment: accuracy and loss against the epoch, one line for each seed.

What is measured while it trains is a mean over the batches of an epoch, with dropout at work; what is held out, or
tested, is measured after the epoch. So the two may cross without anything being wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan
from pathlib import Path
from typing import Any

from sutja.engines import ENGINES
from sutja.labs.declarations import EXPERIMENTS
from sutja.labs.experiment import Trained
from sutja.labs.measures import measure
from sutja.labs.results import Results, Run
from sutja.labs.worked.plotting import BLUE, GREEN, GREY, INK, ORANGE, RED, Picture
from sutja.language import speaking
from sutja.language import translate as _

__all__ = ["draw_curves", "keep_all_curves", "keep_curves"]

COLOURS = (BLUE, ORANGE, GREEN, RED, INK, GREY, "#8a5cd6", "#0c8599")
STEEP = 50.0
"""A loss that falls by this factor is drawn on a logarithmic scale, where its end can be seen as well."""


def keep_curves(experiment: Trained, results: Results, engine: str = "numpy") -> list[Path]:
    """Draw the kept runs of ``experiment`` on ``engine`` beside their results; the file, or none.

    Raises:
        MissingExtra: There is nothing to draw with.
    """
    svg = draw_curves(experiment, results.runs(experiment, engine))
    name = "curves" if engine == "numpy" else f"curves-{engine}"
    return [results.add_figure(experiment, name, svg)] if svg else []


def keep_all_curves(results: Results) -> None:
    """Draw all kept runs, in English, as both pages of the table show them.

    Raises:
        MissingExtra: There is nothing to draw with.
    """
    with speaking("en"):
        for experiment in EXPERIMENTS.values():
            if isinstance(experiment, Trained):
                for engine in ENGINES:
                    keep_curves(experiment, results, engine)


def draw_curves(experiment: Trained, runs: Sequence[Run]) -> str:
    """SVG; empty if no run has two epochs, or ten trainings and more would lie upon one another."""
    drawn = [run for run in runs if len(run.history.get("loss", ())) > 1]
    names = list(dict.fromkeys(run.training for run in drawn))
    if not drawn or len(names) > len(COLOURS):
        return ""
    panels = ["accuracy", "loss"] if _classifies(experiment) else ["loss"]
    with Picture(0.5 + 1.9 * len(panels), rows=len(panels), sharex=True) as picture:
        for axes, panel in zip(picture.all_axes, panels, strict=True):
            for run in drawn:
                _draw_run(axes, panel, run, COLOURS[names.index(run.training)])
            axes.set_ylabel(_("accuracy") if panel == "accuracy" else _("loss"))
            if panel == "loss" and _is_steep(drawn):
                axes.set_yscale("log")
            axes.xaxis.get_major_locator().set_params(integer=True)
        picture.all_axes[-1].set_xlabel(_("epoch"))
        handles, labels = _legend(names, held_out=any("val_loss" in run.history for run in drawn))
        if handles:
            place = {
                "loc": "lower center",
                "bbox_to_anchor": (0.5, 1.0),
                "ncols": 1 if max(map(len, labels)) > 20 else 3,
            }
            picture.axes.legend(handles, labels, columnspacing=1.2, handlelength=1.6, **place)
    return picture.svg


def _classifies(experiment: Trained) -> bool:
    return any(measure(figure.measure).kind in ("accuracy", "error") for figure in experiment.figures)


def _draw_run(axes: Any, name: str, run: Run, colour: str) -> None:
    """What was held out in the training's colour; what was learned from as dots where both are known."""
    learned = _numbers(run.history[name])
    epochs = range(1, len(learned) + 1)
    mark = "o" if len(epochs) < 4 else ""
    if (held_out := run.history.get(f"val_{name}")) is None:
        axes.plot(epochs, learned, color=colour, linewidth=1.3, marker=mark, markersize=3)
    else:
        axes.plot(epochs, learned, color=colour, linewidth=1.1, linestyle=":", marker=mark, markersize=2)
        axes.plot(epochs, _numbers(held_out), color=colour, linewidth=1.3, marker=mark, markersize=3)


def _numbers(values: Sequence[float | None]) -> list[float]:
    """With a gap where a loss was no number."""
    return [value if value is not None and isfinite(value) else nan for value in values]


def _is_steep(runs: Sequence[Run]) -> bool:
    losses = [
        value
        for run in runs
        for name in ("loss", "val_loss")
        for value in _numbers(run.history.get(name, ()))
        if isfinite(value)
    ]
    return bool(losses) and min(losses) > 0 and max(losses) > STEEP * min(losses)


def _legend(names: Sequence[str], *, held_out: bool) -> tuple[list[Any], list[str]]:
    """The colours of several trainings, and the two kinds of line."""
    from matplotlib.lines import Line2D

    handles: list[Line2D] = []
    labels: list[str] = []
    if len(names) > 1:
        handles += [Line2D([], [], color=colour) for colour in COLOURS[: len(names)]]
        labels += names
    if held_out:
        colour = BLUE if len(names) == 1 else GREY
        handles += [Line2D([], [], color=colour, linestyle=":"), Line2D([], [], color=colour)]
        labels += [_("training"), _("held out")]
    return handles, labels
