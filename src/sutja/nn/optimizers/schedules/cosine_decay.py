"""CosineDecay: fall from the first learning rate to the last along half a cosine, after a warm-up if wanted.

    warm-up   lr = from + (target - from) step / warmup_steps
    decay     lr = peak ((1 - alpha) (1 + cos(pi step / decay_steps)) / 2 + alpha)

Large steps first, to get far; ever smaller ones at the end, to settle. Loshchilov and Hutter 2017.
"""

from __future__ import annotations

import math

from sutja.checks import above_0
from sutja.nn.optimizers.schedules.schedule import LearningRateSchedule
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
        above_0("decay_steps", decay_steps)
        self.initial_learning_rate, self.decay_steps, self.alpha = initial_learning_rate, decay_steps, alpha
        self.warmup_target, self.warmup_steps = warmup_target, warmup_steps
        self.name = name

    def __call__(self, step: int) -> float:
        """The learning rate of step ``step`` = 0, 1, 2, ..."""
        peak = self.initial_learning_rate
        if self.warmup_target is not None:
            if step < self.warmup_steps:
                return peak + (self.warmup_target - peak) * step / self.warmup_steps
            peak, step = self.warmup_target, step - self.warmup_steps
        way = min(step / self.decay_steps, 1.0)
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
