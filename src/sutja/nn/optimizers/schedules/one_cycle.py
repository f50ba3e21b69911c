"""OneCycle: up to a large learning rate and down to almost none, once. Not in Keras.

    up     lr from max_learning_rate / div_factor to max_learning_rate in the first pct_start of the steps
    down   lr from there to max_learning_rate / (div_factor final_div_factor) in the rest

both along half a cosine, from + (to - from) (1 - cos(pi w)) / 2 with w from 0 to 1. The middle of the training runs
at a rate that would diverge from a cold start; the noise of such large steps keeps the weights out of narrow minima,
and training takes a fraction of the usual steps ("super-convergence"). Smith 2018; Smith and Topin 2019. A model
saved with this schedule loads here alone, since Keras does not know it.
"""

from __future__ import annotations

import math

from sutja.checks import above_0, between_0_and_1
from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule, number_from, steps
from sutja.nn.typing import Config

__all__ = ["OneCycle"]


class OneCycle(LearningRateSchedule):
    """One rise to ``max_learning_rate`` and one fall, ``total_steps`` steps in all; then it stays low."""

    def __init__(
        self,
        max_learning_rate: float,
        total_steps: int,
        pct_start: float = 0.3,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        name: str = "OneCycle",
    ) -> None:
        self.max_learning_rate = number_from("max_learning_rate", max_learning_rate)
        self.total_steps, self.pct_start = steps("total_steps", total_steps), between_0_and_1("pct_start", pct_start)
        self.div_factor = above_0("div_factor", div_factor)
        self.final_div_factor, self.name = above_0("final_div_factor", final_div_factor), name

    def __call__(self, step: int) -> float:
        """The learning rate of step ``step`` = 0, 1, 2, ..."""
        first = self.max_learning_rate / self.div_factor
        top = self.pct_start * self.total_steps
        if step < top:
            return _half_cosine(first, self.max_learning_rate, step / top)
        way = min((step - top) / (self.total_steps - top), 1.0)
        return _half_cosine(self.max_learning_rate, first / self.final_div_factor, way)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            "max_learning_rate": self.max_learning_rate,
            "total_steps": self.total_steps,
            "pct_start": self.pct_start,
            "div_factor": self.div_factor,
            "final_div_factor": self.final_div_factor,
            "name": self.name,
        }


def _half_cosine(start: float, end: float, way: float) -> float:
    return float(start + (end - start) * (1 - math.cos(math.pi * way)) / 2)
