"""What a computed example gives: findings, each beside the deck's own figure, pictures, and what a terminal prints.

A deck prints a figure with so many digits, 0.51 or 0.26894142. It is reproduced where ours, with all its digits, lies
within half a unit of the deck's last one. That half unit is a finding's ``tolerance``; what is exact has none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Computed", "Figure", "Finding", "half_a_unit"]

Figure = float | str | NDArray[Any]
"""One figure of a deck or of ours: a number, a row or a matrix of them, or a word."""

ROUNDING = 1e-9  # of the arithmetic itself, relative to the deck's figure


def half_a_unit(decimals: int) -> float:
    """The tolerance of a figure that the deck prints with so many decimals.

    >>> half_a_unit(2)
    0.005
    """
    return float(0.5 * 10.0**-decimals)


@dataclass(frozen=True, eq=False)
class Finding:
    """``label`` says what was computed; ``ours`` is the result, ``deck`` what the deck prints, ``None`` if nothing.

    ``tolerance``: how far a number may be from the deck's, in the deck's unit.
    """

    label: str
    ours: Figure
    deck: Figure | None = None
    tolerance: float = 0.0

    @property
    def decimals(self) -> int:
        """How many decimals the deck prints; of what is exact, as many as float32 has.

        >>> Finding("", 0.26894142, 0.27, half_a_unit(2)).decimals
        2
        """
        return round(-math.log10(2 * self.tolerance)) if self.tolerance else 8

    @property
    def agrees(self) -> bool:
        """Whether ours is the deck's figure; true as well where the deck prints none."""
        if self.deck is None:
            return True
        if isinstance(self.ours, str) or isinstance(self.deck, str):
            return bool(np.array_equal(self.ours, self.deck))
        ours, deck = np.asarray(self.ours, dtype=float), np.asarray(self.deck, dtype=float)
        return ours.shape == deck.shape and np.allclose(ours, deck, rtol=ROUNDING, atol=self.tolerance)


@dataclass(frozen=True, eq=False)
class Computed:
    """A worked example: ``findings``, ``figures`` (the name of a file without its ending -> SVG), and ``text``."""

    findings: tuple[Finding, ...]
    figures: dict[str, str] = field(default_factory=dict)
    text: str = ""
