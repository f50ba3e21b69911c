"""Sets of pictures of one digit each, from several sources, under one roof.

- ``mnist``: test digits as they are, 28 x 28, light on black.
- ``digits8x8``: scikit-learn's digits (43 writers), 8 x 8 grey levels enlarged; nothing here was trained on them.
- those of :mod:`bench.handwriting.shifted`: test digits of MNIST with one property far out.
- ``fonts``: the digits of people whose hands became fonts, :mod:`bench.handwriting.fonts`.
- ``world``: shapes that MNIST has few of, :mod:`bench.handwriting.world`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from bench.handwriting import shifted
from bench.handwriting.fonts import FONTS, installed, packages, write_glyph
from bench.handwriting.others import Missing
from bench.handwriting.pen import write
from bench.handwriting.show import as_picture, canvas, show
from bench.handwriting.world import VARIANTS, write_world
from bench.handwriting.writers import writers

__all__ = ["SETS", "WORDS", "Single", "singles"]

_TALL = 200
_T = TypeVar("_T")


class Single(NamedTuple):
    """A picture of one digit, uint8 (H, W, 3), what it is, and by which hand or of which shape."""

    picture: NDArray[np.uint8]
    label: int
    kind: str = ""


def singles(name: str, count: int) -> Iterator[Single]:
    """The first ``count`` pictures of the set ``name``; always the same ones, and no more than there are.

    Raises:
        Missing: What the pictures are made from is not installed.
    """
    return SETS[name](count)


def _mnist(count: int) -> Iterator[Single]:
    hands = writers("mnist")
    for i in np.random.default_rng(7).permutation(len(hands.labels))[:count].tolist():
        yield Single(as_picture(hands.pictures[i] / 255.0), int(hands.labels[i]))


def _digits8x8(count: int) -> Iterator[Single]:
    hands = writers("digits8x8")
    for i in np.random.default_rng(7).permutation(len(hands.labels))[:count].tolist():
        drawn = write(hands.pictures[i], _TALL, "fineliner", np.random.default_rng([1, i]))
        yield Single(as_picture(canvas(drawn)), int(hands.labels[i]))


def _shifted(name: str) -> Callable[[int], Iterator[Single]]:
    return lambda count: (Single(found.picture, found.label) for found in shifted.shifted(name, count))


def _fonts(count: int) -> Iterator[Single]:
    hands = [(name, digit) for name in installed() for digit in FONTS[name].digits]
    if not hands:
        raise Missing(f"no font made from a hand is installed (apt-get install {' '.join(packages())})")
    for number, (name, digit) in _in_turn(hands, count):
        rng = np.random.default_rng([2, number])
        yield Single(show(write_glyph(name, digit, rng), rng), int(digit), name)


def _world(count: int) -> Iterator[Single]:
    for number, variant in _in_turn(list(VARIANTS), count):
        rng = np.random.default_rng([3, number])
        yield Single(show(write_world(variant, rng), rng), int(variant[0]), variant)


def _in_turn(things: list[_T], count: int) -> Iterator[tuple[int, _T]]:
    """``things`` in an order by chance, again and again, numbered."""
    order = np.random.default_rng(7).permutation(len(things))
    for number in range(count):
        yield number, things[order[number % len(things)]]


SETS: dict[str, Callable[[int], Iterator[Single]]] = {
    "mnist": _mnist,
    "digits8x8": _digits8x8,
    "fonts": _fonts,
    "world": _world,
    **{name: _shifted(name) for name in shifted.SETS},
}
WORDS = {
    "mnist": "MNIST's test digits, 28 x 28, as they are",
    "digits8x8": "scikit-learn's digits, 8 x 8 enlarged",
    "fonts": "digits in handwriting fonts",
    "world": "shapes from around the world",
}
