"""What is no digit: the sets that a reader has to refuse.

``nondigits("letters", 200)`` are always the same 200 pictures. A set whose source is not installed raises
:class:`~bench.handwriting.others.Missing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from bench.handwriting.fonts import FONTS, installed
from bench.handwriting.nondigits.collections import face, fashion, photograph
from bench.handwriting.nondigits.doodles import doodle, scribble
from bench.handwriting.nondigits.empty import blank, noise
from bench.handwriting.nondigits.letters import hangul, latin
from bench.handwriting.nondigits.words import words
from bench.handwriting.others import Missing
from bench.handwriting.show import Picture

__all__ = ["SETS", "NonDigits", "nondigits"]


class NonDigits(NamedTuple):
    """A set of pictures: what they show, how the picture with a number is made, and the AUROC that we aim at."""

    words: str
    make: Callable[[int, np.random.Generator], Picture]
    goal: float


SETS: dict[str, NonDigits] = {
    "letters": NonDigits("Latin letters by hand", lambda _, rng: _by_hand(latin, rng, False), 0.99),
    "hangul": NonDigits("Korean syllables by hand", lambda _, rng: _by_hand(hangul, rng, True), 0.99),
    "doodles": NonDigits("doodles of things", doodle, 0.995),
    "scribbles": NonDigits("scribbles", scribble, 0.995),
    "blank": NonDigits("blank or nearly blank paper", blank, 0.995),
    "noise": NonDigits("noise", noise, 0.995),
    "words": NonDigits("printed words", words, 0.995),
    "fashion": NonDigits("Fashion-MNIST", fashion, 0.995),
    "photographs": NonDigits("photographs (CIFAR-10)", photograph, 0.995),
    "faces": NonDigits("faces", face, 0.995),
}


def nondigits(name: str, count: int) -> Iterator[Picture]:
    """The first ``count`` pictures of the set ``name``; always the same ones."""
    for number in range(count):
        yield SETS[name].make(number, np.random.default_rng([list(SETS).index(name), number]))


def _by_hand(write: Callable[[np.random.Generator], Picture], rng: np.random.Generator, korean: bool) -> Picture:
    if not any(FONTS[name].hangul if korean else FONTS[name].letters for name in installed()):
        raise Missing("no font by hand that has them is installed (bench/README.md names Debian's packages)")
    return write(rng)
