"""CosineDecay: fall from the first learning rate to the last along half a cosine, after a warm-up if wanted.

    warm-up   lr = from + (target - from) step / warmup_steps
    decay     lr = peak ((1 - alpha) (1 + cos(pi step / decay_steps)) / 2 + alpha)

Large steps first, to get far; ever smaller ones at the end, to settle. Loshchilov and Hutter 2017.
"""

from __future__ import annotations

import math

from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule, number_from, steps
from sutja.nn.typing import Config

__all__ = ["CosineDecay"]


class CosineDecay(LearningRateSchedule):
    """From ``initial_learning_rate`` (or ``warmup_target`` after ``warmup_steps``) down to ``alpha`` times it."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        self.initial_learning_rate = number_from("initial_learning_rate", initial_learning_rate)
        self.decay_steps, self.alpha = steps("decay_steps", decay_steps), number_from("alpha", alpha)
        self.warmup_target = None if warmup_target is None else number_from("warmup_target", warmup_target)
        self.warmup_steps, self.name = number_from("warmup_steps", warmup_steps), name

    def __call__(self, step: int) -> float:
        """The learning rate of step ``step`` = 0, 1, 2, ..."""
        peak, before = self.initial_learning_rate, 0.0
        if self.warmup_target is not None:
            if step < self.warmup_steps:
                return peak + (self.warmup_target - peak) * step / self.warmup_steps
            peak, before = self.warmup_target, self.warmup_steps
        way = min((step - before) / self.decay_steps, 1.0)
        return peak * ((1 - self.alpha) * 0.5 * (1 + math.cos(math.pi * way)) + self.alpha)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            "initial_learning_rate": self.initial_learning_rate,
            "decay_steps": self.decay_steps,
            "alpha": self.alpha,
            "name": self.name,
            "warmup_target": self.warmup_target,
            "warmup_steps": self.warmup_steps,
        }
