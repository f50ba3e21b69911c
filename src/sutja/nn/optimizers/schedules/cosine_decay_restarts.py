"""CosineDecayRestarts: fall along half a cosine, jump up again, and fall for longer.

    period i = 0, 1, ... lasts first_decay_steps t_mul^i steps; with w from 0 to 1 the way through it
    lr = initial_learning_rate ((1 - alpha) m_mul^i (1 + cos(pi w)) / 2 + alpha)

Each jump throws the weights out of the place where they had settled; each fall lets them settle in a better one.
Loshchilov and Hutter 2017 (SGDR).
"""

from __future__ import annotations

import math

from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule, number_from, steps
from sutja.nn.typing import Config

__all__ = ["CosineDecayRestarts"]


class CosineDecayRestarts(LearningRateSchedule):
    """Periods ``t_mul`` times as long and ``m_mul`` times as high as the one before, down to ``alpha``."""

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: int,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        self.initial_learning_rate = number_from("initial_learning_rate", initial_learning_rate)
        self.first_decay_steps = steps("first_decay_steps", first_decay_steps)
        self.t_mul, self.m_mul = number_from("t_mul", t_mul, 1), number_from("m_mul", m_mul)
        self.alpha, self.name = number_from("alpha", alpha), name

    def __call__(self, step: int) -> float:
        """The learning rate of step ``step`` = 0, 1, 2, ..."""
        period, way = self._place(step)
        cosine = 0.5 * self.m_mul**period * (1 + math.cos(math.pi * way))
        return float(self.initial_learning_rate * ((1 - self.alpha) * cosine + self.alpha))

    def _place(self, step: int) -> tuple[int, float]:
        """(number of the period that ``step`` lies in, way through it)."""
        if self.t_mul == 1:
            period, rest = divmod(step, self.first_decay_steps)
            return int(period), rest / self.first_decay_steps
        period, start, length = 0, 0.0, float(self.first_decay_steps)
        while step >= start + length:
            period, start, length = period + 1, start + length, length * self.t_mul
        return period, (step - start) / length

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            "initial_learning_rate": self.initial_learning_rate,
            "first_decay_steps": self.first_decay_steps,
            "t_mul": self.t_mul,
            "m_mul": self.m_mul,
            "alpha": self.alpha,
            "name": self.name,
        }
