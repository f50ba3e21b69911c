"""``python -m bench.handwriting``: read what no model has seen, refuse what is no digit, and write down how well.

The tables go to ``bench/results/handwriting.md`` and ``.json``; beside them the pictures that were misread
(``handwriting-failures.png``, ``handwriting-singles.png``), those taken for digits or refused wrongly
(``handwriting-refusals.png``), and the reliability diagram (``handwriting-calibration.svg``).
"""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from PIL import Image

from bench.handwriting import trust_report
from bench.handwriting.measure import measure_pages, measure_singles, measure_trust
from bench.handwriting.nondigits import SETS as NONDIGITS
from bench.handwriting.others import CONTESTANTS, SINGLE_DIGIT
from bench.handwriting.pages import KINDS
from bench.handwriting.plain import plain
from bench.handwriting.report import sheet, tiles
from bench.handwriting.singles import SETS
from bench.handwriting.trust import DOUBTERS, score_in_words
from bench.handwriting.written import Measured, content, text
from bench.results import FOLDER
from sutja.whole_file import write_whole

QUICK = {"pages": 1, "singles": 8, "others": 24, "digits": 400}


def main(
    pages: Annotated[int, typer.Option(help="Pages of each kind.")] = 20,
    singles: Annotated[int, typer.Option(help="Digits of each set.")] = 200,
    others: Annotated[int, typer.Option(help="Pictures of each set that holds no digits.")] = 200,
    digits: Annotated[int, typer.Option(help="Test digits of MNIST for refusal and calibration.")] = 10_000,
    quick: Annotated[bool, typer.Option("--quick", help="A first impression in two minutes: few of each.")] = False,
    only: Annotated[str, typer.Option(help="Kinds of pages and sets, with commas between.")] = "",
    contestants: Annotated[str, typer.Option(help="Who reads, with commas between; all if empty.")] = "",
    folder: Annotated[Path, typer.Option(help="Where the results go.")] = FOLDER,
) -> None:
    """Measure, and write the report."""
    if quick:
        pages, singles, others, digits = (QUICK[name] for name in ("pages", "singles", "others", "digits"))
    _check("--only", only, [*KINDS, *SETS, *NONDIGITS])
    _check("--contestants", contestants, [*CONTESTANTS, *SINGLE_DIGIT])
    kinds, sets, nondigits = _chosen(KINDS, only), _chosen(SETS, only), _chosen(NONDIGITS, only)
    start, say = time.perf_counter(), _sayer()
    readers, digit_readers = _chosen_makers(CONTESTANTS, contestants), _chosen_makers(SINGLE_DIGIT, contestants)
    doubters = _chosen_makers(DOUBTERS, contestants)
    trained_by = plain().engine if {"squashed", "contours"} & {*readers, *digit_readers} else ""
    say(f"1/4, numbers on pages: {len(kinds)} kinds, {pages} of each")
    on_pages = measure_pages(kinds, pages, "mnist", readers, say)
    say(f"2/4, numbers by other writers: {len(kinds)} kinds, {max(1, pages // 2)} of each")
    by_others = measure_pages(kinds, max(1, pages // 2), "digits8x8", _chosen_makers(readers, "sutja"), say)
    say(f"3/4, single digits: {len(sets)} sets, {singles} of each")
    alone = measure_singles(sets, singles, digit_readers, say)
    counts = {name: _count(name, singles, digits) for name in sets}
    if nondigits:
        counts = {"mnist": digits, **counts}  # with which those are compared
    say(f"4/4, refusal and calibration: {len(counts)} sets of digits, {len(nondigits)} of what is none")
    trust = measure_trust(counts, dict.fromkeys(nondigits, others), doubters, say)
    options = f"--pages {pages} --singles {singles} --others {others} --digits {digits}"
    options += "".join(f" --{name} {value}" for name, value in (("only", only), ("contestants", contestants)) if value)
    found = Measured(
        f"python -m bench.handwriting {options}",
        pages,
        singles,
        on_pages,
        by_others,
        alone,
        trust,
        trained_by,
        score_in_words(),
        (time.perf_counter() - start) / 60,
    )
    drawn = trust_report.diagram(trust)
    found.diagram = drawn is not None
    folder.mkdir(parents=True, exist_ok=True)
    if drawn is not None:
        write_whole(folder / "handwriting-calibration.svg", drawn)
    _write_picture(folder / "handwriting-failures.png", sheet(on_pages.failures))
    _write_picture(folder / "handwriting-singles.png", sheet(alone.failures, 8, 160))
    _write_picture(folder / "handwriting-refusals.png", tiles(trust_report.failures(trust), 12, (160, 150)))
    write_whole(folder / "handwriting.json", json.dumps(content(found), indent=1) + "\n")
    write_whole(folder / "handwriting.md", text(found))
    say(f"Written: {folder / 'handwriting.md'}")


def _count(name: str, singles: int, digits: int) -> int:
    """How many of a set are looked at for calibration; more where each hand or shape has a line of its own."""
    return {"mnist": digits, "digits8x8": digits, "fonts": 4 * singles, "world": 4 * singles}.get(name, singles)


def _sayer() -> Any:
    start = time.perf_counter()
    return lambda line: typer.echo(f"[{(time.perf_counter() - start) / 60:5.1f} min] {line}")


def _check(option: str, given: str, known: list[str]) -> None:
    unknown = [name for name in _names(given) if name not in known]
    if unknown:
        raise typer.BadParameter(f"{option} has {', '.join(unknown)}. Known are: {', '.join(dict.fromkeys(known))}")


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]


def _chosen(known: Any, only: str) -> list[str]:
    names = _names(only)
    return [name for name in known if name in names] if names else list(known)


def _chosen_makers(known: Any, only: str) -> Any:
    return {name: known[name] for name in _chosen(known, only)}


def _write_picture(path: Path, picture: NDArray[np.uint8]) -> None:
    coded = io.BytesIO()
    Image.fromarray(picture).save(coded, "PNG", optimize=True)
    write_whole(path, coded.getvalue())


if __name__ == "__main__":
    typer.run(main)
