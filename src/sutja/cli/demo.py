"""``sutja demo``: the whole way at once. Train on real digits, evaluate, and draw one on the page."""

from __future__ import annotations

from typing import Annotated

import typer

from sutja import data
from sutja.cli.runs import RUNS, console, print_evaluation
from sutja.cli.train import train_or_explain
from sutja.language import translate as _
from sutja.train import Recipe, Run

__all__ = ["HELP", "demo", "recipe_for"]

HELP = _("Watch a network learn real handwriting, then draw a digit in the browser.")


def demo(
    port: Annotated[
        int | None, typer.Option(help=_("Port of the page."), show_default=_("8000, or a free one"))
    ] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help=_("Whether to serve the page at the end."))] = True,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help=_("Whether to open a browser."))] = False,
) -> None:
    """The verb; its help text is ``HELP``."""
    run = Run(RUNS / "demo")
    run.clear()
    out = console()
    evaluation = train_or_explain(recipe_for("mnist" if data.locate("mnist") else "mnist5k"), run, out)
    print_evaluation(evaluation, out)
    out.print(_("Everything is in {folder}", folder=run.folder))
    if serve:
        from sutja.recognizer import Recognizer
        from sutja.studio import serve as serve_page

        serve_page(port, recognizer=Recognizer(run.best_file), open_browser=open_browser)


def recipe_for(data_set: str) -> Recipe:
    """Few epochs on the complete MNIST, which takes minutes; more on the 5,000 digits that come along."""
    epochs = 4 if data_set == "mnist" else 20
    return Recipe(data=data_set, model="cnn-small", epochs=epochs, learning_rate=0.002, augment=True)
