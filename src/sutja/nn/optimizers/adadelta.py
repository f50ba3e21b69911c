"""Adadelta: steps in the unit of the weights, whatever the unit of the gradients.

    v <- rho v + (1 - rho) g^2                            running mean of squared gradients
    d = - g sqrt(u + epsilon) / sqrt(v + epsilon)
    u <- rho u + (1 - rho) d^2                            running mean of squared steps
    theta <- theta + lr d

g / sqrt(v) has no unit; the root of u gives it that of the steps before. Zeiler 2012, where lr is 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import fraction, number
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config

__all__ = ["Adadelta"]


class Adadelta(Optimizer):
    """Steps as large as those of late, scaled by how gradients compare with those of late."""

    memories = (("accumulated_grad", "accumulated_delta_var"),)

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, **others)
        self.rho, self.epsilon = fraction("rho", rho), number("epsilon", epsilon)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above."""
        v, u = memory
        v *= self.rho
        v += (1 - self.rho) * (g * g)
        d = -np.sqrt(u + self.epsilon) * g / np.sqrt(v + self.epsilon)
        u *= self.rho
        u += (1 - self.rho) * (d * d)
        theta += rate * d

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "rho": self.rho, "epsilon": self.epsilon}
