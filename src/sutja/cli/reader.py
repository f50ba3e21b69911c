"""``sutja reader``: make the network that ships, from data sets to calibrated probabilities."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sutja.cli.runs import RUNS, console, run_named
from sutja.language import translate as _
from sutja.train.handwriting.recipe import TEACHERS, ReaderRecipe

__all__ = ["HELP", "reader"]

HELP = _("Make a reader of handwriting: large networks teach a small one, which can refuse what is no digit.")

DEFAULT = ReaderRecipe()


def reader(
    name: Annotated[
        str, typer.Option(help=_("Name of the run, a folder in {runs}/; goes on if there.", runs=RUNS))
    ] = "reader",
    rounds: Annotated[int, typer.Option(min=1, help=_("How many rounds of pictures are drawn."))] = DEFAULT.rounds,
    teachers: Annotated[
        int,
        typer.Option(
            min=1,
            max=len(TEACHERS),
            help=_("How many networks teach, the first of: {names}.", names=", ".join(TEACHERS)),
        ),
    ] = DEFAULT.teachers,
    teacher_epochs: Annotated[
        int,
        typer.Option(min=1, help=_("How many rounds each teacher learns from; they come again in turn.")),
    ] = DEFAULT.teacher_epochs,
    epochs: Annotated[
        int, typer.Option(min=1, help=_("How many rounds the small network learns from, likewise."))
    ] = DEFAULT.epochs,
    teacher_rate: Annotated[
        float, typer.Option(min=1e-9, help=_("The highest learning rate of the teachers."))
    ] = DEFAULT.teacher_rate,
    rate: Annotated[float, typer.Option(min=1e-9, help=_("That of the small network."))] = DEFAULT.rate,
    seed: Annotated[int, typer.Option(min=0, help=_("Fixes all randomness."))] = DEFAULT.seed,
) -> None:
    """The verb; its help text is ``HELP``."""
    from sutja.train.handwriting.reader import make_reader

    run = run_named(name)
    out = console()
    recipe = ReaderRecipe(rounds, teachers, teacher_epochs, epochs, teacher_rate, rate, seed)
    try:
        metrics = make_reader(recipe, run.folder, out)
    except KeyboardInterrupt:
        command = recipe.command.replace("sutja reader", f"sutja reader --name {name}", 1)
        out.print(_("Stopped. What is done is kept. Go on with the same command: {command}", command=command))
        raise typer.Exit(130) from None
    for who, title in (("teachers", _("Teachers")), ("reader", _("Reader"))):
        out.print(f"{title}: {_sentence(metrics[who])}")
    out.print(_("The reader is {file}", file=run.folder / "digits.keras"))


def _sentence(found: dict[str, Any]) -> str:
    return _(
        "{test:.2%} of MNIST's test digits, {held_out:.2%} of those held out, {varied:.2%} of these varied; refuses "
        "{refused:.2%} of the test digits and {none:.2%} of what is none",
        test=found["test_accuracy"],
        held_out=found["held_out_accuracy"],
        varied=found["varied_accuracy"],
        refused=found["test_refused"],
        none=found["none_refused"],
    )
