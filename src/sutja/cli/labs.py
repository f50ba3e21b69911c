"""``sutja labs``: the course, lesson by lesson; its experiments, run and shown beside the decks' figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated

import typer
from rich.console import Console

from sutja.engines import ENGINES
from sutja.errors import MissingExtra, SutjaError, invalid, unknown
from sutja.labs.experiment import Experiment
from sutja.language import translate as _

__all__ = ["HELP", "app"]

HELP = _("The course: its lessons, and every experiment of the decks run beside the deck's own figures.")
RESULTS = Path("runs/labs")

app = typer.Typer(help=HELP, invoke_without_command=True)

Id = Annotated[str, typer.Argument(help=_("Id of a lesson or of an experiment; see: sutja labs."))]
ResultsFolder = Annotated[Path, typer.Option("--results", help=_("Folder in which results are kept."))]


@app.callback()
def list_course(context: typer.Context) -> None:
    """Without a verb: the course in teaching order."""
    if context.invoked_subcommand is None:
        from sutja.labs.showing import course_table

        console = _console()
        console.print(course_table())
        console.print(_("Read one: sutja labs show ID. Run one: sutja labs run ID"))


@app.command("show", help=_("Show a lesson with its text, or an experiment with its figures and its code."))
def show(
    id: Id,
    answer: Annotated[bool, typer.Option("--answer", help=_("Show the answer to the lesson's question, too."))] = False,
) -> None:
    """The verb ``show``."""
    from sutja.labs import EXPERIMENTS, lesson_called
    from sutja.labs.showing import show_experiment, show_lesson

    if id in EXPERIMENTS:
        show_experiment(_console(), EXPERIMENTS[id])
    else:
        show_lesson(_console(), lesson_called(_lesson_id(id)), answer=answer)


@app.command("run", help=_("Run an experiment, or all of a lesson, and compare with the deck's figures."))
def run(
    id: Id,
    engine: Annotated[str, typer.Option(help=_("What computes: {names}.", names=", ".join(ENGINES)))] = "numpy",
    quick: Annotated[
        bool, typer.Option("--quick", help=_("A first look in seconds, on digits that are always there; not kept."))
    ] = False,
    seeds: Annotated[
        int | None, typer.Option(min=1, help=_("How many seeds."), show_default=_("the experiment's own"))
    ] = None,
    results: ResultsFolder = RESULTS,
) -> None:
    """The verb ``run``."""
    from sutja.labs.calculations import calculation
    from sutja.labs.experiment import Trained
    from sutja.labs.results import Results
    from sutja.labs.running import command
    from sutja.labs.session import run_and_show

    if engine not in ENGINES:
        raise unknown("engine", engine, ENGINES)
    experiments = _experiments(id)
    if any(calculation(one.id) or (isinstance(one, Trained) and not quick) for one in experiments):
        _check_folder(results)
    again = command(id, engine, seeds, quick=quick, results=None if results == RESULTS else results)
    for one in experiments:
        try:
            run_and_show(one, _console(), Results(results), engine=engine, quick=quick, seeds=seeds, again=again)
        except KeyboardInterrupt:
            raise typer.Exit(130) from None


@app.command("table", help=_("Show all results kept so far, or write them as pages."))
def table(
    results: ResultsFolder = RESULTS,
    write: Annotated[
        bool, typer.Option("--write", help=_("Write table.md, table.ko.md and the learning curves beside the results."))
    ] = False,
) -> None:
    """The verb ``table``."""
    from sutja.labs.curves import keep_all_curves
    from sutja.labs.results import Results
    from sutja.labs.table import no_results, older_runs, rows, terminal_table, write_pages

    console, kept = _console(), Results(results)
    if write:
        with _writing(results, "--results"):
            try:
                keep_all_curves(kept)
            except MissingExtra as error:
                console.print(str(error), soft_wrap=True)
            files = write_pages(kept)
        for file in files:
            console.print(_("Written: {file}", file=file), soft_wrap=True)
    elif any(rows(kept)):
        console.print(terminal_table(kept))
    else:
        console.print(no_results(kept), soft_wrap=True)
    if older := older_runs(kept):
        console.print(older, soft_wrap=True)


@app.command("ladder", help=_("Draw the climb from 11 % to the best, the decks' figures and ours."))
def ladder(
    results: ResultsFolder = RESULTS,
    out: Annotated[Path | None, typer.Option(help=_("Write the picture to this .svg file."))] = None,
) -> None:
    """The verb ``ladder``."""
    from sutja.labs.ladder import as_svg, as_text
    from sutja.labs.results import Results
    from sutja.labs.table import older_runs
    from sutja.whole_file import write_whole

    if out is not None and out.suffix.lower() != ".svg":
        raise invalid("out", _("a file whose name ends in {suffix}", suffix=".svg"), str(out))
    console, kept = _console(), Results(results)
    if out is not None:
        picture = as_svg(kept)
        with _writing(out, "--out"):
            out.parent.mkdir(parents=True, exist_ok=True)
            write_whole(out, picture)
    console.print(as_text(kept), soft_wrap=True)
    if older := older_runs(kept):
        console.print(older, soft_wrap=True)
    if out is not None:
        console.print(_("Written: {file}", file=out), soft_wrap=True)


@app.command("notebook", help=_("Write a lesson or an experiment as a notebook."))
def notebook(
    id: Id,
    output: Annotated[Path, typer.Option("--output", "-o", help=_("The .ipynb file."))],
    quick: Annotated[
        bool, typer.Option("--quick", help=_("With less data and fewer epochs, for a first look in seconds."))
    ] = False,
) -> None:
    """The verb ``notebook``."""
    from sutja.labs import EXPERIMENTS
    from sutja.labs.notebook import write_notebook

    with _writing(output, "--output"):
        write_notebook(id if id in EXPERIMENTS else _lesson_id(id), output, quick=quick)
    _console().print(_("Written: {file}", file=output), soft_wrap=True)


def _experiments(id: str) -> list[Experiment]:
    """The experiment with this id, or all of the lesson with it."""
    from sutja.labs import EXPERIMENTS, lesson_called

    return [EXPERIMENTS[id]] if id in EXPERIMENTS else list(lesson_called(_lesson_id(id)).declared())


def _lesson_id(id: str) -> str:
    """``id``, if it is that of a lesson; the error names the nearest of lessons and experiments."""
    from sutja.labs import COURSE, EXPERIMENTS

    lessons = [one.id for one in COURSE]
    if id not in lessons:
        raise unknown("id", id, [*lessons, *EXPERIMENTS], _("See: sutja labs"))
    return id


def _check_folder(results: Path) -> None:
    """Make the folder, and see before any work whether it can be written to."""
    with _writing(results, "--results"):
        results.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=results):
            pass


@contextmanager
def _writing(place: Path, option: str) -> Iterator[None]:
    """Say it in one sentence if ``place`` cannot be written to, and which ``option`` names another."""
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise SutjaError(
            _("{file} cannot be written: {why}. Name another place with {option}.", file=place, why=why, option=option)
        ) from error


def _console() -> Console:
    """Plain text: an id in square brackets is no markup."""
    return Console(markup=False, highlight=False)
