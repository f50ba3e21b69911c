"""The whole report as text: one table with everybody in it, then each measurement with its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

from bench.handwriting import trust_report
from bench.handwriting.fonts import FONTS, missing
from bench.handwriting.measure import FEWER_PAGES, FEWER_SINGLES, Outcome
from bench.handwriting.nondigits.words import missing_faces
from bench.handwriting.pages import KINDS
from bench.handwriting.report import as_json, grid, left_out, table
from bench.handwriting.shifted import SETS as SHIFTED
from bench.handwriting.singles import WORDS
from bench.handwriting.trust import Trust
from bench.machine import describe, versions
from bench.results import code_version

__all__ = ["Measured", "content", "text"]

_EMPTY = "–"
TITLE = """# Reading handwriting

Numbers of 1 to 12 digits on paper, single digits far from MNIST's, and pictures that hold no digit, by writers that no
model here has learnt from. `bench/handwriting` makes the pictures, always the same ones. Commit {commit}, {date};
{processor}, {cores} cores; {minutes:.0f} minutes with

    {command}

How to run it and how to read it: [bench/README.md](../README.md).
"""
PLAIN = """
`squashed` and `contours` are the ways of tutorials, with the network of Keras' example for MNIST, trained by {engine}
(`bench/handwriting/plain.py`).
"""
SUMMARY = """
## In one table

Pages are read exactly, or their digits need no correction, in the mean of all kinds; of single digits, the share
that is read rightly. AUROC is the lowest of the sets: letters by hand, and all else that is no digit.

"""
PAGES = """

## Numbers on pages

The whole text read exactly / digits that need no correction, {count} pages of each kind, digits from MNIST's test set.

"""
OTHERS = """

## Numbers by other writers

The same kinds of pages, {count} of each, with the digits of scikit-learn's `digits8x8`: 43 writers, 8 x 8 grey levels
enlarged. Nothing was trained on them.

"""
SINGLES = """

## Single digits

Read rightly, {count} of each set. The picture is known to hold one digit. All are test digits of MNIST, but for those
of scikit-learn, of the fonts, and from around the world.

"""
REFUSAL = """

## What is no digit

AUROC against {digits} test digits of MNIST, through the same `Recognizer.predict`. Sutja's score is {score};
that of `squashed` is 1 - the highest probability. A picture without ink counts as refused, with the highest score.
"Refused" is what the reader refuses of itself; "at 1 %", what is refused where the score is set to refuse 1 % of those
test digits.

"""
CALIBRATION = """

## Calibration

"Right" is read rightly and not refused. ECE: expected calibration error of the most likely digit, over 15 bins of equal
width; classwise ECE: the mean of the same over the ten digits' probabilities; NLL: negative log-likelihood in nats. All
three by the probabilities given that the picture holds a digit, over all pictures in which ink is found.

"""
FONT_HANDS = """

## Other hands

Digits in fonts that were made from handwriting; what was read right, refused, and read as another digit.

"""
WORLD = """

## From around the world

Drawn from strokes of our own by an unsteady hand. A 0 with a slash is in, for programmers and pilots expect it.

