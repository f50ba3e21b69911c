"""RMSprop: divide each step by how large the gradients of that weight have lately been.

    v <- rho v + (1 - rho) g^2
    theta <- theta - lr g / sqrt(v + epsilon)

With momentum, m <- momentum m + lr g / sqrt(v + epsilon) and theta <- theta - m. Centered, a running mean of the
gradients a <- rho a + (1 - rho) g makes a variance of the mean square: v - a^2 stands where v does. Tieleman and
Hinton 2012.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import number
from sutja.nn import jit
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config

__all__ = ["RMSprop"]


class RMSprop(Optimizer):
    """Steps scaled by a running mean of squared gradients; ``rho`` and ``momentum`` in [0, 1]."""

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, **others)
        self.rho, self.momentum = number("rho", rho, 0, 1), number("momentum", momentum, 0, 1)
        self.epsilon, self.centered = number("epsilon", epsilon), bool(centered)
        names = ["velocity", *["momentum"] * bool(self.momentum), *["average_gradient"] * self.centered]
        self.memories = tuple((name,) for name in names)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above."""
        v, *others = memory
        if not others and jit.wanted(theta):
            from sutja.nn.optimizers.rmsprop_jit import rmsprop_step

            rmsprop_step(theta, g, v, *map(theta.dtype.type, (rate, self.rho, 1 - self.rho, self.epsilon)))
            return
        v *= self.rho
        v += (1 - self.rho) * (g * g)
        scale = v + self.epsilon
        if self.centered:
            a = memory[-1]
            a *= self.rho
            a += (1 - self.rho) * g
            scale -= a * a
        step = rate * g / np.sqrt(scale)
        if self.momentum:
            m = memory[1]
            m *= self.momentum
            m += step
            step = m
        theta -= step

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "rho": self.rho,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "centered": self.centered,
        }
