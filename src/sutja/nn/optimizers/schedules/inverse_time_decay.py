"""InverseTimeDecay: the learning rate falls like one over the number of steps.

    lr = initial_learning_rate / (1 + decay_rate step / decay_steps)

``staircase`` rounds step / decay_steps down. The steps still add up to infinity, so that training can get anywhere,
while noise averages out: the classical condition for stochastic gradient descent. Robbins and Monro 1951.
"""

from __future__ import annotations

import math

from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule, number_from, steps
from sutja.nn.typing import Config

__all__ = ["InverseTimeDecay"]


class InverseTimeDecay(LearningRateSchedule):
    """Divided by 1 + ``decay_rate`` every ``decay_steps`` steps, counted from the start."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "InverseTimeDecay",
    ) -> None:
        self.initial_learning_rate = number_from("initial_learning_rate", initial_learning_rate)
        self.decay_steps, self.decay_rate = steps("decay_steps", decay_steps), number_from("decay_rate", decay_rate)
        self.staircase, self.name = bool(staircase), name

    def __call__(self, step: int) -> float:
        """The learning rate of step ``step`` = 0, 1, 2, ..."""
        way = step / self.decay_steps
        return float(self.initial_learning_rate / (1 + self.decay_rate * (math.floor(way) if self.staircase else way)))

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            "initial_learning_rate": self.initial_learning_rate,
            "decay_steps": self.decay_steps,
            "decay_rate": self.decay_rate,
            "staircase": self.staircase,
            "name": self.name,
        }
