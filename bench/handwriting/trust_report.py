"""The report on trust: tables of refusal and calibration, the reliability diagram, and what went wrong as pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.handwriting.calibration import Bin, reliability
from bench.handwriting.fonts import FONTS
from bench.handwriting.nondigits import SETS as NONDIGITS
from bench.handwriting.report import grid
from bench.handwriting.singles import WORDS
from bench.handwriting.trust import Digits, Trust

__all__ = [
    "as_json",
    "calibration_table",
    "diagram",
    "failures",
    "goals",
    "group_table",
    "lowest_auroc",
    "refusal_table",
]

WHO = "sutja"
BESIDE = "squashed"
MOST = {"ece": 0.005, "refused": 0.01}  # what we aim at with MNIST's test digits
_EMPTY = "–"
_ALL_OTHERS = "all but MNIST's as they are"


def refusal_table(trust: Trust) -> str:
    """A row for each set of non-digits: AUROC against MNIST's test digits, and what is refused."""
    heads = ["", "pictures", "AUROC", "goal", "refused", "refused at 1 %", f"AUROC, {BESIDE}", f"at 1 %, {BESIDE}"]
    rows = []
    for name in trust.others:
        mine, theirs = _others(trust, name, WHO), _others(trust, name, BESIDE)
        goal, auroc = NONDIGITS[name].goal, mine.get("auroc")
        verdict = "" if auroc is None else ", met" if auroc >= goal else ", missed"
        rows.append(
            [
                NONDIGITS[name].words,
                str(max(len(found.doubts) for found in trust.others[name].values())),
                f"{auroc:.4f}" if auroc is not None else _EMPTY,
                f"{goal:.3f}{verdict}",
                *(_percent(mine, key) for key in ("refused", "refused_at_1_percent")),
                f"{theirs['auroc']:.4f}" if theirs else _EMPTY,
                _percent(theirs, "refused_at_1_percent"),
            ]
        )
    return grid(heads, rows)


def calibration_table(trust: Trust) -> str:
    """A row for each set of digits, and one for all but MNIST's as they are."""
    heads = ["", "pictures", "right", "refused", "ECE", "classwise ECE", "NLL", f"right, {BESIDE}", f"ECE, {BESIDE}"]
    rows = [[WORDS.get(name, name), *_calibration(row)] for name, row in trust.digits.items()]
    others = [row for name, row in trust.digits.items() if name != "mnist"]
    if len(others) > 1:
        pooled = {who: Digits.pooled([row[who] for row in others]) for who in others[0]}
        rows.append([f"**{_ALL_OTHERS}**", *_calibration(pooled)])
    return grid(heads, rows)


def _calibration(row: dict[str, Digits]) -> list[str]:
    mine, theirs = (row[who].numbers() if who in row else {} for who in (WHO, BESIDE))
    return [
        str(len(next(iter(row.values())).labels)) if row else _EMPTY,
        *(_percent(mine, key) for key in ("right", "refused", "ece", "classwise_ece")),
        f"{mine['nll']:.4f}" if "nll" in mine else _EMPTY,
        *(_percent(theirs, key) for key in ("right", "ece")),
    ]


def _percent(numbers: dict[str, float], key: str) -> str:
    return f"{numbers[key]:.2%}" if key in numbers else _EMPTY


def goals(trust: Trust) -> str:
    """Whether what we aim at with MNIST's test digits is met, in a sentence; empty if they were not read."""
    found = trust.digits.get("mnist", {}).get(WHO)
    if found is None:
        return ""
    numbers = {"ece": 1.0, **found.numbers()}
    met = {key: "met" if numbers[key] <= goal else "missed" for key, goal in MOST.items()}
    return (
        f"On MNIST's test digits, Sutja's ECE is {numbers['ece']:.2%} (goal: at most {MOST['ece']:.1%}, {met['ece']}), "
        f"and {numbers['refused']:.2%} of them are refused (goal: at most {MOST['refused']:.0%}, {met['refused']})."
    )


