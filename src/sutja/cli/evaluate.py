"""``sutja evaluate``: measure a trained run on test pictures."""

from __future__ import annotations

from typing import Annotated

import typer

from sutja import data as data_sets
from sutja.cli.runs import console, find_run, print_evaluation
from sutja.language import translate as _
from sutja.nn.models import load_model
from sutja.train import evaluate as measure

__all__ = ["HELP", "evaluate"]

HELP = _("Measure the best epoch of a run on the test pictures of its data set.")


def evaluate(
    run: Annotated[str, typer.Argument(help=_("Name or folder of the run."))],
    data: Annotated[str | None, typer.Option(help=_("Another data set than the run's own."))] = None,
) -> None:
    """The verb; its help text is ``HELP``."""
    found = find_run(run)
    recipe, _threads = found.read_config()
    dataset = data_sets.load(data or recipe.data)
    print_evaluation(measure(load_model(found.best_file, compile=False), dataset), console())
