"""Where runs lie, and how their results are shown."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from sutja.errors import SutjaError, invalid
from sutja.language import translate as _
from sutja.train import Evaluation, Run

__all__ = ["RUNS", "console", "find_run", "free_name", "print_evaluation", "run_named"]

RUNS = Path("runs")


def console() -> Console:
    """Where verbs print: no colours inside sentences, and no line broken in two where there is no terminal."""
    return Console(highlight=False, markup=False, soft_wrap=True)


def run_named(name: str) -> Run:
    """The run called ``name``, which is that of a folder in ``RUNS``."""
    if Path(name).name != name or name.startswith("."):
        raise invalid("--name", _("the name of a folder, without / and not beginning with a dot"), name)
    return Run(RUNS / name)


def free_name(base: str) -> str:
    """``base``, or ``base-2``, ``base-3``, ... when there is a run of that name already."""
    name, number = base, 1
    while (RUNS / name).exists():
        number += 1
        name = f"{base}-{number}"
    return name


def find_run(name: str) -> Run:
    """The run called ``name``, or the one in the folder ``name``, with a trained model in it."""
    for folder in (RUNS / name, Path(name)):
        run = Run(folder)
        if run.exists and run.best_file.exists():
            return run
    known = sorted(path.parent.name for path in RUNS.glob("*/best.keras"))
    there = _("There are: {names}", names=", ".join(known)) if known else _("Train one: sutja train")
    raise SutjaError(_("There is no trained run called {name!r}. {there}", name=name, there=there))


def print_evaluation(evaluation: Evaluation, out: Console) -> None:
    """Accuracy, mistakes by pair of digits, and on which data."""
    out.print(
        _(
            "Test pictures: {right:,} of {count:,} right, accuracy {accuracy:.2%}, loss {loss:.4f}",
            right=len(evaluation.labels) - len(evaluation.mistakes),
            count=len(evaluation.labels),
            accuracy=evaluation.accuracy,
            loss=evaluation.loss,
        )
    )
    confusion = evaluation.confusion
    pairs = [(int(confusion[t, p]), t, p) for t in range(len(confusion)) for p in range(len(confusion)) if t != p]
    often = sorted((pair for pair in pairs if pair[0]), reverse=True)[:3]
    if often:
        names = evaluation.classes
        listed = ", ".join(f"{names[t]} → {names[p]} ({count})" for count, t, p in often)
        out.print(_("Most frequent mistakes: {pairs}", pairs=listed))
    out.print(_("Measured on: {data}, {source}", data=evaluation.data, source=evaluation.source))