def group_table(found: Digits, fonts: bool) -> str:
    """A row for each hand or shape; ``fonts`` says where each comes from."""
    heads = ["", *(["package, licence"] if fonts else []), "pictures", "right", "refused", "read as another"]
    rows = []
    for kind, group in sorted(found.groups().items(), key=lambda item: item[1].right / item[1].pictures):
        confused = ", ".join(f"{what} ({times})" for what, times in group.confused.items())
        source = [f"{FONTS[kind].package}, {FONTS[kind].licence}"] if fonts else []
        share = f"{group.right / group.pictures:.0%}"
        rows.append([kind, *source, str(group.pictures), share, str(group.refused), confused or _EMPTY])
    return grid(heads, rows)


def as_json(trust: Trust) -> dict[str, Any]:
    """All numbers."""
    return {
        "digits": {
            name: {
                reader: {
                    **found.numbers(),
                    "reliability": [b._asdict() for b in _bins([found])],
                    "kinds": {kind: group._asdict() for kind, group in found.groups().items() if kind},
                }
                for reader, found in row.items()
            }
            for name, row in trust.digits.items()
        },
        "nondigits": {
            name: {reader: numbers for reader in row if (numbers := _others(trust, name, reader))}
            for name, row in trust.others.items()
        },
        "left_out": trust.left_out,
    }


def failures(trust: Trust, each: int = 6) -> list[tuple[NDArray[np.uint8], str, str]]:
    """For a sheet: non-digits that were taken for digits with the least doubt, then digits that were refused."""
    shown = []
    for row in trust.others.values():
        if WHO in row:
            shown += [(e.picture, e.kind, e.read) for e in row[WHO].accepted[:each]]
    for seen in trust.digits.values():
        if WHO in seen:
            shown += [(e.picture, f"{e.true}  ({e.kind})", e.read) for e in seen[WHO].wrongly_refused[:each]]
    return shown


def diagram(trust: Trust) -> bytes | None:
    """The reliability diagram as SVG: MNIST's test digits, and all other digits; None without matplotlib."""
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        return None
    sets = {
        "MNIST's test digits": [row[WHO] for name, row in trust.digits.items() if name == "mnist" and WHO in row],
        _ALL_OTHERS: [row[WHO] for name, row in trust.digits.items() if name != "mnist" and WHO in row],
    }
    figure = Figure(figsize=(9, 4.4), layout="constrained")
    for axes, (title, found) in zip(figure.subplots(1, 2), sets.items(), strict=True):
        axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        bins = _bins(found)
        axes.bar(
            [(b.low + b.high) / 2 for b in bins],
            [b.right for b in bins],
            width=1 / 15,
            color="#9cc3e6",
            edgecolor="white",
        )
        axes.plot([b.probability for b in bins], [b.right for b in bins], "o", color="#123a5c", markersize=4)
        for b in bins:
            axes.annotate(
                f"{b.pictures}", (b.probability, b.right), (0, 4), textcoords="offset points", ha="center", size=7
            )
        axes.set(
            title=title, xlabel="probability of the answer", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1.08)
        )
    content = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "sutja", "svg.fonttype": "none"}):
        figure.savefig(content, format="svg", metadata={"Date": None})
    return content.getvalue()


def _bins(found: Sequence[Digits]) -> list[Bin]:
    seen = [digits for digits in found if digits.seen.any()]
    if not seen:
        return []
    sure = np.concatenate([d.probabilities[d.seen].max(axis=1) for d in seen])
    return reliability(sure, np.concatenate([d.right[d.seen] for d in seen]))


def _others(trust: Trust, name: str, reader: str) -> dict[str, float]:
    """The numbers of ``reader`` for a set of non-digits, beside MNIST's test digits; empty if it has none."""
    digits = trust.digits.get("mnist", {}).get(reader)
    others = trust.others[name].get(reader)
    return others.numbers(digits) if digits is not None and others is not None else {}


def lowest_auroc(trust: Trust, reader: str) -> dict[float, float]:
    """By goal, the lowest AUROC of the sets that have this goal."""
    found: dict[float, float] = {}
    for name in trust.others:
        numbers = _others(trust, name, reader)
        if numbers:
            goal = NONDIGITS[name].goal
            found[goal] = min(found.get(goal, 1.0), numbers["auroc"])
    return found
