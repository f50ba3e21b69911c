"""Cells: what stands in the rows of a layout, so that nothing stands where something else is.

A box is a cell. An arrow that passes rows on its way has a cell in each of them, through which it runs; and the notes
of an arrow are a cell as well, in a row of their own before the arrow's target. Boxes, lines and texts that all have
cells cannot overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sutja.nn.drawing.diagram import Arrow, Diagram
from sutja.nn.drawing.metrics import Metrics
from sutja.nn.drawing.rows import rows_of

__all__ = ["Cell", "Cells"]

IN_LINE = {0: 1.0, 1: 2.0, 2: 4.0}  # how much it matters that a link is straight, by the number of its passing ends
MAIN = 1.5  # a link from box to box


@dataclass(eq=False)
class Cell:
    """``before``, ``after``: the room across that it needs on both sides of its position; ``along``: its length.

    ``box`` or ``arrow``: what it is the cell of.
    """

    row: int
    before: int
    after: int
    along: int
    box: int | None = None
    arrow: Arrow | None = None
    noted: bool = False


class Cells:
    """All cells of ``diagram``, in rows; ``sizes`` are those of the boxes, (across, along).

    ``chains``: for each arrow its cells, from that of its source to that of its target.
    """

    def __init__(self, diagram: Diagram, sizes: list[tuple[int, int]], metrics: Metrics) -> None:
        flat = 0 if diagram.rankdir == "TB" else 1
        rows = rows_of(len(diagram.boxes), [(arrow.source, arrow.target) for arrow in diagram.arrows])
        spread = 2 if any(arrow.forward or arrow.backward for arrow in diagram.arrows) else 1
        gap = metrics.between[flat]
        self.cells = [
            Cell(rows[i] * spread, across // 2 + gap // 2, across - across // 2 + gap - gap // 2, along, box=i)
            for i, (across, along) in enumerate(sizes)
        ]
        self.chains: list[list[int]] = []
        for arrow in diagram.arrows:
            start, end = self.cells[arrow.source].row, self.cells[arrow.target].row
            passing = [self._passing(arrow, row, end, diagram.rankdir, metrics) for row in range(start + 1, end)]
            self.chains.append([arrow.source, *passing, arrow.target])
        count = max((cell.row for cell in self.cells), default=-1) + 1
        self.rows: list[list[int]] = [[] for _ in range(count)]
        for number, cell in enumerate(self.cells):
            self.rows[cell.row].append(number)

    @property
    def links(self) -> list[tuple[int, int]]:
        """The pairs of cells in neighbouring rows that a line joins."""
        return [pair for chain in self.chains for pair in pairwise(chain)]

    def strength(self, upper: int, lower: int) -> float:
        """How much it matters that the line between two cells is straight."""
        passing = sum(self.cells[cell].box is None for cell in (upper, lower))
        return MAIN if passing == 0 else IN_LINE[passing] if passing == 2 else 1.0

    def _passing(self, arrow: Arrow, row: int, end: int, rankdir: str, metrics: Metrics) -> int:
        side = metrics.ports[0 if rankdir == "TB" else 1] // 2
        if row == end - 1 and (arrow.forward or arrow.backward):
            wide = max(map(metrics.note, arrow.forward + arrow.backward))
            above, below = (len(lines) * metrics.note_line for lines in (arrow.forward, arrow.backward))
            if rankdir == "TB":
                cell = Cell(row, side, metrics.beside + wide + side, above + below, arrow=arrow, noted=True)
            else:
                before, after = above + metrics.above + side, below + metrics.below + side
                cell = Cell(row, before, after, wide + metrics.beside, arrow=arrow, noted=True)
        else:
            cell = Cell(row, side, side, 0, arrow=arrow)
        self.cells.append(cell)
        return len(self.cells) - 1
