"""Ports: at which point of its side a box is left and entered.

All arrows of one thing that a box gives leave it together, in the middle if it gives one thing only. Each arrow that
enters has a point of its own: right below where it comes from, if the box reaches that far, so that it runs straight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import sqrt
from statistics import mean
from typing import TYPE_CHECKING, Any

from sutja.nn.drawing.cells import Cells
from sutja.nn.drawing.diagram import Arrow, Diagram
from sutja.nn.drawing.metrics import Metrics
from sutja.nn.drawing.positions import nearest_with_room

if TYPE_CHECKING:
    from sutja.nn.drawing.layout import Picture

__all__ = ["Crossing", "Key", "Ports"]

FIRM = 1000  # how much more a straight line counts than one that bends anyway

Key = tuple[int, object]
"""A line: the cell at which it starts, and which of the things that this gives."""

Crossing = tuple[Arrow, list[int], int]
"""An arrow that crosses a channel, its chain of cells, and with which step it does so."""


class Ports:
    """Where the lines of ``diagram`` start and end, given the positions ``x`` of its ``cells``."""

    def __init__(
        self,
        diagram: Diagram,
        cells: Cells,
        x: list[int],
        sizes: list[tuple[int, int]],
        framed: Sequence[Picture | None],
        metrics: Metrics,
    ) -> None:
        self.diagram, self.cells, self.x, self.sizes, self.framed, self.metrics = (
            diagram,
            cells,
            x,
            sizes,
            framed,
            metrics,
        )
        self.flip = diagram.rankdir == "LR"
        self._starts: dict[Key, int] = {}
        self._ends: dict[int, int] = {}
        for box in range(len(diagram.boxes)):
            self._leave(box, cells)
        for box in range(len(diagram.boxes)):
            self._enter(box, cells)

    def net(self, arrow: Arrow, chain: list[int], step: int) -> Key:
        """Which line it is that an arrow runs on in its step number ``step``."""
        return (chain[0], (arrow.port, arrow.leaves)) if step == 0 else (chain[step], None)

    def start_of(self, key: Key) -> int:
        """Where a line starts."""
        return self._starts.get(key, self.x[key[0]])

    def end(self, arrow: Arrow, chain: list[int], step: int) -> int:
        """Where the line of an arrow ends that it runs on in its step number ``step``."""
        return self._ends[id(arrow)] if step == len(chain) - 2 else self.x[chain[step + 1]]

    def crossing(self, row: int) -> list[Crossing]:
        """The arrows that cross the channel after ``row``."""
        steps = (
            (arrow, chain, row - self.cells.cells[chain[0]].row)
            for arrow, chain in zip(self.diagram.arrows, self.cells.chains, strict=True)
        )
        return [(arrow, chain, step) for arrow, chain, step in steps if 0 <= step < len(chain) - 1]

    def giving_way(self, pairs: list[tuple[Key, Key]], crossing: list[Crossing]) -> Iterator[Callable[[], None]]:
        """Of each pair of lines, one that ends where another begins, move a port a little, in one way after the other.

        Each time, what comes is how to undo it.
        """
        apart = self.metrics.ports[1 if self.flip else 0] // 2
        for aside in (apart, -apart, 2 * apart, -2 * apart):
            for pair in pairs:
                for arrow, chain, step in crossing:
                    entered = step == len(chain) - 2 and arrow.enters is None
                    if entered and self.net(arrow, chain, step) in pair:
                        yield from self._moved(self._ends, id(arrow), arrow.target, aside)
                for key in pair:
                    if key in self._starts and self.diagram.boxes[key[0]].inside is None:
                        yield from self._moved(self._starts, key, key[0], aside)

    def _moved(self, ports: dict[Any, int], key: Any, box: int, aside: int) -> Iterator[Callable[[], None]]:
        before = ports[key]
        reach = self.sizes[box][0] // 2 - 1
        if abs(before + aside - self.x[box]) <= reach:
            ports[key] += aside
            yield partial(ports.__setitem__, key, before)

    def inset(self, box: int, at: int) -> int:
        """How much further a line must go at position ``at`` to meet the round side of an operator."""
        if self.diagram.boxes[box].kind != "operator" or not self.metrics.curved:
            return 0
        radius = min(self.sizes[box]) / 2
        aside = abs(at - self.x[box]) - (self.sizes[box][0] / 2 - radius)
        return round(radius - sqrt(radius**2 - min(aside, radius) ** 2)) if aside > 0 else 0

    def _leave(self, box: int, cells: Cells) -> None:
        goals: dict[Key, list[int]] = {}
        fixed: dict[Key, int] = {}
        for arrow, chain in zip(self.diagram.arrows, cells.chains, strict=True):
            if arrow.source == box:
                key = self.net(arrow, chain, 0)
                goals.setdefault(key, []).append(self.x[chain[1]])
                if arrow.leaves is not None:
                    fixed[key] = self._inside(box, arrow.leaves)
        keys = sorted(goals, key=lambda key: mean(goals[key]))
        if len(keys) == 1:
            self._starts[keys[0]] = self.x[box]
        else:
            self._starts |= dict(zip(keys, self._spread(box, [mean(goals[key]) for key in keys]), strict=True))
        self._starts |= fixed

    def _enter(self, box: int, cells: Cells) -> None:
        coming = [
            (self.start_of(self.net(arrow, chain, len(chain) - 2)), arrow)
            for arrow, chain in zip(self.diagram.arrows, cells.chains, strict=True)
            if arrow.target == box
        ]
        coming.sort(key=lambda pair: pair[0])
        for place, (_x, arrow) in zip(self._spread(box, [x for x, _ in coming]), coming, strict=True):
            self._ends[id(arrow)] = place if arrow.enters is None else self._inside(box, arrow.enters)

    def _spread(self, box: int, others: Sequence[float]) -> list[int]:
        """Points on the box's side for lines to ``others``, in rising order: straight ones where that is possible."""
        apart = self.metrics.ports[1 if self.flip else 0]
        middle, half = self.x[box], self.sizes[box][0] // 2
        low, high = middle - half + apart // 2, middle + half - apart // 2
        straight = [low <= x <= high for x in others]
        aside = apart if len(others) > 1 else 0
        wishes = [
            x if reached else middle + (aside if x > middle else -aside)
            for x, reached in zip(others, straight, strict=True)
        ]
        weights = [FIRM if reached else 1 for reached in straight]
        places = nearest_with_room(wishes, weights, [apart] * (len(others) - 1))
        last = len(places) - 1
        return [min(max(place, low + i * apart), high - (last - i) * apart) for i, place in enumerate(places)]

    def _inside(self, box: int, inner: int) -> int:
        """The middle of a box inside this one."""
        picture, frame = self.framed[box], self.diagram.boxes[box]
        assert picture is not None
        one = picture.boxes[inner]
        if self.flip:
            offset = len(frame.lines) * self.metrics.line + self.metrics.around[1] + one.y + one.height // 2
        else:
            offset = (self.sizes[box][0] - picture.width) // 2 + one.x + one.width // 2
        return self.x[box] - self.sizes[box][0] // 2 + offset
