"""Metrics: how much room text and lines take up, in pixels for a picture and in characters for a terminal.

The layout is the same for both; all its lengths are whole numbers of one or the other. A grid of characters is read so
that a line runs through the middle of a character: a box of width w has its borders in columns x and x + w.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["CHARACTERS", "PIXELS", "Metrics", "columns"]


@dataclass(frozen=True)
class Metrics:
    """Lengths, most as (across, down) the page.

    ``title``, ``body``, ``note``: the width of a text in a box's first line, in its others, and beside an arrow.
    ``around``: what a box adds to its text. ``between``: from one box to the next in a row. ``channel``: from row to
    row, at least. ``track``: from one line to the next between rows. ``ports``: from one arrow to the next at a box.
    ``beside``, ``above``, ``below``: from an arrow to its note. ``frame``: beside a diagram in a box. ``operator``: the
    size of its circle. ``curved``: whether corners are round, so that an arrow to their side reaches further.
    """

    title: Callable[[str], int]
    body: Callable[[str], int]
    note: Callable[[str], int]
    line: int
    note_line: int
    around: tuple[int, int]
    between: tuple[int, int]
    channel: tuple[int, int]
    track: tuple[int, int]
    ports: tuple[int, int]
    beside: int
    above: int
    below: int
    frame: int
    operator: tuple[int, int]
    curved: bool


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes up: Korean syllables take two."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _sans(size: float) -> Callable[[str], int]:
    """Widths in a sans-serif font of this size: on the wide side, since nobody knows which font it will be."""

    def width(text: str) -> int:
        return round(size * sum(_share(sign) for sign in text)) + 1

    return width


def _share(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if sign in "iljtfI.,:;|!'()[] ":
        return 0.4
    if sign in "mwMW@%—→←…":
        return 1.0
    return 0.75 if sign.isupper() else 0.64


def _fixed(size: float) -> Callable[[str], int]:
    """Widths in a font whose signs are all of one width."""
    return lambda text: round(size * 0.62 * columns(text)) + 1


PIXELS = Metrics(
    title=_sans(14),
    body=_sans(12),
    note=_fixed(12),
    line=18,
    note_line=16,
    around=(24, 14),
    between=(28, 22),
    channel=(34, 30),
    track=(12, 12),
    ports=(20, 20),
    beside=8,
    above=5,
    below=5,
    frame=16,
    operator=(40, 40),
    curved=True,
)
CHARACTERS = Metrics(
    title=columns,
    body=columns,
    note=columns,
    line=1,
    note_line=1,
    around=(3, 1),
    between=(3, 2),
    channel=(5, 2),
    track=(2, 1),
    ports=(2, 2),
    beside=2,
    above=0,
    below=1,
    frame=2,
    operator=(4, 2),
    curved=False,
)
