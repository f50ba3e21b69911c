"""Graphviz: a diagram in the language that the program ``dot`` draws from, and that program for other kinds of files.

Graphviz is a program of its own (https://graphviz.org); it is asked for only where a file is wanted that we do not draw
by ourselves.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

from sutja.errors import InvalidArgument
from sutja.language import translate as _
from sutja.nn.drawing.diagram import Diagram

__all__ = ["by_graphviz", "to_dot"]

SECONDS = 120


def to_dot(diagram: Diagram) -> str:
    """``diagram`` in Graphviz' language."""
    body = list(_statements(diagram, "b"))
    head = [f"digraph {_quoted(diagram.title)} {{", f"  rankdir={diagram.rankdir};", "  compound=true;"]
    return "\n".join([*head, "  node [shape=box];", *body, "}", ""])


def by_graphviz(diagram: Diagram, kind: str, dpi: int | None) -> bytes:
    """The bytes of a file of this ``kind``, such as "png", drawn by ``dot``."""
    program = shutil.which("dot")
    if program is None:
        raise InvalidArgument(
            _("A .{kind} picture is drawn by Graphviz, which is not installed. Choose a .svg file instead.", kind=kind)
        )
    command = [program, f"-T{kind}", *([] if dpi is None else [f"-Gdpi={dpi}"])]
    done = subprocess.run(command, input=to_dot(diagram).encode(), capture_output=True, timeout=SECONDS, check=False)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise InvalidArgument(_("Graphviz could not draw the graph: {reason}", reason=" ".join(reason)))
    return done.stdout


def _statements(diagram: Diagram, prefix: str) -> Iterator[str]:
    for number, box in enumerate(diagram.boxes):
        name = f"{prefix}_{number}"
        if box.inside is None:
            yield f"  {name} [label={_quoted(*box.lines)}];"
        else:
            yield f"  subgraph cluster_{name} {{ label={_quoted(*box.lines)};"
            yield from _statements(box.inside, name)
            yield "  }"
    for arrow in diagram.arrows:
        ends = [f"{prefix}_{arrow.source}", f"{prefix}_{arrow.target}"]
        if arrow.leaves is not None:
            ends[0] += f"_{arrow.leaves}"
        if arrow.enters is not None:
            ends[1] += f"_{arrow.enters}"
        notes = [*arrow.forward, *arrow.backward]
        yield f"  {ends[0]} -> {ends[1]}{f' [label={_quoted(*notes)}]' if notes else ''};"


def _quoted(*lines: str) -> str:
    return '"' + "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'
