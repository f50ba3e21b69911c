"""A diagram: boxes and the arrows between them, with nothing said yet about where they stand.

What is to be shown is written down here once; :mod:`~sutja.nn.drawing.layout` finds the places, and
:mod:`~sutja.nn.drawing.svg`, :mod:`~sutja.nn.drawing.text` and :mod:`~sutja.nn.drawing.graphviz` draw.

Names come from users and from files. What could do harm outside its box (line breaks, terminal codes, signs that turn
the direction of writing) is replaced when a line enters a diagram, and a very long line is cut.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Arrow", "Box", "Diagram", "clean"]

Kind = Literal["input", "weights", "merge", "plain", "operator", "output", "model"]
"""What a box stands for; an operator is drawn as a small circle with its sign."""

LONGEST = 48  # signs in a line


@dataclass(eq=False)
class Box:
    """``lines`` of text, the first one a title; ``inside``: the diagram that it frames, if it does."""

    lines: list[str]
    kind: Kind = "plain"
    inside: Diagram | None = None

    def __post_init__(self) -> None:
        self.lines = [clean(line) for line in self.lines]


@dataclass(eq=False)
class Arrow:
    """From the box with number ``source`` to that with number ``target``.

    ``port``: which of the things that the source gives. Arrows of one port start as one line.
    ``leaves``, ``enters``: at which box inside the source or the target, if they frame a diagram.
    ``forward``, ``backward``: what goes along the arrow, and what comes back, in lines of text.
    """

    source: int
    target: int
    port: int = 0
    leaves: int | None = None
    enters: int | None = None
    forward: list[str] = field(default_factory=list)
    backward: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Diagram:
    """``boxes`` and ``arrows``, which never lead back to where they came from.

    ``rankdir``: "TB", arrows run from top to bottom, or "LR", from left to right.
    """

    title: str
    rankdir: Literal["TB", "LR"] = "TB"
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.title = clean(self.title)

    def add(self, box: Box) -> int:
        """Put one more box in, and say its number."""
        self.boxes.append(box)
        return len(self.boxes) - 1


def clean(line: str) -> str:
    """``line`` in signs that take up room and do nothing else, no longer than fits a box."""
    line = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
