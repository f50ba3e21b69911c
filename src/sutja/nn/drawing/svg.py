"""SVG: a picture that any browser shows, readable on a light page and on a dark one.

It needs no font, script or file of others. Texts are escaped, so that a layer may be called anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sutja.language import translate as _
from sutja.nn.drawing.diagram import Diagram
from sutja.nn.drawing.layout import Picture, Placed, Point, lay_out
from sutja.nn.drawing.metrics import PIXELS

__all__ = ["to_svg"]

MARGIN = 16
CORNER = 6
TIP = 8
ROUND = 20

LIGHT = {
    "page": "#ffffff",
    "line": "#57606a",
    "text": "#1f2328",
    "faint": "#57606a",
    "back": "#b3261e",
    "input": "#e3f1e4",
    "weights": "#e2ecf9",
    "merge": "#fbeed6",
    "plain": "#f0f1f3",
    "frame": "#f8f9fa",
}
DARK = {
    "page": "#14181d",
    "line": "#9aa4af",
    "text": "#e9edf1",
    "faint": "#b3bcc6",
    "back": "#ff8f85",
    "input": "#1f3a26",
    "weights": "#1d3352",
    "merge": "#4a3814",
    "plain": "#2b3138",
    "frame": "#1b2026",
}
FILLS = {
    "input": "input",
    "output": "input",
    "weights": "weights",
    "merge": "merge",
    "operator": "merge",
    "plain": "plain",
    "model": "frame",
}


def to_svg(diagram: Diagram) -> str:
    """The text of an SVG file that shows ``diagram``."""
    picture = lay_out(diagram, PIXELS)
    width, height = picture.width + 2 * MARGIN, picture.height + 2 * MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sutja-graph" width="{width}" height="{height}" '
        f'viewBox="{-MARGIN} {-MARGIN} {width} {height}" role="img">',
        f"<title>{escape(diagram.title)}</title>",
        f"<desc>{escape(_described(diagram))}</desc>",
        f"<style>\n{_colours(LIGHT)}\n{_FORMS}\n@media (prefers-color-scheme: dark) {{\n{_colours(DARK)}\n}}\n</style>",
        f'<rect class="page" x="{-MARGIN}" y="{-MARGIN}" width="{width}" height="{height}"/>',
        *_drawn(picture),
        "</svg>",
        "",
    ]
    return "\n".join(lines)


_FORMS = """.sutja-graph text { font-family: system-ui, "Noto Sans KR", "Malgun Gothic", "DejaVu Sans", sans-serif; }
.sutja-graph .title { font-size: 14px; font-weight: 600; text-anchor: middle; }
.sutja-graph .body { font-size: 12px; text-anchor: middle; }
.sutja-graph .note { font-size: 12px; font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
.sutja-graph .way { fill: none; stroke-width: 1.5; }"""


def _colours(colour: dict[str, str]) -> str:
    rules = {
        ".page": f"fill: {colour['page']}",
        ".title, .sutja-graph .forward": f"fill: {colour['text']}",
        ".body": f"fill: {colour['faint']}",
        ".backward": f"fill: {colour['back']}",
        ".way": f"stroke: {colour['line']}",
        ".tip": f"fill: {colour['line']}",
        **{f".{kind}": f"fill: {colour[fill]}; stroke: {colour['line']}" for kind, fill in FILLS.items()},
    }
    return "\n".join(f".sutja-graph {name} {{ {rule}; }}" for name, rule in rules.items())


def _described(diagram: Diagram) -> str:
    """What the arrows say, in words, for those who do not see the picture."""
    names = [", ".join(box.lines) for box in diagram.boxes]
    return "; ".join(
        _("from {source} to {target}", source=names[arrow.source], target=names[arrow.target])
        for arrow in diagram.arrows
    )


def _drawn(picture: Picture) -> Iterator[str]:
    for box in picture.boxes:
        yield from _box(box)
    for line in picture.lines:
        yield f'<path class="way" d="{_path(line)}"/>'
        yield f'<path class="tip" d="{_tip(*line[-2:])}"/>'
    for note in picture.notes:
        kind = "backward" if note.backward else "forward"
        for row, text in enumerate(note.lines):
            y = note.y + row * PIXELS.note_line + 12
            yield f'<text class="note {kind}" x="{note.x}" y="{y}">{escape(text).replace(" ", chr(0xA0))}</text>'


def _box(placed: Placed) -> Iterator[str]:
    box = placed.box
    radius = min(placed.width, placed.height) // 2
    radius = radius if box.kind == "operator" else min(radius, ROUND if box.kind in ("input", "output") else CORNER)
    yield (
        f'<rect class="{box.kind}" x="{placed.x}" y="{placed.y}" width="{placed.width}" height="{placed.height}" '
        f'rx="{radius}"/>'
    )
    high = len(box.lines) * PIXELS.line
    top = placed.y + (PIXELS.around[1] // 2 if placed.inside else (placed.height - high) // 2)
    for row, text in enumerate(box.lines):
        y = top + row * PIXELS.line + 14
        kind = "body" if row else "title"
        yield f'<text class="{kind}" x="{placed.x + placed.width // 2}" y="{y}">{escape(text)}</text>'
    if placed.inside:
        yield from _drawn(placed.inside)


def _path(points: list[Point]) -> str:
    """A line through ``points`` with its corners rounded."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (a, b), (c, d) = _toward(corner, before), _toward(corner, after)
        parts.append(f"L{a:g} {b:g}Q{corner[0]} {corner[1]} {c:g} {d:g}")
    x, y = _toward(points[-1], points[-2], TIP - 2)
    return "".join([*parts, f"L{x:g} {y:g}"])


def _toward(start: Point, goal: Point, most: float = CORNER) -> tuple[float, float]:
    """The point ``most`` pixels from ``start`` on the way to ``goal``, half way at the latest."""
    length = abs(goal[0] - start[0]) + abs(goal[1] - start[1])
    share = min(most / length, 0.5) if length else 0
    return start[0] + share * (goal[0] - start[0]), start[1] + share * (goal[1] - start[1])


def _tip(before: Point, end: Point) -> str:
    """A triangle that points from ``before`` to ``end``."""
    x, y = end
    if before[0] == x:
        return f"M{x} {y}L{x - 4} {y - TIP}L{x + 4} {y - TIP}z"
    return f"M{x} {y}L{x - TIP} {y - 4}L{x - TIP} {y + 4}z"
