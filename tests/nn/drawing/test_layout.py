"""The layout: whatever the graph, nothing stands where something else is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sutja.nn.drawing.crossings import crossings, with_few_crossings
from sutja.nn.drawing.diagram import Arrow, Box, Diagram
from sutja.nn.drawing.layout import Picture, lay_out
from sutja.nn.drawing.metrics import CHARACTERS, PIXELS, Metrics
from sutja.nn.drawing.positions import nearest_with_room
from sutja.nn.drawing.routes import Net, tracks
from sutja.nn.drawing.rows import rows_of

Area = tuple[float, float, float, float]  # left, top, right, bottom


def any_diagram(seed: int, rankdir: Any) -> Diagram:
    """Some boxes of different sizes, joined at random; half of the diagrams with notes, some with a frame."""
    rng = np.random.default_rng(seed)
    diagram = Diagram("any", rankdir)
    count = int(rng.integers(2, 12))
    for number in range(count):
        kind = str(rng.choice(["plain", "operator", "input"]))
        lines = ["+"] if kind == "operator" else ["x" * int(rng.integers(1, 14))] * int(rng.integers(1, 4))
        inside = None
        if kind == "plain" and rng.random() < 0.2:
            inside = Diagram("inside", rankdir, [Box(["one"]), Box(["other one"])], [Arrow(0, 1)])
        diagram.add(Box(lines, kind, inside))  # type: ignore[arg-type]
        framed = inside is not None
        for source in rng.permutation(number)[: int(rng.integers(0, 4))] if number else []:
            if framed and any(arrow.target == number for arrow in diagram.arrows):
                break  # what a frame holds begins with one box, which one arrow enters
            notes = [["→ 1.25"], ["← 3"]] if seed % 2 else [[], []]
            leaves = 1 if diagram.boxes[source].inside else None
            port = 0 if leaves else int(rng.integers(0, 2))
            diagram.arrows.append(Arrow(int(source), number, port, leaves, 0 if framed else None, *notes))
    return diagram


def touches(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def areas_of(picture: Picture, metrics: Metrics) -> tuple[list[Area], list[Area]]:
    boxes = [(b.x, b.y, b.x + b.width, b.y + b.height) for b in picture.boxes]
    notes = []
    for note in picture.notes:
        wide, high = max(map(metrics.note, note.lines)), len(note.lines) * metrics.note_line
        half = 0.5 if metrics is CHARACTERS else 0  # a character reaches half a column around its place
        notes.append((note.x - half, note.y - half, note.x + wide - half, note.y + high - half))
    return boxes, notes


def segments_of(picture: Picture) -> list[tuple[int, Area]]:
    """Each straight piece of each line, as an area without width, with the number of the line."""
    return [
        (number, (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
        for number, line in enumerate(picture.lines)
        for a, b in pairwise(line)
    ]


def run_together(one: Area, other: Area) -> bool:
    """Whether two straight pieces have more in common than a point."""
    return any(
        one[0 + i] == one[2 + i] == other[0 + i] == other[2 + i]
        and max(one[1 - i], other[1 - i]) < min(one[3 - i], other[3 - i])
        for i in (0, 1)
    )


@pytest.mark.parametrize("metrics", [PIXELS, CHARACTERS], ids=["pixels", "characters"])
@pytest.mark.parametrize("rankdir", ["TB", "LR"])
@pytest.mark.parametrize("seed", range(80))
def test_nothing_overlaps(seed: int, rankdir: str, metrics: Metrics) -> None:
    diagram = any_diagram(seed, rankdir)
    picture = lay_out(diagram, metrics)
    boxes, notes = areas_of(picture, metrics)
    things = boxes + notes
    for i, thing in enumerate(things):
        assert not any(touches(thing, other) for other in things[:i])
        assert thing[0] + 1 >= 0 and thing[1] + 1 >= 0
        assert thing[2] <= picture.width + 1 and thing[3] <= picture.height + 1
    segments = segments_of(picture)
    for number, (left, top, right, bottom) in segments:
        arrow = diagram.arrows[number]
        for i, thing in enumerate(things):
            inner = (thing[0] + 0.1, thing[1] + 0.1, thing[2] - 0.1, thing[3] - 0.1)
            at_home = i in (arrow.source, arrow.target) and diagram.boxes[i].kind == "operator"
            assert at_home or not touches((left - 0.01, top - 0.01, right + 0.01, bottom + 0.01), inner)
    for i, (number, segment) in enumerate(segments):
        for other, another in segments[:i]:
            a, b = diagram.arrows[number], diagram.arrows[other]
            if (a.source, a.port) != (b.source, b.port):
                assert not run_together(segment, another), (number, other)


@pytest.mark.parametrize("rankdir", ["TB", "LR"])
def test_a_chain_is_one_straight_line(rankdir: Any) -> None:
    boxes = [Box([name]) for name in ("a", "something long", "middle", "z")]
    picture = lay_out(Diagram("chain", rankdir, boxes, [Arrow(i, i + 1) for i in range(3)]), PIXELS)
    across = 0 if rankdir == "TB" else 1
    assert len({point[across] for line in picture.lines for point in line}) == 1
    assert all(len(line) == 2 for line in picture.lines)


def test_a_way_around_leaves_the_chain_straight() -> None:
    boxes = [Box([name]) for name in "abcd"]
    arrows = [Arrow(0, 1), Arrow(1, 2), Arrow(2, 3), Arrow(0, 3)]
    picture = lay_out(Diagram("residual", "TB", boxes, arrows), PIXELS)
    assert len({box.x + box.width // 2 for box in picture.boxes[1:]}) == 1
    (start, *corners, end) = picture.lines[3]
    assert len({x for x, _y in corners}) <= 3  # out, straight down, in
    assert start != end


def test_rows_are_the_longest_ways_and_inputs_wait_for_their_use() -> None:
    assert rows_of(5, [(0, 1), (1, 2), (0, 2), (2, 4), (3, 4)]) == [0, 1, 2, 2, 3]


def test_crossings_that_can_be_undone_are() -> None:
    rows = [[0, 1, 2], [3, 4, 5]]
    links = [(0, 5), (1, 4), (2, 3)]
    assert crossings(rows, links) == 3
    assert crossings(with_few_crossings(rows, links), links) == 0


def test_nearest_with_room() -> None:
    assert nearest_with_room([5, 0, 20], [1, 1, 1], [2, 2]) == [2, 4, 20]
    assert nearest_with_room([0, 0], [1000, 1], [10]) == [0, 10]
    assert nearest_with_room([], [], []) == []


def test_tracks() -> None:
    straight, right, left = Net(0, (0,)), Net(2, (8,)), Net(8, (12,))
    assert tracks([straight, right, left], 1) == [-1, 1, 0]  # the one that begins at 8 goes first
    assert tracks([Net(0, (4,)), Net(10, (14,))], 1) == [0, 0]
