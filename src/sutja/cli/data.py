"""``sutja data``: which data sets there are, what is in them, and having a copy of one on this machine.

The verbs that look at pictures stand in :mod:`sutja.cli.data_pictures`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from sutja import data
from sutja.cli import data_pictures
from sutja.errors import SutjaError
from sutja.language import translate as _

__all__ = ["HELP", "app"]

HELP = _("Data sets and your own pictures: listing, getting, showing, checking and making them.")

app = typer.Typer(help=HELP, no_args_is_help=True)

Name = Annotated[str, typer.Argument(help=_("Name of the data set; see: sutja data list."))]


@app.command("list", help=_("List the data sets and where a copy of each lies on this machine."))
def list_sets() -> None:
    """The verb ``list``."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 1, 0))
    table.add_column(_("Name"), no_wrap=True)
    table.add_column(_("What"))
    table.add_column(_("Examples"), no_wrap=True, justify="right")
    table.add_column(_("Download"), no_wrap=True, justify="right")
    table.add_column(_("Local copy"), overflow="fold", ratio=1)
    for name in data.names():
        spec = data.describe(name)
        examples = f"{spec.train:,} + {spec.test:,}"
        table.add_row(name, spec.what, examples, _download_size(spec), _where(name))
    _console().print(table)


@app.command("info", help=_("Show what is in a data set, where it came from, its licence and what to cite."))
def info(
    name: Name,
    directory: Annotated[Path | None, typer.Option(help=_("Read it from this folder and nowhere else."))] = None,
) -> None:
    """The verb ``info``."""
    spec = data.describe(name)
    dataset = data.load(name, directory)
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row(_("What"), spec.what)
    facts.add_row(_("Training"), _count(dataset, len(dataset.x_train)))
    facts.add_row(_("Test"), _count(dataset, len(dataset.x_test)))
    facts.add_row(_("Source"), dataset.source)
    facts.add_row(_("Licence"), spec.licence)
    facts.add_row(_("Citation"), spec.citation)
    facts.add_row(_("Homes"), "\n".join(spec.homes))

    console = _console()
    console.print(f"{spec.title} ({name})")
    console.print(facts)
    console.print(_class_counts(dataset) if dataset.classes else _column_ranges(dataset))


@app.command("get", help=_("Make sure that a whole copy of a data set is on this machine, and say where."))
def get(
    name: Name,
    directory: Annotated[
        Path | None, typer.Option(help=_("Folder to have it in; it is made if it does not exist."))
    ] = None,
) -> None:
    """The verb ``get``."""
    copy = data.get(name, directory)
    dataset = data.load(name, directory)  # reads and checks every file
    _console().print(
        _(
            "{name}: {count} in {folder} ({source})",
            name=name,
            count=_count(dataset, len(dataset.x_train) + len(dataset.x_test)),
            folder=copy.folder,
            source=dataset.source,
        ),
        soft_wrap=True,
    )


app.command("show", help=_("Show examples as text or on a sheet, the values of pixels, and the balance of classes."))(
    data_pictures.show
)
app.command("check", help=_("Look for duplicates, empty pictures and labels that may be wrong."))(data_pictures.check)
app.command("make", help=_("Make one .npz file of a folder of your own pictures."))(data_pictures.make)


def _console() -> Console:
    """Plain text: a path in square brackets is no markup."""
    return Console(markup=False, highlight=False)


def _download_size(spec: data.Spec) -> str:
    if spec.package or not spec.downloads:
        return _("not needed")
    return _("{size} MB", size=round(sum(file.size for file in spec.downloads[0]) / 1e6))


def _count(dataset: data.Dataset, count: int) -> str:
    """How many examples of which kind."""
    shape = " x ".join(str(size) for size in dataset.x_train.shape[1:])
    if dataset.kind == "texts":
        return _("{count} texts", count=f"{count:,}")
    if dataset.kind == "columns":
        return _("{count} rows of {columns} columns", count=f"{count:,}", columns=shape)
    return _("{count} pictures of {shape}", count=f"{count:,}", shape=shape)


def _class_counts(dataset: data.Dataset) -> Table:
    counts = Table(box=box.SIMPLE_HEAD)
    counts.add_column(_("Label"), justify="right")
    counts.add_column(_("Class"))
    counts.add_column(_("Training"), justify="right")
    counts.add_column(_("Test"), justify="right")
    in_training = np.bincount(dataset.y_train, minlength=len(dataset.classes))
    in_test = np.bincount(dataset.y_test, minlength=len(dataset.classes))
    for label, (kind, training, test) in enumerate(zip(dataset.classes, in_training, in_test, strict=True)):
        counts.add_row(str(label), kind, f"{training:,}", f"{test:,}")
    return counts


def _column_ranges(dataset: data.Dataset) -> Table:
    ranges = Table(box=box.SIMPLE_HEAD)
    ranges.add_column(_("Column"))
    for heading in (_("Smallest"), _("Mean"), _("Largest")):
        ranges.add_column(heading, justify="right")
    for name, values in zip(dataset.columns, dataset.x_train.T, strict=True):
        ranges.add_row(name, *(f"{number:,.4g}" for number in (values.min(), values.mean(), values.max())))
    y = dataset.y_train
    ranges.add_row(_("to be predicted"), *(f"{number:,.4g}" for number in (y.min(), y.mean(), y.max())))
    return ranges


def _where(name: str) -> str:
    """Where a copy lies; an incomplete or unreadable one does not keep the list from being shown."""
    try:
        copy = data.locate(name)
    except SutjaError as error:
        return str(error)
    return copy.source if copy else _("none")
