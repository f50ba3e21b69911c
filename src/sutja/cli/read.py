"""``sutja read``: read the numbers on photographs, scans and screenshots."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sutja import ink
from sutja.cli.recognizers import find_recognizer
from sutja.errors import PictureError, SutjaError, invalid
from sutja.language import translate as _
from sutja.recognizer import Reading
from sutja.whole_file import write_whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HELP", "read"]

HELP = _("Read the numbers on photos, scans or screenshots: any number of digits, in any number of lines.")


def read(
    photos: Annotated[list[str], typer.Argument(metavar="PHOTO...", help=_("Picture files."))],
    model: Annotated[
        str, typer.Option("--model", help=_("Name or folder of a run, a .keras file, or 'shipped'."))
    ] = "shipped",
    length: Annotated[
        int | None, typer.Option("--length", min=1, metavar="N", help=_("How many digits there are, if you know it."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", metavar="OUT.png", help=_("Write the photo with what was read drawn on it.")),
    ] = None,
    explain: Annotated[
        Path | None,
        typer.Option("--explain", metavar="OUT.png", help=_("Write a picture of what each stage found.")),
    ] = None,
) -> None:
    """The verb; its help text is ``HELP``."""
    if len(photos) > 1 and (annotate or explain):
        raise typer.BadParameter(_("--annotate and --explain take one photo at a time"))
    _check_png("--annotate", annotate)
    _check_png("--explain", explain)
    recognizer = find_recognizer(model)
    failed = False
    for photo in photos:
        try:
            page = ink.from_page(photo)
        except (PictureError, OSError) as error:
            failed = True
            print(f"sutja: {photo}: {error}", file=sys.stderr)
            continue
        reading = recognizer.read_page(page, length)
        print(
            json.dumps(_as_object(photo, reading), ensure_ascii=False) if as_json else _as_text(photo, reading, photos)
        )
        if not reading.text:
            print("sutja:", _("{photo}: no digits found", photo=photo), file=sys.stderr)
        if annotate:
            from sutja.recognizer.annotate import annotated

            _write_png(annotate, annotated(page, reading))
        if explain:
            from sutja.ink.explain import explain as explained

            _write_png(explain, explained(page))
    if failed:
        raise typer.Exit(1)


def _check_png(option: str, path: Path | None) -> None:
    if path is not None and path.suffix.lower() != ".png":
        raise invalid(option, _("a name that ends in {ending}", ending=".png"), str(path))


def _as_text(photo: str, reading: Reading, photos: list[str]) -> str:
    """The digits alone for one photo; each line after the photo's name for several."""
    if len(photos) == 1:
        return reading.text
    return "\n".join(f"{photo}: {line}" for line in reading.text.split("\n"))


def _as_object(photo: str, reading: Reading) -> dict[str, Any]:
    digits = [
        {
            "digit": digit.digit,
            "probability": digit.probability,
            "probabilities": digit.probabilities,
            "box": [round(side, 1) for side in digit.box],
            "refused": digit.refused,
            "no_digit": digit.no_digit,
        }
        for digit in reading.digits
    ]
    return {"image": photo, "text": reading.text, "lines": [len(line) for line in reading.lines], "digits": digits}


def _write_png(path: Path, picture: NDArray[np.uint8]) -> None:
    """Write ``picture`` whole or not at all."""
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(picture).save(content, "PNG")
    try:
        write_whole(path, content.getvalue())
    except OSError as error:
        raise SutjaError(_("{file} cannot be written: {why}", file=path, why=error.strerror)) from error
