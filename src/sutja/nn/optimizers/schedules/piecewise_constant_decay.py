"""PiecewiseConstantDecay: a learning rate for each stretch of the training, as chosen by hand.

lr = values[0] up to and with step boundaries[0], then values[1] up to boundaries[1], ...
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from sutja.checks import as_list, is_number
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule, plain
from sutja.nn.typing import Config

__all__ = ["PiecewiseConstantDecay"]


class PiecewiseConstantDecay(LearningRateSchedule):
    """One more of ``values`` than of ``boundaries``, which rise."""

    def __init__(self, boundaries: Sequence[float], values: Sequence[float], name: str = "PiecewiseConstant") -> None:
        edges, rates = as_list(boundaries), as_list(values)
        if not edges or not all(map(is_number, edges)) or any(low >= high for low, high in pairwise(edges)):
            raise invalid("boundaries", _("at least one number of steps, each larger than the one before"), boundaries)
        if len(rates) != len(edges) + 1 or not all(is_number(rate, 0) for rate in rates):
            raise invalid("values", _("{count} numbers, one more than boundaries", count=len(edges) + 1), values)
        self.boundaries, self.values, self.name = [*map(plain, edges)], [*map(plain, rates)], name

    def __call__(self, step: int) -> float:
        """The learning rate of step ``step`` = 0, 1, 2, ..."""
        return float(self.values[bisect_left(self.boundaries, step)])

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {"boundaries": self.boundaries, "values": self.values, "name": self.name}
