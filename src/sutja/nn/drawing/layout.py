"""Layout: where everything of a diagram stands, in four steps.

    1. rows         each box in the row after those that lead to it            rows.py, cells.py
    2. order        the boxes of a row so that few arrows cross                crossings.py
    3. positions    each box where its neighbours want it                      positions.py
    4. routes       lines that run along and across, each on its own track     ports.py, routes.py

The picture is thought of with its rows one below the other. "Across" is along a row, "along" from row to row. For a
picture from left to right the two change places at the end. A box that frames a diagram has that laid out first, and is
then a box like any other. Sugiyama, Tagawa and Toda 1981; Gansner, Koutsofios, North and Vo 1993.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sutja.nn.drawing.cells import Cells
from sutja.nn.drawing.crossings import with_few_crossings
from sutja.nn.drawing.diagram import Arrow, Box, Diagram
from sutja.nn.drawing.metrics import CHARACTERS, Metrics
from sutja.nn.drawing.ports import Crossing, Key, Ports
from sutja.nn.drawing.positions import positions
from sutja.nn.drawing.routes import Net, clashes, tracks

__all__ = ["Note", "Picture", "Placed", "lay_out"]

Point = tuple[int, int]


@dataclass
class Placed:
    """A box with its upper left corner and its size; ``inside``: what it frames, placed on the same page."""

    box: Box
    x: int
    y: int
    width: int
    height: int
    inside: Picture | None = None


@dataclass
class Note:
    """Lines of text beside an arrow, from their upper left corner; ``backward``: whether they come back along it."""

    x: int
    y: int
    lines: list[str]
    backward: bool


@dataclass
class Picture:
    """A diagram laid out: boxes, the corner points of each arrow's line up to its tip, and notes."""

    width: int
    height: int
    boxes: list[Placed] = field(default_factory=list)
    lines: list[list[Point]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def moved(self, x: int, y: int) -> Picture:
        """The same picture further right and further down."""
        return Picture(
            self.width,
            self.height,
            [Placed(b.box, b.x + x, b.y + y, b.width, b.height, b.inside and b.inside.moved(x, y)) for b in self.boxes],
            [[(a + x, b + y) for a, b in line] for line in self.lines],
            [Note(note.x + x, note.y + y, note.lines, note.backward) for note in self.notes],
        )

    def trimmed(self, metrics: Metrics) -> Picture:
        """The same picture, as large as what is in it and beginning at (0, 0)."""
        spots = [point for line in self.lines for point in line]
        for box in self.boxes:
            spots += [(box.x, box.y), (box.x + box.width, box.y + box.height)]
        for note in self.notes:
            wide, high = max(map(metrics.note, note.lines)), len(note.lines) * metrics.note_line
            spots += [(note.x, note.y), (note.x + wide, note.y + high)]
        left, top = (min((spot[axis] for spot in spots), default=0) for axis in (0, 1))
        self.width, self.height = (
            max((spot[axis] for spot in spots), default=0) - start for axis, start in enumerate((left, top))
        )
        return self.moved(-left, -top)


def lay_out(diagram: Diagram, metrics: Metrics) -> Picture:
    """The places of all boxes, arrows and notes of ``diagram``."""
    framed = [None if box.inside is None else lay_out(box.inside, metrics) for box in diagram.boxes]
    flip = diagram.rankdir == "LR"
    pages = [
        _size(box, inside, _ports_needed(diagram, i), flip, metrics)
        for i, (box, inside) in enumerate(zip(diagram.boxes, framed, strict=True))
    ]
    sizes = [size[::-1] if flip else size for size in pages]
    cells = Cells(diagram, sizes, metrics)
    cells.rows = with_few_crossings(cells.rows, cells.links)
    x = positions(
        cells.rows,
        [(upper, lower, cells.strength(upper, lower)) for upper, lower in cells.links],
        [(cell.before, cell.after) for cell in cells.cells],
        cells.chains,
    )
    ports = Ports(diagram, cells, x, sizes, framed, metrics)
    channels = _channels(diagram, cells, ports, metrics)
    tops = _tops(cells, channels)
    page = Picture(0, 0)
    for i, (box, inside) in enumerate(zip(diagram.boxes, framed, strict=True)):
        across = x[i] - sizes[i][0] // 2
        along = tops[cells.cells[i].row] + (_deepest(cells, cells.cells[i].row) - sizes[i][1]) // 2
        left, top = (along, across) if flip else (across, along)
        if inside is not None:
            inside = inside.moved(left + (pages[i][0] - inside.width) // 2, top + _head(box, metrics))
        page.boxes.append(Placed(box, left, top, *pages[i], inside))
    for arrow, chain in zip(diagram.arrows, cells.chains, strict=True):
        page.lines.append(_line(arrow, chain, cells, x, ports, channels, tops, page, flip))
        noted = [cell for cell in chain if cells.cells[cell].noted]
        for cell in noted:
            page.notes += _notes(arrow, x[cell], tops[cells.cells[cell].row], flip, metrics)
    return page.trimmed(metrics)


def _ports_needed(diagram: Diagram, box: int) -> int:
    """How many lines a side of the box must have room for."""
    starts = {(arrow.port, arrow.leaves) for arrow in diagram.arrows if arrow.source == box}
    return max(len(starts), sum(arrow.target == box for arrow in diagram.arrows))


def _head(box: Box, metrics: Metrics) -> int:
    return len(box.lines) * metrics.line + metrics.around[1]


def _size(box: Box, inside: Picture | None, ports: int, flip: bool, metrics: Metrics) -> tuple[int, int]:
    """Width and height on the page; the one along the row is even, so that the middle is a whole number."""
    widths = [(metrics.body if i else metrics.title)(line) for i, line in enumerate(box.lines)]
    width, height = max(widths, default=0) + metrics.around[0], _head(box, metrics)
    if inside is not None:
        width = max(width, inside.width + 2 * metrics.frame)
        height += inside.height + metrics.around[1]
    if box.kind == "operator" and len(box.lines) == 1:
        width, height = metrics.operator
    if flip:
        height = max(height, ports * metrics.ports[1])
    else:
        width = max(width, ports * metrics.ports[0])
    return (width, height + height % 2) if flip else (width + width % 2, height)


@dataclass
class _Channel:
    """The room after a row: for each net, by where it starts, its track as a distance from the row; and all of it."""

    track: dict[Key, int]
    length: int


def _channels(diagram: Diagram, cells: Cells, ports: Ports, metrics: Metrics) -> list[_Channel]:
    across, along = (0, 1) if diagram.rankdir == "TB" else (1, 0)
    channels = []
    for row in range(len(cells.rows) - 1):
        crossing = ports.crossing(row)
        nets, taken = _routed(ports, crossing, metrics.ports[across] // 2)
        arrives = any(step == len(chain) - 2 for _arrow, chain, step in crossing)
        least = metrics.channel[along] if arrives else (metrics.channel[along] + 1) // 2
        first, apart = (least + 1) // 2, metrics.track[along]
        used = max(taken, default=-1) + 1
        length = least + apart * (used if metrics is CHARACTERS else max(used - 1, 0))
        channels.append(_Channel({key: first + apart * t for key, t in zip(nets, taken, strict=True)}, length))
    return channels


def _routed(ports: Ports, crossing: list[Crossing], apart: int) -> tuple[list[Key], list[int]]:
    """The lines that cross a channel, and their tracks; ports give way where two would lie on each other."""

    def route() -> tuple[list[Key], list[int], list[tuple[int, int]]]:
        ends: dict[Key, list[int]] = {}
        for arrow, chain, step in crossing:
            ends.setdefault(ports.net(arrow, chain, step), []).append(ports.end(arrow, chain, step))
        nets = [Net(ports.start_of(key), tuple(sorted(set(found)))) for key, found in ends.items()]
        taken = tracks(nets, apart)
        return list(ends), taken, clashes(nets, taken, apart)

    keys, taken, left = route()
    while left:
        for undo in ports.giving_way([(keys[i], keys[j]) for i, j in left], crossing):
            found = route()
            if len(found[2]) < len(left):
                keys, taken, left = found
                break
            undo()
        else:
            break  # no port can help: rare, and only where many lines cross
    return keys, taken


def _deepest(cells: Cells, row: int) -> int:
    return max(cells.cells[cell].along for cell in cells.rows[row])


def _tops(cells: Cells, channels: list[_Channel]) -> list[int]:
    """Where each row begins."""
    tops, top = [], 0
    for row in range(len(cells.rows)):
        tops.append(top)
        top += _deepest(cells, row) + (channels[row].length if row < len(channels) else 0)
    return tops


def _line(
    arrow: Arrow,
    chain: list[int],
    cells: Cells,
    x: list[int],
    ports: Ports,
    channels: list[_Channel],
    tops: list[int],
    page: Picture,
    flip: bool,
) -> list[Point]:
    source, target = page.boxes[chain[0]], page.boxes[chain[-1]]
    first, last = cells.cells[chain[0]].row, cells.cells[chain[-1]].row
    start, end = ports.start_of(ports.net(arrow, chain, 0)), ports.end(arrow, chain, len(chain) - 2)
    leaving = (source.x + source.width) if flip else (source.y + source.height)
    points = [(start, leaving - ports.inset(arrow.source, start))]
    for step, row in enumerate(range(first, last)):
        key = ports.net(arrow, chain, step)
        begin, goal = ports.start_of(key), ports.end(arrow, chain, step)
        if begin != goal:
            track = tops[row] + _deepest(cells, row) + channels[row].track[key]
            points += [(begin, track), (goal, track)]
    points.append((end, (target.x if flip else target.y) + ports.inset(arrow.target, end)))
    return [(along, across) if flip else (across, along) for across, along in points]


def _notes(arrow: Arrow, x: int, top: int, flip: bool, metrics: Metrics) -> list[Note]:
    high = len(arrow.forward) * metrics.note_line
    if flip:
        places = [(top + metrics.beside // 2, x - metrics.above - high), (top + metrics.beside // 2, x + metrics.below)]
    else:
        places = [(x + metrics.beside, top), (x + metrics.beside, top + high)]
    both = (arrow.forward, arrow.backward)
    return [Note(*place, lines, i == 1) for i, (place, lines) in enumerate(zip(places, both, strict=True)) if lines]
