"""Ours beside the deck's: the mean over the seeds, its spread, and what is said of it.

    reproduced    accuracies above 90 %: within 0.3 points or two standard deviations; below: within 2 points;
                  errors: within a quarter of the deck's, or two standard deviations of what chance gives on 10,000
                  pictures, sqrt(p (1 - p) / n), whichever is larger; losses: within a tenth or two standard
                  deviations; numbers of parameters: equal
    better        a higher accuracy, or a lower loss or error, than that; not where the deck's run is meant to fail
    differs       otherwise; the declaration says why, where that is known

Times are shown, not judged: they are those of another machine. Nor are figures of which the declaration says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, sqrt
from statistics import mean, stdev
from typing import Literal

from sutja.labs.experiment import Figure
from sutja.labs.measures import Kind, measure
from sutja.language import mark as N_
from sutja.language import translate as _

__all__ = ["WORDS", "Comparison", "Verdict", "compare", "said", "shown"]

Verdict = Literal["reproduced", "better", "differs", ""]
WORDS: dict[Verdict, str] = {
    "reproduced": N_("reproduced"),
    "better": N_("better"),
    "differs": N_("differs"),
    "": "",
}

_HIGH, _POINTS_ABOVE, _POINTS_BELOW = 0.9, 0.003, 0.02
_SHARE_OF_LOSS, _OF_VALUE = 0.1, 0.05
_SHARE_OF_ERROR, _PICTURES = 0.25, 10_000


@dataclass(frozen=True)
class Comparison:
    """``ours``: the mean of ``count`` seeds; ``spread``: their standard deviation, ``None`` for a single one."""

    figure: Figure
    ours: float
    spread: float | None
    count: int

    @property
    def kind(self) -> Kind:
        """Of the measure."""
        return measure(self.figure.measure).kind

    @property
    def verdict(self) -> Verdict:
        """By the rules above; empty where the deck prints nothing, or a time, and where it is not to be judged."""
        deck = self.figure.deck
        if deck is None or self.kind == "time" or not self.figure.judged:
            return ""
        if isnan(self.ours):
            return "differs"
        if abs(self.ours - deck) <= self._tolerance(deck) * (1 + 1e-9):
            return "reproduced"
        if self.figure.fails or self.kind in ("count", "value", "share"):
            return "differs"
        higher_is_better = self.kind == "accuracy"
        return "better" if (self.ours > deck) == higher_is_better else "differs"

    @property
    def deck_shown(self) -> str:
        """The deck's figure for a person."""
        return "–" if self.figure.deck is None else shown(self.figure.deck, self.kind)

    @property
    def ours_shown(self) -> str:
        """Ours for a person."""
        if self.spread is None:
            return shown(self.ours, self.kind)
        return f"{shown(self.ours, self.kind)} ± {shown(self.spread, self.kind).removesuffix(' %')}"

    @property
    def title(self) -> str:
        """What is compared, and after which epoch."""
        title = _(measure(self.figure.measure).title)
        return title if self.figure.epoch is None else _("{title}, epoch {epoch}", title=title, epoch=self.figure.epoch)

    def _tolerance(self, deck: float) -> float:
        if self.kind == "error":
            return max(_SHARE_OF_ERROR * deck, 2 * sqrt(deck * (1 - deck) / _PICTURES))
        two_spreads = 2 * (self.spread or 0.0)
        if two_spreads > abs(self.ours):
            two_spreads = 0.0  # seeds that agree on nothing are no evidence
        if self.kind == "accuracy":
            return max(_POINTS_ABOVE, two_spreads) if deck > _HIGH else _POINTS_BELOW
        if self.kind == "loss":
            return max(_SHARE_OF_LOSS * deck, two_spreads)
        return 0.0 if self.kind == "count" else max(_OF_VALUE, two_spreads)


def compare(figure: Figure, values: Sequence[float]) -> Comparison | None:
    """``figure`` beside the values of all seeds; ``None`` if there are none."""
    if not values:
        return None
    return Comparison(figure, mean(values), stdev(values) if len(values) > 1 else None, len(values))


def shown(value: float, kind: Kind) -> str:
    """``value`` in the unit of its kind.

    >>> shown(0.98765, "accuracy"), shown(0.002, "error"), shown(0.0739, "loss"), shown(101770, "count")
    ('98.77 %', '0.20 %', '0.0739', '101,770')
    >>> shown(137.38, "loss"), shown(1.5e29, "loss")
    ('137.38', '1.5e+29')
    """
    if kind in ("accuracy", "error", "share"):
        return f"{value:.2%}".replace("%", " %")
    if kind == "count":
        return f"{value:,.0f}"
    if kind == "loss":
        return f"{value:.4f}" if abs(value) < 10 else f"{value:.2f}" if abs(value) < 1e6 else f"{value:.1e}"
    return f"{value:.1f}" if kind == "time" else f"{value:.2f}"


def said(verdict: Verdict) -> str:
    """The verdict in the language in use."""
    return _(WORDS[verdict]) if verdict else ""
