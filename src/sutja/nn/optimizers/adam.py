"""Adam: momentum, and a step size for each weight.

    m <- m + (1 - beta_1) (g - m)          running mean of gradients
    v <- v + (1 - beta_2) (g^2 - v)        running mean of squared gradients
    theta <- theta - lr_t m / (sqrt(v) + epsilon),   lr_t = lr sqrt(1 - beta_2^t) / (1 - beta_1^t)

m / sqrt(v) is near 1 where gradients agree and near 0 where they do not, whatever their size, so one learning rate
suits all layers. m and v start at 0, and the fraction in lr_t makes up for that in the first steps (t = 1, 2, ...).
Kingma and Ba 2015. With ``amsgrad`` the largest v so far divides instead of v, so that a weight's step size never
grows again. Reddi, Kale and Kumar 2018.

AdamW is Adam with weight decay (see weight_decay.py). Loshchilov and Hutter 2019.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sutja.checks import fraction, number
from sutja.nn import jit
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config

__all__ = ["Adam", "AdamW"]


class Adam(Optimizer):
    """Adaptive moments; ``beta_1`` and ``beta_2`` in [0, 1)."""

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, **others)
        self.beta_1, self.beta_2 = fraction("beta_1", beta_1), fraction("beta_2", beta_2)
        self.epsilon, self.amsgrad = number("epsilon", epsilon), bool(amsgrad)
        pair = ("momentum", "velocity")
        self.memories = (pair, ("velocity_hat",)) if amsgrad else (pair,)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """The rule above; t is the number of this step."""
        m, v, *largest_v = memory
        t = self.iterations + 1
        adam_step(theta, g, m, v, *largest_v, rate=rate, betas=(self.beta_1, self.beta_2), epsilon=self.epsilon, t=t)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "amsgrad": self.amsgrad,
        }


class AdamW(Adam):
    """Adam with decoupled weight decay."""

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        **others: Any,
    ) -> None:
        decay = number("weight_decay", weight_decay)
        super().__init__(learning_rate, beta_1, beta_2, epsilon, amsgrad, weight_decay=decay, **others)


def adam_step(
    theta: Array,
    g: Array,
    m: Array,
    v: Array,
    v_hat: Array | None = None,
    *,
    rate: float,
    betas: tuple[float, float],
    epsilon: float,
    t: int,
) -> None:
    """The rule above on vectors of one length, in place; ``v_hat`` is the largest v so far, for amsgrad."""
    beta_1, beta_2 = betas
    rate_t = rate * math.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    if v_hat is None and jit.wanted(theta):
        from sutja.nn.optimizers.adam_jit import adam_step as compiled

        compiled(theta, g, m, v, *map(theta.dtype.type, (rate_t, 1 - beta_1, 1 - beta_2, epsilon)))
        return
    scratch = np.subtract(g, m)
    scratch *= 1 - beta_1
    m += scratch
    np.multiply(g, g, out=scratch)
    scratch -= v
    scratch *= 1 - beta_2
    v += scratch
    if v_hat is not None:
        v = np.maximum(v_hat, v, out=v_hat)
    np.sqrt(v, out=scratch)
    scratch += epsilon
    np.divide(m, scratch, out=scratch)
    scratch *= rate_t
    theta -= scratch
