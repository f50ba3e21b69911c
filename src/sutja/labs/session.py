"""Running an experiment in front of a person: a bar with the time left, then ours beside the deck's.

Where there is no terminal, a line for each training instead of the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sutja.errors import MissingExtra
from sutja.labs import running, showing
from sutja.labs.curves import keep_curves
from sutja.labs.experiment import Experiment, Tool, Trained
from sutja.labs.results import Results, Run, comparisons, left_out
from sutja.language import translate as _

__all__ = ["run_and_show"]


def run_and_show(
    experiment: Experiment,
    console: Console,
    results: Results,
    *,
    engine: str = "numpy",
    quick: bool = False,
    seeds: int | None = None,
    again: str = "",
) -> None:
    """Run what is missing of ``experiment``, keep it in ``results`` unless it is ``quick``, and compare.

    ``again``: the command by which a run that is stopped goes on; as a rule the one that runs this experiment.

    Raises:
        KeyboardInterrupt: It was stopped; what was done until then is kept, and it was said how to go on.
    """
    say = partial(console.print, soft_wrap=True)
    say(f"{experiment.id}: {_(experiment.title)}", style="bold")
    _show_calculation(experiment, console, results, quick=quick)
    if isinstance(experiment, Tool):
        commands = ", ".join(experiment.commands)
        line = _("This command is still to come: {commands}") if experiment.coming else _("By: {commands}")
        say(line.format(commands=commands))
    if isinstance(experiment, Trained):
        count = seeds or (1 if quick else experiment.seeds)
        again = again or running.command(experiment.id, engine, seeds, quick=quick)
        runs = _runs(experiment, console, results, engine, count, again, quick=quick)
        if runs:
            console.print(showing.comparison_table(experiment, comparisons(experiment, runs), judged=not quick))
            if answers := showing.answers_table(runs):
                console.print(answers)
            say(_("Data: {sources}", sources="; ".join(showing.sources(runs))))
        if runs and not quick:
            _show_curves(experiment, console, results, engine)
        if runs and quick:
            say(_("Quick: less data and fewer epochs than the deck's, so its figures are not to be expected."))
            for line in dict.fromkeys(training.shortened().data.stand_in for training in experiment.trainings.values()):
                if line:
                    say(line)
    if experiment.remark:
        say(_(experiment.remark))


def _show_calculation(experiment: Experiment, console: Console, results: Results, *, quick: bool) -> None:
    computed = running.compute(experiment, None if quick else results)
    if computed is None:
        return
    showing.show_computed(console, computed, [results.add_figure(experiment, *one) for one in computed.figures.items()])


def _show_curves(experiment: Trained, console: Console, results: Results, engine: str) -> None:
    """Draw the learning curves, if there is something to draw, and something to draw it with."""
    try:
        showing.show_pictures(console, keep_curves(experiment, results, engine))
    except MissingExtra as error:
        console.print(str(error), soft_wrap=True)


def _runs(
    experiment: Trained, console: Console, results: Results, engine: str, count: int, again: str, *, quick: bool
) -> Sequence[Run]:
    """The runs of ``count`` seeds: those that are kept, and those that are missing, which are run now."""
    kept = [] if quick else [run for run in results.runs(experiment, engine) if run.seed < count]
    lacking = running.lacking(experiment, engine)
    for name, path in lacking.items():
        line = _("Left out: {name}, as {engine} has no {path}", name=name or experiment.id, engine=engine, path=path)
        console.print(line, soft_wrap=True)
    todo = [job for job in running.jobs(experiment, count, kept) if lacking.keys().isdisjoint(job[1])]
    if older := "" if quick else left_out(len(results.older(experiment, engine))):
        console.print(older, soft_wrap=True)
    if kept:
        seeds = ", ".join(str(seed) for seed in sorted({run.seed for run in kept}))
        console.print(_("Kept from before: {count} runs, of seeds {seeds}", count=len(kept), seeds=seeds))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(experiment.id, total=running.steps(experiment, todo, quick=quick))

        def started(name: str) -> None:
            progress.update(task, description=name)
            if not console.is_terminal:
                console.print(name)

        try:
            new = running.run(
                experiment,
                todo,
                engine=engine,
                quick=quick,
                results=None if quick else results,
                on_step=lambda steps: progress.advance(task, steps),
                on_start=started,
            )
        except KeyboardInterrupt:
            progress.stop()
            line = _("Stopped. A quick run keeps nothing. Again: {command}") if quick else ""
            line = line or _("Stopped. What was done is kept, long runs to the minute. Go on with: {command}")
            console.print(line.format(command=again), soft_wrap=True)
            raise
    return [*kept, *new]
