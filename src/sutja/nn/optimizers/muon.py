"""Muon: momentum for matrices, with all directions of the step made equally long.

For a kernel of two dimensions, with G the gradient:

    M <- momentum M + G
    X = orthogonal(G + momentum M)             Nesterov; without it X = orthogonal(M)
    theta <- theta - lr rms_rate sqrt(max(rows, columns)) X

The singular values of M say how much each direction in the space of matrices has been asked for; a few large ones
drown the rest. ``orthogonal`` sets them all to about 1 and keeps the singular vectors. It needs no decomposition:
after scaling to norm 1, ``ns_steps`` rounds of the odd polynomial (Newton-Schulz)

    X <- a X + b (X X^T) X + c (X X^T)^2 X

push every singular value s through a s + b s^3 + c s^5, which draws them towards 1. The factor with rms_rate makes
the steps as large as Adam's, so that Adam's learning rates fit. Jordan et al. 2024; Liu et al. 2025.

Everything that is no matrix (biases), embeddings, and the layers named in ``exclude_layers`` follow Adam's rule
with ``adam_weight_decay``. The last layer should be among them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import fraction, number, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.optimizers.adam import adam_step
from sutja.nn.optimizers.optimizer import Optimizer
from sutja.nn.optimizers.schedules import LearningRateSchedule
from sutja.nn.typing import Array, Config
from sutja.nn.variables import FlatVector, Variable

__all__ = ["Muon"]


class Muon(Optimizer):
    """Momentum, orthogonalised, for matrices; Adam for the rest.

    ``exclude_layers``: regular expressions looked for in the paths of weights, "layer name/weight name".
    """

    memories = (("momentum", "velocity"),)

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        adam_beta_1: float = 0.9,
        adam_beta_2: float = 0.999,
        adam_weight_decay: float | None = 0.004,
        epsilon: float = 1e-7,
        weight_decay: float | None = 0.004,
        *,
        exclude_layers: Sequence[str] | None = None,
        exclude_embeddings: bool = True,
        muon_a: float = 3.4445,
        muon_b: float = -4.7750,
        muon_c: float = 2.0315,
        adam_lr_ratio: float = 1,
        momentum: float = 0.95,
        ns_steps: int = 5,
        nesterov: bool = True,
        rms_rate: float | None = 0.2,
        **others: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay=weight_decay, **others)
        if isinstance(exclude_layers, str):
            raise invalid("exclude_layers", _("a list of names"), exclude_layers)
        self.adam_beta_1, self.adam_beta_2 = fraction("adam_beta_1", adam_beta_1), fraction("adam_beta_2", adam_beta_2)
        self.adam_weight_decay = None if adam_weight_decay is None else number("adam_weight_decay", adam_weight_decay)
        self.epsilon = number("epsilon", epsilon)
        self.exclude_layers, self.exclude_embeddings = list(exclude_layers or []), exclude_embeddings
        self.muon_a, self.muon_b, self.muon_c = muon_a, muon_b, muon_c
        self.adam_lr_ratio, self.momentum = number("adam_lr_ratio", adam_lr_ratio), number("momentum", momentum)
        self.ns_steps, self.nesterov = whole("ns_steps", ns_steps, 0), nesterov
        self.rms_rate = None if rms_rate is None else number("rms_rate", rms_rate)

    def uses_adam(self, variable: Variable) -> bool:
        """Whether ``variable`` follows Adam's rule."""
        return (
            len(variable.shape) != 2
            or (self.exclude_embeddings and "embedding" in variable.path.lower())
            or any(re.search(pattern, variable.path) for pattern in self.exclude_layers)
        )

    def decay_weights(self, vector: FlatVector, rate: float) -> None:
        """Each kind of weight by its own rate."""
        for variable in filter(self.decay.holds_for, vector.variables):
            own = self.adam_weight_decay if self.uses_adam(variable) else self.decay.weight_decay
            variable.value *= 1 - (own or 0.0) * rate

    def step(self, vector: FlatVector, gradient: Array, rate: float) -> None:
        """Weight by weight, since the rule sees whole matrices."""
        memories = (gradient, self.state["momentum"], self.state["velocity"])
        for variable, g, m, v in zip(vector.variables, *map(vector.views, memories), strict=True):
            if self.uses_adam(variable):
                adam_step(
                    *(array.reshape(-1) for array in (variable.value, g, m, v)),
                    rate=rate * self.adam_lr_ratio,
                    betas=(self.adam_beta_1, self.adam_beta_2),
                    epsilon=self.epsilon,
                    t=self.iterations + 1,
                )
            else:
                self._matrix_step(variable.value, g, rate, m)

    def _matrix_step(self, theta: Array, g: Array, rate: float, m: Array) -> None:
        m *= self.momentum
        m += g
        x = self.orthogonal(g + self.momentum * m if self.nesterov else m)
        scale = 1.0 if self.rms_rate is None else self.rms_rate * math.sqrt(max(theta.shape))
        theta -= rate * scale * x

    def orthogonal(self, g: Array) -> Array:
        """``g`` with its singular values drawn to about 1."""
        tall = g.shape[0] > g.shape[1]  # X X^T is smaller for a wide matrix
        x = g.T if tall else g
        x = x / (np.linalg.norm(x) + 1e-7)
        for _round in range(self.ns_steps):
            square = x @ x.T
            x = self.muon_a * x + (self.muon_b * square + self.muon_c * square @ square) @ x
        return x.T if tall else x

    def memory(self) -> list[Array]:
        """Momentum of each weight, followed by the velocity where Adam's rule holds."""
        assert self._vector is not None  # only called when built
        pairs = zip(*(self._vector.views(self.state[name]) for name in ("momentum", "velocity")), strict=True)
        return [
            memory
            for variable, (m, v) in zip(self._vector.variables, pairs, strict=True)
            for memory in ((m, v) if self.uses_adam(variable) else (m,))
        ]

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        names = (
            "adam_beta_1",
            "adam_beta_2",
            "epsilon",
            "exclude_layers",
            "muon_a",
            "muon_b",
            "muon_c",
            "adam_lr_ratio",
            "momentum",
            "ns_steps",
            "nesterov",
            "exclude_embeddings",
            "adam_weight_decay",
            "rms_rate",
        )
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}
