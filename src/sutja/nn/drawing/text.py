"""Text: a diagram in the signs that terminals have for drawing boxes.

Lines are noted down as the sides on which they touch a character, added up where several meet, and only then written:
a character touched from above, from below and from the right is ├.
"""

from __future__ import annotations

from itertools import pairwise

from sutja.nn.drawing.diagram import Diagram
from sutja.nn.drawing.layout import Picture, Placed, Point, lay_out
from sutja.nn.drawing.metrics import CHARACTERS, columns

__all__ = ["to_text"]

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
SIGNS = {
    0: " ",
    UP: "╵",
    DOWN: "╷",
    UP | DOWN: "│",
    LEFT: "╴",
    RIGHT: "╶",
    LEFT | RIGHT: "─",
    UP | LEFT: "┘",
    UP | RIGHT: "└",
    DOWN | LEFT: "┐",
    DOWN | RIGHT: "┌",
    UP | DOWN | LEFT: "┤",
    UP | DOWN | RIGHT: "├",
    UP | LEFT | RIGHT: "┴",
    DOWN | LEFT | RIGHT: "┬",
    UP | DOWN | LEFT | RIGHT: "┼",
}


def to_text(diagram: Diagram) -> str:
    """``diagram`` in lines of characters of one width, each ended by a line break."""
    page = _Page()
    page.draw(lay_out(diagram, CHARACTERS))
    return page.text()


class _Page:
    """Characters by (column, row): the sides that lines touch, and the signs written over them."""

    def __init__(self) -> None:
        self.touched: dict[Point, int] = {}
        self.signs: dict[Point, str] = {}

    def draw(self, picture: Picture) -> None:
        for box in picture.boxes:
            self.frame(box)
        for line in picture.lines:
            self.line(line)
        for note in picture.notes:
            for row, text in enumerate(note.lines):
                self.write(note.x, note.y + row, text)

    def frame(self, placed: Placed) -> None:
        left, top, right, bottom = placed.x, placed.y, placed.x + placed.width, placed.y + placed.height
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        for start, end in pairwise(corners):
            self.stroke(start, end)
        lines = placed.box.lines
        first = top + 1 if placed.inside else top + 1 + (placed.height - 1 - len(lines)) // 2
        for row, text in enumerate(lines):
            self.write(left + 1 + (placed.width - 1 - columns(text)) // 2, first + row, text)
        if placed.inside:
            self.draw(placed.inside)

    def line(self, points: list[Point]) -> None:
        """A line that ends in a tip just before its last point, which lies on the border of a box."""
        (x, y), (before_x, _y) = points[-1], points[-2]
        tip, sign = ((x, y - 1), "▼") if x == before_x else ((x - 1, y), "▶")
        for start, end in pairwise([*points[:-1], tip]):
            self.stroke(start, end)
        self.signs[tip] = sign

    def stroke(self, start: Point, end: Point) -> None:
        (x1, y1), (x2, y2) = sorted((start, end))
        for x in range(x1, x2):
            self.touch((x, y1), RIGHT)
            self.touch((x + 1, y1), LEFT)
        for y in range(y1, y2):
            self.touch((x1, y), DOWN)
            self.touch((x1, y + 1), UP)

    def touch(self, point: Point, side: int) -> None:
        self.touched[point] = self.touched.get(point, 0) | side

    def write(self, x: int, y: int, text: str) -> None:
        for sign in text:
            self.signs[x, y] = sign
            wide = columns(sign)
            if wide == 2:
                self.signs[x + 1, y] = ""
            x += wide

    def text(self) -> str:
        points = {**self.touched, **self.signs}
        width, height = (max((point[axis] for point in points), default=-1) + 1 for axis in (0, 1))
        rows = (
            "".join(self.signs.get((x, y), SIGNS[self.touched.get((x, y), 0)]) for x in range(width))
            for y in range(height)
        )
        return "".join(f"{row.rstrip()}\n" for row in rows)
