"""Adagrad: the more a weight has moved, the smaller its steps.

    a <- a + g^2                              sum of squared gradients, from initial_accumulator_value on
    theta <- theta - lr g / sqrt(a + epsilon)

Weights that rarely get a gradient keep large steps. All steps shrink for good, which is what RMSprop and Adadelta
were made to avoid. Duchi, Hazan and Singer 2011.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import number
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config
from sutja.nn.variables import FlatVector

__all__ = ["Adagrad"]


class Adagrad(Optimizer):
    """Steps divided by the root of all squared gradients so far."""

    memories = (("accumulator",),)

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, **others)
        self.initial_accumulator_value = number("initial_accumulator_value", initial_accumulator_value)
        self.epsilon = number("epsilon", epsilon)

    def fresh_memory(self, name: str, vector: FlatVector) -> Array:
        """The sums start above 0, so that the first steps are not too long."""
        return np.full_like(vector.values, self.initial_accumulator_value)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above."""
        (a,) = memory
        a += g * g
        theta -= rate * g / np.sqrt(a + self.epsilon)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "initial_accumulator_value": self.initial_accumulator_value,
            "epsilon": self.epsilon,
        }
