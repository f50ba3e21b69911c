"""Lion: every weight takes a step of the same size; only its sign is learned from gradients.

    theta <- theta - lr sign(beta_1 m + (1 - beta_1) g)
    m <- beta_2 m + (1 - beta_2) g

One memory instead of Adam's two. Since each step is as large as lr, lr is three to ten times smaller than Adam's and
weight decay as much larger. Found by a program that searched among update rules. Chen et al. 2023.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import above_0, fraction
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config

__all__ = ["Lion"]


class Lion(Optimizer):
    """Evolved sign momentum; ``beta_1`` in (0, 1], ``beta_2`` in [0, 1)."""

    memories = (("momentum",),)

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.99,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, **others)
        self.beta_1, self.beta_2 = above_0("beta_1", beta_1, most=1), fraction("beta_2", beta_2)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above."""
        (m,) = memory
        theta -= rate * np.sign(self.beta_1 * m + (1 - self.beta_1) * g)
        m *= self.beta_2
        m += (1 - self.beta_2) * g

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "beta_1": self.beta_1, "beta_2": self.beta_2}
