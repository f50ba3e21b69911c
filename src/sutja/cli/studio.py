"""``sutja studio``: the web page on which one draws a digit."""

from __future__ import annotations

from typing import Annotated

import typer

from sutja.cli.recognizers import find_recognizer
from sutja.language import translate as _

__all__ = ["HELP", "studio"]

HELP = _("Draw digits in the browser and have them read.")


def studio(
    port: Annotated[
        int | None, typer.Option(help=_("Port of the page."), show_default=_("8000, or a free one"))
    ] = None,
    model: Annotated[
        str, typer.Option("--model", help=_("Name or folder of a run, a .keras file, or 'shipped'."))
    ] = "shipped",
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help=_("Whether to open a browser."))] = True,
) -> None:
    """The verb; its help text is ``HELP``."""
    from sutja.studio import serve

    serve(port, recognizer=find_recognizer(model), open_browser=open_browser)
