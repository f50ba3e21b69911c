"""``sutja studio``: the web page on which one draws a digit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sutja.language import translate as _

__all__ = ["HELP", "studio"]

HELP = _("Draw digits in the browser and have them read.")


def studio(
    port: Annotated[
        int | None, typer.Option(help=_("Port of the page."), show_default=_("8000, or a free one"))
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help=_("A .keras file to read with, instead of the model that ships."))
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help=_("Whether to open a browser."))] = True,
) -> None:
    """The verb; its help text is ``HELP``."""
    from sutja.recognizer import Recognizer
    from sutja.studio import serve

    serve(port, recognizer=Recognizer(model), open_browser=open_browser)
