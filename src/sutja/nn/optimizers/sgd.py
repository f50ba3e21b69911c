"""SGD: step against the gradient, with momentum if wanted.

    plain      theta <- theta - lr g
    momentum   v <- momentum v - lr g,   theta <- theta + v
    Nesterov   v <- momentum v - lr g,   theta <- theta + momentum v - lr g

"Stochastic", because g comes from one batch, a sample of the data. With momentum the weights roll like a ball:
directions in which gradients agree gain speed, others cancel. Polyak 1964; Sutskever et al. 2013.
"""

from __future__ import annotations

from typing import Any

from sutja.checks import number
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config

__all__ = ["SGD"]


class SGD(Optimizer):
    """Gradient descent; ``momentum`` in [0, 1], ``nesterov`` looks one step ahead."""

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, **others)
        self.momentum, self.nesterov = number("momentum", momentum, 0, 1), bool(nesterov)
        self.memories = (("momentum",),) if self.momentum else ()

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above."""
        step = g * -rate
        if not memory:
            theta += step
            return
        (v,) = memory
        v *= self.momentum
        v += step
        theta += v * self.momentum + step if self.nesterov else v

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {**super().get_config(), "momentum": self.momentum, "nesterov": self.nesterov}
