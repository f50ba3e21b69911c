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

__all__ = ["as_json", "sheet", "table"]

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
    lines = [["", *names], ["---"] * (len(names) + 1), *rows]
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return text + "".join(f"\n\nLeft out: {name}, because {why}." for name, why in outcome.left_out.items())


def as_json(outcome: Outcome) -> dict[str, Any]:
    """All numbers, and what was misread."""
    return {
        "scores": {kind: {name: s._asdict() for name, s in row.items()} for kind, row in outcome.scores.items()},
        "left_out": outcome.left_out,
        "misread": [{"kind": f.kind, "true": f.true, "read": f.read} for f in outcome.failures],
    }


def sheet(failures: Sequence[Failure], columns: int = 4, most: int = 96) -> NDArray[np.uint8]:
    """The pictures that were read wrongly: the truth in green, what was read in red."""
    tiles = [_tile(failure) for failure in list(failures)[:most]]
    blank = np.full((_TILE[1], _TILE[0], 3), 255, np.uint8)
    tiles += [blank] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)]
    return np.vstack(rows) if rows else blank


def _tile(failure: Failure) -> NDArray[np.uint8]:
    tile = Image.new("RGB", _TILE, "white")
    picture = Image.fromarray(failure.picture)
    picture.thumbnail((_TILE[0] - 8, _TILE[1] - 34))
    tile.paste(picture, (4, 30))
    pen = ImageDraw.Draw(tile)
    font = ImageFont.load_default(12)
    pen.text((4, 2), f"{failure.true}  ({failure.kind})".replace("\n", "/"), fill=(0, 120, 40), font=font)
    pen.text((4, 15), failure.read.replace("\n", "/") or "nothing", fill=(200, 20, 20), font=font)
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
