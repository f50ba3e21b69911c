"""Candidates: what may be one digit in a line of writing, for a recogniser to choose from.

The tall pieces of a line, each with the small ones that belong to it, and the parts of those wide enough to be cut,
stand side by side as *atoms*. A digit is one atom or a few in a row: two for a broken digit, or for a cut that was not
meant. A reading of the line is a way from its first atom to its last over candidates that follow each other; which
is the best, ink cannot know. It offers

- each atom alone, and
- up to 4 atoms in a row that are together no wider than 1.5 H, with no gap of more than 0.15 H between,

each as a picture of 28 x 28 made as any digit's, with what speaks for and against it apart from its looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.contrast import framed
from sutja.ink.cuts import find_cuts
from sutja.ink.fit import cut
from sutja.ink.place import place

__all__ = ["Box", "Candidate", "Line", "line_of"]

_MOST_ATOMS = 4
_WIDEST = 1.5  # H
_WIDEST_GAP = 0.15  # H
_CUT_FROM = 0.75  # H

Grey = NDArray[np.float32]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Candidate:
    """What may be one digit.

    Attributes:
        first, last: The atoms that it is made of, ``last`` being the first that is not.
        pixels: uint8 (28, 28), 255 = ink: what a network receives.
        box: (left, top, right, bottom) in the picture turned level, in its pixels.
        height, width: Of its box, in heights H of the line.
        crossed: The ink that was cut through to part it from its neighbours, in pens.
        gap: The paper between the atoms that it joins, in heights H of the line.
        breaks: How many pieces that do not touch it joins, less one.
    """

    first: int
    last: int
    pixels: NDArray[np.uint8]
    box: Box
    height: float
    width: float
    crossed: float
    gap: float
    breaks: int


@dataclass(frozen=True, eq=False)
class Line:
    """A line of writing: how many atoms it has, and the candidates for its digits."""

    atoms: int
    candidates: list[Candidate]


class _Atom(NamedTuple):
    """A part of the label picture: its number there, its box, and the ink crossed by the cuts on its two sides."""

    label: int
    box: tuple[int, int, int, int]
    piece: int
    before: float
    after: float


def line_of(
    ink: Grey, labels: NDArray[np.int32], members: list[int], boxes: NDArray[np.int64], height: float, pen: float
) -> Line:
    """The candidates of one line.

    Args:
        ink: (H, W) of the whole page.
        labels: (H, W), 1 + the number of the piece that a pixel belongs to, 0 for none; where a piece is cut, its parts
            get new numbers here.
        members: The numbers of the line's pieces, from left to right.
        boxes: (n, 4) of all pieces, with their small parts.
        height: H of the line.
        pen: How wide the pen is.
    """
    atoms: list[_Atom] = []
    for piece in members:
        atoms.extend(_atoms_of(ink, labels, piece, boxes[piece], height, pen))
    candidates = []
    for first in range(len(atoms)):
        for last in range(first + 1, len(atoms) + 1):
            part = atoms[first:last]
            if not (_is_piece(atoms, first, last) or (len(part) <= _MOST_ATOMS and _is_narrow(part, height))):
                continue
            made = _candidate(ink, labels, part, first, height)
            if made is not None:
                candidates.append(made)
    return Line(len(atoms), candidates)


def _is_piece(atoms: list[_Atom], first: int, last: int) -> bool:
    """Whether the atoms from ``first`` to before ``last`` are all of one piece."""
    pieces = [atom.piece for atom in atoms]
    return len(set(pieces[first:last])) == 1 and pieces.count(pieces[first]) == last - first


def _is_narrow(part: list[_Atom], height: float) -> bool:
    """Whether a row of atoms may be one digit."""
    boxes = np.array([atom.box for atom in part])
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    wide = boxes[:, 2].max() - boxes[:, 0].min()
    return len(part) == 1 or bool(wide <= _WIDEST * height and gaps.max() <= _WIDEST_GAP * height)


def _atoms_of(
    ink: Grey, labels: NDArray[np.int32], piece: int, box: NDArray[np.int64], height: float, pen: float
) -> list[_Atom]:
    left, top, right, bottom = box.tolist()
    number = piece + 1
    if right - left <= _CUT_FROM * height:
        return [_Atom(number, (left, top, right, bottom), piece, 0.0, 0.0)]
    part = labels[top:bottom, left:right]
    inside = part == number
    cuts = find_cuts(ink[top:bottom, left:right] * inside, height, pen)
    region = np.zeros(part.shape, np.int32)
    for way in cuts:
        region += np.arange(part.shape[1]) >= way.columns[:, None]
    crossed = [0.0, *(way.crossed for way in cuts), 0.0]
    fresh = int(labels.max()) + 1
    atoms = []
    for i in range(len(cuts) + 1):
        mine = inside & (region == i)
        if not mine.any():
            continue
        name = number if i == 0 else fresh + i
        part[mine] = name
        rows, columns = np.flatnonzero(mine.any(axis=1)), np.flatnonzero(mine.any(axis=0))
        around = (left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1)
        atoms.append(_Atom(name, tuple(map(int, around)), piece, crossed[i], crossed[i + 1]))  # type: ignore[arg-type]
    return atoms


def _candidate(ink: Grey, labels: NDArray[np.int32], atoms: list[_Atom], first: int, height: float) -> Candidate | None:
    """``atoms`` in a row as one digit; None if there is no ink left of them."""
    lefts, tops, rights, bottoms = np.array([atom.box for atom in atoms]).T
    left, top, right, bottom = int(lefts.min()), int(tops.min()), int(rights.max()), int(bottoms.max())
    gaps = np.maximum(lefts[1:] - rights[:-1], 0) / height
    pixels = _pixels(ink, labels, [atom.label for atom in atoms], (left, top, right, bottom))
    if pixels is None:
        return None
    return Candidate(
        first=first,
        last=first + len(atoms),
        pixels=pixels,
        box=(left, top, right, bottom),
        height=(bottom - top) / height,
        width=(right - left) / height,
        crossed=atoms[0].before + atoms[-1].after,
        gap=float(gaps.sum()),
        breaks=sum(a.piece != b.piece for a, b in pairwise(atoms)),
    )


def _pixels(
    ink: Grey, labels: NDArray[np.int32], names: list[int], box: tuple[int, int, int, int]
) -> NDArray[np.uint8] | None:
    """The digit that the parts called ``names`` make, with the grey pixels around them; None without ink."""
    import cv2

    left, top = max(box[0] - 1, 0), max(box[1] - 1, 0)
    part = labels[top : box[3] + 1, left : box[2] + 1]
    mine = part == names[0]
    for name in names[1:]:
        mine |= part == name
    edge = cv2.dilate(mine.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    digit = ink[top : box[3] + 1, left : box[2] + 1] * (mine | (edge & (part == 0)))
    if digit.max() < 0.1:
        return None
    return place(framed(cut(digit)))