"""


@dataclass
class Measured:
    """All that was measured, and under which circumstances.

    Attributes:
        command: What repeats it.
        minutes: How long it took.
        plain: Who trained the plain network; empty if nobody needed it.
        score: Of what refusal is decided, in words.
        diagram: Whether there is one.
    """

    command: str
    pages: int
    singles: int
    on_pages: Outcome
    by_others: Outcome
    alone: Outcome
    trust: Trust
    plain: str
    score: str
    minutes: float = 0.0
    diagram: bool = True


def text(found: Measured) -> str:
    """The report in Markdown."""
    machine = describe()
    parts = [
        TITLE.format(
            command=found.command,
            commit=code_version(),
            date=datetime.now(UTC).strftime("%Y-%m-%d"),
            processor=machine["processor"],
            cores=machine["cores"],
            minutes=found.minutes,
        ),
        PLAIN.format(engine=found.plain) if found.plain else "",
        SUMMARY + _summary(found),
    ]
    if found.on_pages.scores:
        parts.append(PAGES.format(count=found.pages) + table(found.on_pages, KINDS, both=True))
        parts.append(_fewer(found.on_pages, FEWER_PAGES))
        parts.append("\n\n" + _times(found.on_pages) + "\n\n![What was misread](handwriting-failures.png)")
    if found.by_others.scores:
        parts.append(OTHERS.format(count=max(1, found.pages // 2)) + table(found.by_others, KINDS, both=True))
    if found.alone.scores:
        parts.append(SINGLES.format(count=found.singles) + table(found.alone, WORDS, both=False))
        parts.append(_fewer(found.alone, FEWER_SINGLES))
        parts.append("\n\n![Single digits that were misread](handwriting-singles.png)")
    parts += _trust(found)
    if missing() or missing_faces():
        parts.append(f"\n\nFonts that were not installed, and are left out: {_fonts()}.")
    return "".join(parts) + "\n"


def content(found: Measured) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "command": found.command,
        "minutes": round(found.minutes, 1),
        "machine": describe(),
        "versions": versions(),
        "plain_network_trained_by": found.plain,
        "refusal_score": found.score,
        "fonts_missing": [*missing(), *missing_faces()],
        "pages": as_json(found.on_pages),
        "digits8x8": as_json(found.by_others),
        "singles": as_json(found.alone),
        "trust": trust_report.as_json(found.trust),
    }


def _trust(found: Measured) -> list[str]:
    trust, parts = found.trust, []
    if trust.others:
        digits = sum(len(d.labels) for d in list(trust.digits.get("mnist", {}).values())[:1])
        parts.append(REFUSAL.format(digits=f"{digits:,}", score=found.score) + trust_report.refusal_table(trust))
        parts.append("\n\n![Taken for digits, and digits refused](handwriting-refusals.png)")
    if trust.digits:
        parts.append(
            CALIBRATION
            + trust_report.goals(trust)
            + "\n\n"
            + trust_report.calibration_table(trust)
            + left_out(trust.left_out)
        )
        parts.append("\n\n![Reliability](handwriting-calibration.svg)" if found.diagram else "")
    for name, heading in (("fonts", FONT_HANDS), ("world", WORLD)):
        if trust_report.WHO in trust.digits.get(name, {}):
            parts.append(heading + trust_report.group_table(trust.digits[name][trust_report.WHO], name == "fonts"))
    return parts


def _summary(found: Measured) -> str:
    """A row for everybody."""
    names = list(
        dict.fromkeys(
            name for outcome in (found.on_pages, found.alone) for row in outcome.scores.values() for name in row
        )
    )
    heads = [
        "",
        "pages",
        "their digits",
        "MNIST",
        "shifted, mean",
        "fonts",
        "world",
        "digits8x8",
        "letters",
        "others",
        "a page",
    ]
    rows = []
    for name in names:
        pages = [row[name] for row in found.on_pages.scores.values() if name in row]
        alone = {kind: row[name].exact for kind, row in found.alone.scores.items() if name in row}
        refusal = trust_report.lowest_auroc(found.trust, name)
        rows.append(
            [
                f"**{name}**" if name == "sutja" else name,
                _share(score.exact for score in pages),
                _share(score.digits for score in pages),
                _share(alone[kind] for kind in ("mnist",) if kind in alone),
                _share(share for kind, share in alone.items() if kind in SHIFTED),
                *(
                    _share(alone[kind] for kind in (which,) if kind in alone)
                    for which in ("fonts", "world", "digits8x8")
                ),
                *(f"{refusal[goal]:.4f}" if goal in refusal else _EMPTY for goal in (0.99, 0.995)),
                f"{1000 * fmean(score.seconds for score in pages):,.0f} ms" if pages else _EMPTY,
            ]
        )
    return grid(heads, rows)


def _share(shares: Iterable[float]) -> str:
    known = list(shares)
    return f"{fmean(known):.1%}" if known else _EMPTY


def _fewer(outcome: Outcome, names: dict[str, int]) -> str:
    """A paragraph for each that has read fewer pictures than the others."""
    row = next(iter(outcome.scores.values()))
    return "".join(
        f"\n\n{name}, which takes long, has read the first {row[name].pictures} of each."
        for name in names
        if name in row
    )


def _times(outcome: Outcome) -> str:
    names = next(iter(outcome.scores.values()), {})
    mean = {n: fmean(row[n].seconds for row in outcome.scores.values()) for n in names}
    listed = ", ".join(f"{name} {1000 * seconds:,.0f} ms" for name, seconds in mean.items())
    return f"Processor time a page, in the mean of the kinds, with whatever else the machine did: {listed}."


def _fonts() -> str:
    absent = [(name, FONTS[name].package) for name in missing()] + list(missing_faces().items())
    return ", ".join(f"{name} ({package})" for name, package in absent)
