"""``sutja predict``: read digits from picture files with a trained run."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from sutja.cli.recognizers import find_recognizer
from sutja.errors import PictureError
from sutja.language import translate as _
from sutja.recognizer import Prediction

__all__ = ["HELP", "predict"]

HELP = _("Read one digit from each picture, with a run or a .keras file.")


def predict(
    run: Annotated[str, typer.Argument(help=_("Name or folder of a run, a .keras file, or 'shipped'."))],
    images: Annotated[list[str], typer.Argument(metavar="IMAGE...", help=_("Picture files."))],
    scale_stroke_width: Annotated[
        bool, typer.Option("--scale-stroke-width", help=_("Bring the pen to its usual width first."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> None:
    """The verb; its help text is ``HELP``."""
    recognizer = find_recognizer(run)
    failed = False
    for image in images:
        try:
            answer = recognizer.predict(image, scale_stroke_width=scale_stroke_width)
        except (PictureError, OSError) as error:
            failed = True
            print(f"sutja: {image}: {error}", file=sys.stderr)
            continue
        if as_json:
            print(json.dumps(_as_object(image, answer), ensure_ascii=False))
        else:
            print(f"{image}: {answer.reason or f'{answer.digit} ({answer.probability:.1%})'}")
    if failed:
        raise typer.Exit(1)


def _as_object(image: str, answer: Prediction) -> dict[str, Any]:
    return {
        "image": image,
        "digit": answer.digit,
        "guess": answer.guess,
        "probabilities": answer.probabilities,
        "no_digit": answer.no_digit,
        "reason": answer.reason,
    }
