"""The report: tables for people in Markdown, everything as JSON, and a sheet of the pictures that were read wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.handwriting.measure import Failure, Outcome
from bench.handwriting.score import Score

__all__ = ["as_json", "grid", "left_out", "sheet", "table", "tiles"]

_EMPTY = "–"
_TILE = (300, 110)


def table(outcome: Outcome, words: dict[str, str], both: bool) -> str:
    """A row for each kind, a column for each contestant: exact, and digits as well if ``both``."""
    names = sorted({name for row in outcome.scores.values() for name in row}, key=_order(outcome))
    rows = [
        [words.get(kind, kind), *(_cell(row.get(name), both) for name in names)] for kind, row in outcome.scores.items()
    ]
    means = [[row[name] for row in outcome.scores.values() if name in row] for name in names]
    rows.append(["**mean**", *(_mean(scores, both) for scores in means)])
    return grid(["", *names], rows) + left_out(outcome.left_out)


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def left_out(reasons: dict[str, str]) -> str:
    """A paragraph for each that is left out."""
    return "".join(f"\n\nLeft out: {name}, because {why}." for name, why in reasons.items())


def as_json(outcome: Outcome) -> dict[str, Any]:
    """All numbers, and what was misread."""
    return {
        "scores": {kind: {name: s._asdict() for name, s in row.items()} for kind, row in outcome.scores.items()},
        "left_out": outcome.left_out,
        "misread": [{"kind": f.kind, "true": f.true, "read": f.read} for f in outcome.failures],
    }


def sheet(failures: Sequence[Failure], columns: int = 4, most: int = 96) -> NDArray[np.uint8]:
    """The pictures that were read wrongly: the truth in green, what was read in red."""
    shown = [(f.picture, f"{f.true}  ({f.kind})", f.read or "nothing") for f in list(failures)[:most]]
    return tiles(shown, columns, _TILE)


def tiles(
    shown: Sequence[tuple[NDArray[np.uint8], str, str]], columns: int, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """Pictures side by side, each in a tile of ``size`` (W, H) with a line in green and one in red above."""
    blank = np.full((size[1], size[0], 3), 255, np.uint8)
    drawn = [_tile(*item, size) for item in shown]
    drawn += [blank] * (-len(drawn) % columns)
    rows = [np.hstack(drawn[i : i + columns]) for i in range(0, len(drawn), columns)]
    return np.vstack(rows) if rows else blank


def _tile(picture: NDArray[np.uint8], green: str, red: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    tile = Image.new("RGB", size, "white")
    small = Image.fromarray(picture)
    if max(small.size) < 56:
        small = small.resize((2 * small.width, 2 * small.height), Image.Resampling.NEAREST)
    small.thumbnail((size[0] - 8, size[1] - 34))
    tile.paste(small, (4, 30))
    pen = ImageDraw.Draw(tile)
    font = ImageFont.load_default(12)
    pen.text((4, 2), green.replace("\n", "/"), fill=(0, 120, 40), font=font)
    pen.text((4, 15), red.replace("\n", "/"), fill=(200, 20, 20), font=font)
    return np.asarray(tile)


def _order(outcome: Outcome) -> Any:
    first = list(next(iter(outcome.scores.values()), {}))
    return lambda name: first.index(name) if name in first else len(first)


def _cell(found: Score | None, both: bool) -> str:
    if found is None:
        return _EMPTY
    return f"{found.exact:.1%} / {found.digits:.1%}" if both else f"{found.exact:.1%}"


def _mean(scores: Iterable[Score], both: bool) -> str:
    known = list(scores)
    exact, digits = fmean(s.exact for s in known), fmean(s.digits for s in known)
    return f"**{exact:.1%} / {digits:.1%}**" if both else f"**{exact:.1%}**"
