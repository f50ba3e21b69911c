"""Adamax: Adam with the largest gradient of late in place of their mean square.

    m <- m + (1 - beta_1) (g - m)
    u <- max(beta_2 u, |g|)                     the infinity norm of the gradients, old ones fading
    theta <- theta - lr m / ((1 - beta_1^t) (u + epsilon)),   t = 1, 2, ...

Kingma and Ba 2015, section 7.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import fraction, number
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config

__all__ = ["Adamax"]


class Adamax(Optimizer):
    """Momentum, divided by the largest gradient of late."""

    memories = (("momentum", "norm"),)

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, **others)
        self.beta_1, self.beta_2 = fraction("beta_1", beta_1), fraction("beta_2", beta_2)
        self.epsilon = number("epsilon", epsilon)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above."""
        m, u = memory
        t = self.iterations + 1
        m += (1 - self.beta_1) * (g - m)
        np.maximum(self.beta_2 * u, np.abs(g), out=u)
        theta -= rate / (1 - self.beta_1**t) * m / (u + self.epsilon)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
        }
