"""``sutja evaluate``: measure a trained run on test pictures, or several that vote."""

from __future__ import annotations

from typing import Annotated

import typer

from sutja import data as data_sets
from sutja.cli.runs import console, find_run, print_evaluation
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.models import load_model
from sutja.train import Ensemble
from sutja.train import evaluate as measure

__all__ = ["HELP", "evaluate"]

HELP = _("Measure the best epoch of a run on the test pictures of its data set; of several runs, their vote.")


def evaluate(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN...", help=_("Names or folders of runs; several vote together."))
    ],
    data: Annotated[str | None, typer.Option(help=_("Another data set than the run's own."))] = None,
    shifts: Annotated[
        bool, typer.Option("--shifts", help=_("Look at each picture five times, moved by a pixel."))
    ] = False,
) -> None:
    """The verb; its help text is ``HELP``."""
    found = [find_run(run) for run in runs]
    known = {run.read_config()[0].data for run in found}
    if data is None and len(known) > 1:
        raise invalid("--data", _("the name of a data set, since these runs have learnt from different ones"), data)
    dataset = data_sets.load(data or known.pop())
    models = [load_model(run.best_file, compile=False) for run in found]
    print_evaluation(measure(Ensemble(models, shifts), dataset), console())
