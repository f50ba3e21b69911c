"""Adam: momentum, and a step size for each weight.

    m <- m + (1 - beta_1) (g - m)          running mean of gradients
    v <- v + (1 - beta_2) (g^2 - v)        running mean of squared gradients
    theta <- theta - lr_t m / (sqrt(v) + epsilon),   lr_t = lr sqrt(1 - beta_2^t) / (1 - beta_1^t)

m / sqrt(v) is near 1 where gradients agree and near 0 where they do not, whatever their size, so one learning rate
suits all layers. m and v start at 0, and the fraction in lr_t makes up for that in the first steps (t = 1, 2, ...).
Kingma and Ba 2015.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config

__all__ = ["Adam"]


class Adam(Optimizer):
    """Adaptive moments; ``beta_1`` and ``beta_2`` in [0, 1)."""

    memories = ("momentum", "velocity")

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, **others)
        for name, beta in (("beta_1", beta_1), ("beta_2", beta_2)):
            if not 0 <= beta < 1:
                raise invalid(name, _("a number in [0, 1)"), beta)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above; t is the number of this step."""
        m, v = memory
        t = self.iterations
        rate_t = rate * math.sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
        scratch = np.subtract(g, m)
        scratch *= 1 - self.beta_1
        m += scratch
        np.multiply(g, g, out=scratch)
        scratch -= v
        scratch *= 1 - self.beta_2
        v += scratch
        np.sqrt(v, out=scratch)
        scratch += self.epsilon
        np.divide(m, scratch, out=scratch)
        scratch *= rate_t
        theta -= scratch

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "amsgrad": False,
        }
