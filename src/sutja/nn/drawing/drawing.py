"""A drawing: a diagram to look at, wherever one is: in a terminal, in a notebook, in a file."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.drawing.diagram import Diagram
from sutja.nn.drawing.graphviz import by_graphviz, to_dot
from sutja.nn.drawing.svg import to_svg
from sutja.nn.drawing.text import to_text
from sutja.whole_file import write_whole

__all__ = ["Drawing"]

BY_GRAPHVIZ = (".png", ".pdf")


class Drawing:
    """``print(drawing)`` shows it in a terminal; a notebook shows it as a picture; ``save`` writes a file."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram

    @property
    def svg(self) -> str:
        """The drawing as the text of an SVG file."""
        return to_svg(self.diagram)

    @property
    def text(self) -> str:
        """The drawing in box-drawing characters, for a font whose characters are all of one width."""
        return to_text(self.diagram)

    @property
    def dot(self) -> str:
        """The graph in the language of Graphviz."""
        return to_dot(self.diagram)

    def save(self, to_file: str | PathLike[str], dpi: int | None = 200) -> None:
        """Write it to a file, by the end of its name: .svg, .txt or .dot; .png or .pdf if Graphviz is installed.

        ``dpi``: dots an inch of a .png; the other kinds have no dots.
        """
        path = Path(to_file)
        kind = path.suffix.lower()
        texts = {".svg": to_svg, ".txt": to_text, ".dot": to_dot}
        if kind not in (*texts, *BY_GRAPHVIZ):
            raise invalid("to_file", _("a name that ends in .svg, .txt, .dot, .png or .pdf"), str(to_file))
        if kind in BY_GRAPHVIZ:
            write_whole(path, by_graphviz(self.diagram, kind[1:], dpi))
        else:
            write_whole(path, texts[kind](self.diagram).encode())

    def __str__(self) -> str:
        return self.text.removesuffix("\n")  # print adds one

    def _repr_svg_(self) -> str:
        return self.svg
