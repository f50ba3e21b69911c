"""Nadam: Adam that looks one step ahead, as Nesterov's momentum does.

    u_t = beta_1 (1 - 0.96^t / 2),   p_t = u_1 u_2 ... u_t          momentum that grows in the first steps
    m <- m + (1 - beta_1) (g - m)
    v <- v + (1 - beta_2) (g^2 - v)
    m^ = u_(t+1) m / (1 - p_(t+1)) + (1 - u_t) g / (1 - p_t)
    v^ = v / (1 - beta_2^t)
    theta <- theta - lr m^ / (sqrt(v^) + epsilon),   t = 1, 2, ...

m^ takes the momentum of the next step and the gradient of this one. Dozat 2016.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import fraction, number
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config
from sutja.nn.variables import FlatVector, Variable

__all__ = ["Nadam"]


class Nadam(Optimizer):
    """Adaptive moments with Nesterov's momentum."""

    memories = (("momentum", "velocity"),)

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
        self._product = np.ones((), np.float32)  # p_t, saved with the memories

    def build(self, variables: FlatVector | Sequence[Variable]) -> None:
        """Make room, and start the product of momenta."""
        first = not self.built
        super().build(variables)
        if first:
            self._product = np.ones((), self.weights_in_one().dtype)

    def step(self, vector: FlatVector, gradient: Array, rate: float) -> None:
        """One factor more in the product, then the rule for all weights."""
        self._product *= self._momentum(self.iterations + 1)
        super().step(vector, gradient, rate)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above."""
        m, v = memory
        t = self.iterations + 1
        now, following, product = self._momentum(t), self._momentum(t + 1), float(self._product)
        m += (1 - self.beta_1) * (g - m)
        v += (1 - self.beta_2) * (g * g - v)
        m_hat = following / (1 - product * following) * m + (1 - now) / (1 - product) * g
        v_hat = v / (1 - self.beta_2**t)
        theta -= rate * m_hat / (np.sqrt(v_hat) + self.epsilon)

    def memory(self) -> list[Array]:
        """The moments of each weight, and the product of momenta."""
        return [*super().memory(), self._product]

    def _momentum(self, t: int) -> float:
        return self.beta_1 * (1 - 0.5 * 0.96**t)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
        }
