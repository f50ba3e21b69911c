"""``python -m bench.handwriting``: read pages and single digits that no model has seen, and write down how well.

The tables go to ``bench/results/handwriting.md`` and ``.json``, the pictures that were misread to
``handwriting-failures.png`` beside them.
"""

from __future__ import annotations

import io
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from PIL import Image

from bench.handwriting.measure import Outcome, measure_pages, measure_singles
from bench.handwriting.others import CONTESTANTS, SINGLE_DIGIT
from bench.handwriting.pages import KINDS
from bench.handwriting.report import as_json, sheet, table
from bench.handwriting.shifted import SETS
from bench.machine import describe, versions
from bench.results import FOLDER, code_version

TITLE = """# Reading handwriting

Numbers of 1 to 12 digits on paper, and single digits far from MNIST's, by writers that no model here has learnt from.
`{command}` makes the pictures, always the same ones, and reads them; `bench/handwriting` is how. Commit {commit},
{date}; {processor}, {cores} cores.
"""
PAGES = """
## Numbers on pages

The whole text read exactly / digits that need no correction, {count} pages of each kind, digits from MNIST's test set.

"""
OTHERS = """

## Numbers by other writers

The same pages, {count} of each kind, with the digits of scikit-learn's `digits8x8`: 43 writers, 8 x 8 grey levels
enlarged. Nothing was trained on them.

"""
SINGLES = """

## Single digits

Read rightly, {count} of each set, digits from MNIST's test set. The picture is known to hold one digit.

"""


def main(
    pages: Annotated[int, typer.Option(help="Pages of each kind.")] = 20,
    singles: Annotated[int, typer.Option(help="Digits of each set.")] = 200,
    only: Annotated[str, typer.Option(help="Kinds of pages and sets, with commas between.")] = "",
    contestants: Annotated[str, typer.Option(help="Who reads, with commas between; all if empty.")] = "",
    folder: Annotated[Path, typer.Option(help="Where the results go.")] = FOLDER,
) -> None:
    """Measure, and write the report."""
    kinds, sets = _chosen(KINDS, only), _chosen(SETS, only)
    readers, digit_readers = _chosen_makers(CONTESTANTS, contestants), _chosen_makers(SINGLE_DIGIT, contestants)
    on_pages = measure_pages(kinds, pages, "mnist", readers, typer.echo)
    by_others = measure_pages(kinds, max(1, pages // 2), "digits8x8", _chosen_makers(readers, "sutja"), typer.echo)
    alone = measure_singles(sets, singles, "mnist", digit_readers, typer.echo)
    machine = describe()
    command = f"python -m bench.handwriting --pages {pages} --singles {singles}"
    text = TITLE.format(
        command=command,
        commit=code_version(),
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        processor=machine["processor"],
        cores=machine["cores"],
    )
    text += PAGES.format(count=pages) + table(on_pages, KINDS, both=True)
    text += OTHERS.format(count=max(1, pages // 2)) + table(by_others, KINDS, both=True)
    text += SINGLES.format(count=singles) + table(alone, {}, both=False)
    text += "\n\n" + _times(on_pages) + "\n\n![What was misread](handwriting-failures.png)\n"
    content = {
        "command": command,
        "machine": machine,
        "versions": versions(),
        "pages": as_json(on_pages),
        "digits8x8": as_json(by_others),
        "singles": as_json(alone),
    }
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "handwriting.json", (json.dumps(content, indent=1) + "\n").encode())
    _write(folder / "handwriting.md", text.encode())
    _write_sheet(folder / "handwriting-failures.png", on_pages)
    typer.echo(f"Written: {folder / 'handwriting.md'}")


def _times(outcome: Outcome) -> str:
    names = next(iter(outcome.scores.values()), {})
    mean = {n: sum(row[n].seconds for row in outcome.scores.values()) / len(outcome.scores) for n in names}
    listed = ", ".join(f"{name} {1000 * seconds:,.0f} ms" for name, seconds in mean.items())
    return f"Processor time a page, in the mean of the kinds, with whatever else the machine did: {listed}."


def _chosen(known: Any, only: str) -> list[str]:
    names = [name.strip() for name in only.split(",") if name.strip()]
    return [name for name in known if name in names] if names else list(known)


def _chosen_makers(known: Any, only: str) -> Any:
    return {name: known[name] for name in _chosen(known, only)}


def _write_sheet(path: Path, outcome: Outcome) -> None:
    content = io.BytesIO()
    Image.fromarray(sheet(outcome.failures)).save(content, "PNG", optimize=True)
    _write(path, content.getvalue())


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or nothing."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


if __name__ == "__main__":
    typer.run(main)
