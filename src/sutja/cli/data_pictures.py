"""``sutja data show``, ``check`` and ``make``: looking at pictures, finding what is wrong, and making one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.table import Table

from sutja import data
from sutja.data import views
from sutja.errors import InvalidArgument
from sutja.language import translate as _

__all__ = ["check", "make", "show"]

_MOST_SHOWN = 8  # of a kind of finding
_ON_A_SHEET = 100

Name = Annotated[str, typer.Argument(help=_("Name of a data set, or a folder, CSV or .npz file of your own pictures."))]
Directory = Annotated[Path | None, typer.Option(help=_("Read the data set from this folder and nowhere else."))]
Size = Annotated[int | None, typer.Option(min=1, help=_("Fit your own pictures into so many pixels a side."))]
Ink = Annotated[
    bool, typer.Option("--ink", help=_("Clean your own pictures as the recogniser does: one digit, 28 x 28."))
]
Skip = Annotated[bool, typer.Option("--skip-unreadable", help=_("Leave out files that cannot be read."))]
Seed = Annotated[int, typer.Option(min=0, help=_("Fixes what is chosen by chance."))]


def show(
    name: Name,
    directory: Directory = None,
    size: Size = None,
    ink: Ink = False,
    skip_unreadable: Skip = False,
    out: Annotated[Path | None, typer.Option(help=_("Write a sheet of pictures to this .svg or .png file."))] = None,
    each: Annotated[int, typer.Option(min=1, help=_("Pictures of each class on the sheet."))] = 10,
    text: Annotated[int, typer.Option(min=0, help=_("Examples printed as text."))] = 1,
    seed: Seed = 0,
) -> None:
    """The verb ``show``."""
    dataset = opened(name, directory, size, ink, skip_unreadable, seed)
    console = Console(markup=False, highlight=False)
    console.print(_headline(dataset), soft_wrap=True)
    for position in range(min(text, len(dataset.x_train))):
        console.print(f"\n{_label(dataset, dataset.y_train[position])}", soft_wrap=True)
        console.print(_as_text(dataset, position), soft_wrap=True)
    if dataset.kind == "pictures":
        console.print(_pixels(dataset))
    if dataset.classes:
        console.print(_balance(dataset))
    if out is not None:
        console.print(_("Sheet: {file}", file=_sheet(dataset, each, seed).save(out)), soft_wrap=True)


def check(
    name: Name,
    directory: Directory = None,
    size: Size = None,
    ink: Ink = False,
    skip_unreadable: Skip = False,
    out: Annotated[Path | None, typer.Option(help=_("Write the suspects to this .svg or .png file."))] = None,
    most: Annotated[
        int, typer.Option(min=0, help=_("Training pictures that are looked at for wrong labels."))
    ] = 20_000,
    seed: Seed = 0,
) -> None:
    """The verb ``check``."""
    if name in data.names() and data.describe(name).kind != "pictures":
        raise InvalidArgument(_("Only pictures can be checked, and {name} has none", name=name))
    dataset = opened(name, directory, size, ink, skip_unreadable, seed)
    console = Console(markup=False, highlight=False)
    console.print(_headline(dataset), soft_wrap=True)
    found = views.examine(dataset, most=most, seed=seed)
    console.print(_balance(dataset))
    for line in _lines(dataset, found):
        console.print(line, soft_wrap=True)
    if out is not None:
        sheet = _sheet_of_suspects(dataset, found) if found.suspects else _sheet(dataset, 10, seed)
        console.print(_("Sheet: {file}", file=sheet.save(out)), soft_wrap=True)


def make(
    folder: Annotated[str, typer.Argument(help=_("Folder or CSV file of your own pictures."))],
    file: Annotated[Path, typer.Argument(help=_("The .npz file to write."))],
    size: Size = None,
    ink: Ink = False,
    skip_unreadable: Skip = False,
    test: Annotated[float, typer.Option(help=_("Share held out for testing, where no part for it is given."))] = 0.2,
    seed: Seed = 0,
) -> None:
    """The verb ``make``."""
    if folder in data.names():
        raise InvalidArgument(_("{name} is a data set already; make is for your own pictures", name=folder))
    dataset = opened(folder, None, size, ink, skip_unreadable, seed, test)
    console = Console(markup=False, highlight=False)
    console.print(_headline(dataset), soft_wrap=True)
    for skipped in dataset.skipped:
        console.print(_("Left out: {file}", file=skipped), soft_wrap=True)
    written = data.write_archive(dataset, file)
    console.print(_("Written: {file}. Look at it with: sutja data show {file}", file=written), soft_wrap=True)


def opened(
    name: str,
    directory: Path | None,
    size: int | None,
    ink: bool,
    skip_unreadable: bool,
    seed: int,
    test: float = 0.2,
) -> data.Dataset:
    """The data set called ``name``, or the pictures at that path with the options for your own ones."""
    if name in data.names():
        if size or ink or skip_unreadable:
            raise InvalidArgument(_("--size, --ink and --skip-unreadable are for your own pictures"))
        return data.load(name, directory)
    options: dict[str, Any] = {"transform": _through_ink()} if ink else {"size": size}
    return data.load(name, directory, skip_unreadable=skip_unreadable, seed=seed, test=test, **options)


def _through_ink() -> Callable[[Path], NDArray[np.uint8]]:
    from sutja import ink

    return lambda path: ink.from_picture(path).pixels


def _headline(dataset: data.Dataset) -> str:
    return _(
        "{name}: {train} training and {test} test examples, from {source}",
        name=dataset.name,
        train=f"{len(dataset.x_train):,}",
        test=f"{len(dataset.x_test):,}",
        source=dataset.source,
    )


def _label(dataset: data.Dataset, label: Any) -> str:
    return dataset.classes[label] if dataset.classes else f"{label:g}"


def _as_text(dataset: data.Dataset, position: int) -> str:
    example = dataset.x_train[position]
    if dataset.kind == "pictures":
        grey = example.shape[2] == 1 and np.median(example) == 0
        return views.as_text(example, 0 if grey else int(example.mean()))
    if dataset.kind == "columns":
        return "  ".join(f"{name}={value:g}" for name, value in zip(dataset.columns, example, strict=True))
    if dataset.words is None:
        return " ".join(map(str, example))
    word = {rank + 3: word for word, rank in dataset.words.items()}
    return " ".join(word.get(number, "?") for number in example[1:])


def _pixels(dataset: data.Dataset) -> Table:
    found = views.pixel_statistics(dataset.x_train)
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(_("Channel"))
    for heading in (_("Mean"), _("Deviation"), _("Smallest"), _("Largest")):
        table.add_column(heading, justify="right")
    names = (_("red"), _("green"), _("blue")) if len(found.mean) == 3 else (_("grey"),)
    for row in zip(names, found.mean, found.deviation, found.smallest, found.largest, strict=True):
        table.add_row(row[0], f"{row[1]:.2f}", f"{row[2]:.2f}", str(row[3]), str(row[4]))
    table.caption = _("{share} of the values are 0", share=f"{found.empty:.1%}")
    return table


def _balance(dataset: data.Dataset) -> Table:
    """How many examples each class has, with a bar for the training part."""
    counts = views.class_counts(dataset)
    headings = {"train": _("Training"), "val": _("Validation"), "test": _("Test")}
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(_("Class"), no_wrap=True)
    for part in counts:
        table.add_column(headings[part], justify="right")
    table.add_column("")
    most = max(counts["train"])
    for label, name in enumerate(dataset.classes):
        bar = "█" * round(20 * counts["train"][label] / most)
        table.add_row(name, *(f"{numbers[label]:,}" for numbers in counts.values()), bar)
    return table


def _sheet(dataset: data.Dataset, each: int, seed: int) -> views.Sheet:
    if dataset.kind != "pictures":
        raise InvalidArgument(_("A sheet shows pictures, and {name} has none", name=dataset.name))
    chosen = views.one_of_each_class(dataset.y_train, each, seed)
    captions = [dataset.classes[label] for label in dataset.y_train[chosen]]
    columns = min(each, 10)
    return views.make_sheet(dataset.x_train[chosen], captions, columns=columns, title=_headline(dataset))


def _sheet_of_suspects(dataset: data.Dataset, found: views.Findings) -> views.Sheet:
    suspects = found.suspects[:_ON_A_SHEET]
    captions = [
        f"{suspect.position}: {dataset.classes[suspect.given]} → {dataset.classes[suspect.proposed]}"
        for suspect in suspects
    ]
    pictures = dataset.x_train[[suspect.position for suspect in suspects]]
    return views.make_sheet(pictures, captions, columns=8, title=_("Labels that may be wrong"))


def _lines(dataset: data.Dataset, found: views.Findings) -> list[str]:
    parts = {"train": _("training"), "val": _("validation"), "test": _("test")}
    lines = []
    for part, pairs in found.in_both.items():
        where = _shortened([f"{i} = {j}" for i, j in pairs])
        text = _("Pictures in both training and {part}: {count}", part=parts[part], count=len(pairs))
        lines.append(f"{text}{where}")
    lines.append(_("Training pictures that are copies of others: {count}", count=found.twice))
    groups = [" = ".join(map(str, group)) for group in found.contradictions]
    text = _("Same picture, different labels: {count}", count=len(groups))
    lines.append(f"{text}{_shortened(groups)}")
    for part, positions in found.empty.items():
        text = _("Pictures of a single value in {part}: {count}", part=parts[part], count=len(positions))
        lines.append(f"{text}{_shortened(list(map(str, positions)))}")
    text = _(
        "Labels that may be wrong: {count} of {compared} looked at", count=len(found.suspects), compared=found.compared
    )
    suspects = [
        f"{suspect.position} ({dataset.classes[suspect.given]} → {dataset.classes[suspect.proposed]})"
        for suspect in found.suspects
    ]
    lines.append(f"{text}{_shortened(suspects)}")
    lines += [_("Left out: {file}", file=file) for file in dataset.skipped]
    return lines


def _shortened(items: list[str]) -> str:
    if not items:
        return ""
    return ": " + ", ".join(items[:_MOST_SHOWN]) + (", ..." if len(items) > _MOST_SHOWN else "")
