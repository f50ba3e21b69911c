"""``sutja train``: train a model of the zoo on a data set."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

import typer
from rich.console import Console

from sutja import zoo
from sutja.cli.runs import RUNS, console, free_name, print_evaluation, run_named
from sutja.errors import SutjaError, TrainingDiverged, invalid
from sutja.language import translate as _
from sutja.train import Evaluation, Recipe, Run
from sutja.train import train as start_training

__all__ = ["HELP", "train", "train_or_explain"]

HELP = _("Train a model on a data set, with checkpoints, curves and an evaluation.")


DEFAULT = Recipe()


def _setting(field: str, text: str, **more: Any) -> Any:
    """The option for ``field`` of the recipe; it is ``None`` unless given, so that a resumed run can tell."""
    default = getattr(DEFAULT, field)
    return typer.Option(help=text, show_default=_("the optimizer's") if default is None else str(default), **more)


def train(
    data: Annotated[str | None, _setting("data", _("Data set; see: sutja data list."))] = None,
    model: Annotated[
        str | None, _setting("model", _("Architecture, one of: {names}.", names=", ".join(zoo.names())))
    ] = None,
    epochs: Annotated[int | None, _setting("epochs", _("How often every picture is shown."))] = None,
    batch_size: Annotated[int | None, _setting("batch_size", _("Pictures in a step."))] = None,
    learning_rate: Annotated[float | None, _setting("learning_rate", _("Size of a step at the start."))] = None,
    optimizer: Annotated[
        str | None, _setting("optimizer", _("The name of an optimizer, such as sgd, adam or muon."))
    ] = None,
    schedule: Annotated[
        str | None, _setting("schedule", _("How the learning rate goes on: cosine or constant."))
    ] = None,
    warmup: Annotated[
        float | None, _setting("warmup", _("Share of the steps in which the learning rate rises first."))
    ] = None,
    weight_decay: Annotated[float | None, _setting("weight_decay", _("How fast weights shrink."))] = None,
    average: Annotated[
        float | None, _setting("average", _("Keep a moving average of the weights, with this momentum, such as 0.999."))
    ] = None,
    augment: Annotated[
        bool | None, typer.Option("--augment", help=_("Vary every picture anew in each epoch."), show_default=False)
    ] = None,
    bend: Annotated[
        bool | None, typer.Option("--bend", help=_("With --augment: bend pictures, too."), show_default=False)
    ] = None,
    validation: Annotated[
        float | None,
        _setting("validation", _("Share of the training pictures held out to choose the best epoch; 0: the last.")),
    ] = None,
    seed: Annotated[int | None, _setting("seed", _("Fixes all randomness."))] = None,
    name: Annotated[str | None, typer.Option(help=_("Name of the run, a folder in {runs}/.", runs=RUNS))] = None,
    resume: Annotated[bool, typer.Option("--resume", help=_("Go on with the run called --name."))] = False,
) -> None:
    """The verb; its help text is ``HELP``."""
    given: dict[str, Any] = {
        "data": data,
        "model": model,
        "epochs": epochs,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "optimizer": optimizer,
        "schedule": schedule,
        "warmup": warmup,
        "weight_decay": weight_decay,
        "average": average,
        "augment": augment,
        "bend": bend,
        "validation": validation,
        "seed": seed,
    }
    settings = {key: value for key, value in given.items() if value is not None}
    if resume:
        recipe, run = _to_resume(name, settings)
    else:
        recipe = Recipe(**settings)
        run = run_named(name or free_name(f"{recipe.data}-{recipe.model}"))
    out = console()
    evaluation = train_or_explain(recipe, run, out, resume=resume)
    print_evaluation(evaluation, out)
    out.print(_("Everything is in {folder}", folder=run.folder))


def train_or_explain(recipe: Recipe, run: Run, out: Console, *, resume: bool = False) -> Evaluation:
    """Train; when it is stopped with Ctrl-C, say how to go on."""
    command = f"sutja train --name {run.folder.name} --resume"
    try:
        out.print(_("Run: {folder}  seed: {seed}", folder=run.folder, seed=recipe.seed))
        return start_training(recipe, run, resume=resume, console=out)
    except KeyboardInterrupt:
        if run.last_file.exists():
            out.print(_("Stopped. The last checkpoint is kept. Go on with: {command}", command=command))
        raise typer.Exit(130) from None
    except TrainingDiverged as error:
        kept = _("Checkpoints up to then are in {folder}", folder=run.folder)
        raise SutjaError(f"{error} {kept}") from None


def _to_resume(name: str | None, settings: dict[str, Any]) -> tuple[Recipe, Run]:
    if name is None:
        raise invalid("--name", _("the name of the run to go on with"), name)
    run = run_named(name)
    recipe, _threads = run.read_config()
    for key, value in settings.items():
        if value != getattr(recipe, key):
            option = "--" + key.replace("_", "-")
            kept = dataclasses.asdict(recipe)[key]
            raise invalid(option, _("{value}, as in the run that goes on: leave it out", value=kept), value)
    return recipe, run
