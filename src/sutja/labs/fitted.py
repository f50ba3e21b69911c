"""A table that is never too narrow for its figures: without room for all columns, it becomes blocks of lines.

Words may be folded into several lines of a column; a figure that is cut says something else than it is, so it stays
whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

__all__ = ["Column", "FittedTable"]

_WORDS = 20  # characters that a column of words has at least
_BETWEEN = 3  # characters that a column has beside its text


@dataclass(frozen=True)
class Column:
    """``kind``: what ``heads`` the rows that follow, ``words`` that may be folded, or a ``figure``."""

    title: str
    kind: str = "figure"
    left: bool = False


@dataclass
class FittedTable:
    """Rows of one cell for each of ``columns``; an empty cell of a column that heads is the same as above it.

    A column without any text is left out.
    """

    columns: Sequence[Column]
    rows: list[Sequence[str]] = field(default_factory=list)

    def add_row(self, *cells: str) -> None:
        """Add a row."""
        self.rows.append(cells)

    def fits(self, width: int) -> bool:
        """Whether there is room for the table in so many characters."""
        places = self._places()
        return sum(map(self._width, places)) + _BETWEEN * len(places) + 1 <= width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As a table if there is room for it."""
        if self.fits(options.max_width):
            yield self._table()
        else:
            yield from self._blocks(options.max_width)

    def _places(self) -> list[int]:
        """Of the columns that say something."""
        return [place for place in range(len(self.columns)) if any(row[place] for row in self.rows)]

    def _width(self, place: int) -> int:
        """What the column needs: all of a figure, of words a part."""
        column = self.columns[place]
        cells = [column.title, *(row[place] for row in self.rows)]
        widest = max(cell_len(line) for cell in cells for line in cell.split("\n"))
        return min(widest, _WORDS) if column.kind == "words" else widest

    def _table(self) -> Table:
        table = Table(box=box.SIMPLE_HEAD)
        places = self._places()
        for place in places:
            column = self.columns[place]
            table.add_column(
                Text(column.title),
                justify="left" if column.left or column.kind != "figure" else "right",
                overflow="fold",
                no_wrap=column.kind != "words",
                min_width=self._width(place),
            )
        for row in self.rows:
            table.add_row(*(Text(row[place]) for place in places))
        return table

    def _blocks(self, width: int) -> Iterable[Padding]:
        depth = {"heads": 0, "words": 2, "figure": 4}
        for row in self.rows:
            figures = []
            for column, cell in zip(self.columns, row, strict=True):
                if cell and column.kind == "figure":
                    figures.append(f"{column.title} {cell}")
                elif cell:
                    yield _indented(cell, depth[column.kind])
            for line in _lines(figures, width - depth["figure"]):
                yield _indented(line, depth["figure"])
        yield _indented("", 0)


def _indented(text: str, left: int) -> Padding:
    return Padding(Text(text, overflow="fold"), (0, 0, 0, left), expand=False)


def _lines(parts: Sequence[str], width: int) -> Iterable[str]:
    """As many of ``parts`` on a line as there is room for."""
    line = ""
    for part in parts:
        if line and cell_len(line) + 3 + cell_len(part) > width:
            yield line
            line = ""
        line = f"{line}   {part}" if line else part
    if line:
        yield line
