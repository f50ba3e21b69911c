"""PolynomialDecay: from the first learning rate to the last along a power of the way left.

    lr = (initial_learning_rate - end_learning_rate) (1 - step / decay_steps)^power + end_learning_rate

power 1 is a straight line. After ``decay_steps`` the rate stays at its end, or with ``cycle`` climbs again: decay_steps
is then replaced by its first multiple that is not below step.
"""

from __future__ import annotations

import math

from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule, number_from, steps
from sutja.nn.typing import Config

__all__ = ["PolynomialDecay"]


class PolynomialDecay(LearningRateSchedule):
    """Down to ``end_learning_rate`` in ``decay_steps`` steps."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        self.initial_learning_rate = number_from("initial_learning_rate", initial_learning_rate)
        self.decay_steps = steps("decay_steps", decay_steps)
        self.end_learning_rate = number_from("end_learning_rate", end_learning_rate)
        self.power, self.cycle, self.name = number_from("power", power), bool(cycle), name

    def __call__(self, step: int) -> float:
        """The learning rate of step ``step`` = 0, 1, 2, ..."""
        if self.cycle:
            way = step / (self.decay_steps * max(1, math.ceil(step / self.decay_steps)))
        else:
            way = min(step / self.decay_steps, 1.0)
        height = self.initial_learning_rate - self.end_learning_rate
        return float(height * (1 - way) ** self.power + self.end_learning_rate)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            "initial_learning_rate": self.initial_learning_rate,
            "decay_steps": self.decay_steps,
            "end_learning_rate": self.end_learning_rate,
            "power": self.power,
            "cycle": self.cycle,
            "name": self.name,
        }
