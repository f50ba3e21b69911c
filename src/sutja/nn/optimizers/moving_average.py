"""The moving average of the weights over the steps of training (EMA).

    average <- momentum average + (1 - momentum) theta,     average = theta after the first step

Late in training the weights circle around a good place; their average lies nearer to it than they do. Polyak and
Juditsky 1992. The average is kept beside the weights, and takes their place every ``overwrite_frequency`` steps and
at the end of ``fit``.
"""

from __future__ import annotations

from sutja.checks import number, whole
from sutja.nn.typing import Array, Config
from sutja.nn.variables import FlatVector

__all__ = ["MovingAverage"]


class MovingAverage:
    """The average above, if ``use_ema``; ``values`` holds it, laid out like the weights."""

    def __init__(
        self, use_ema: bool = False, ema_momentum: float = 0.99, overwrite_frequency: int | None = None
    ) -> None:
        if use_ema:
            ema_momentum = number("ema_momentum", ema_momentum, 0, 1)
            if overwrite_frequency is not None:
                overwrite_frequency = whole("ema_overwrite_frequency", overwrite_frequency)
        self.use_ema, self.ema_momentum, self.overwrite_frequency = bool(use_ema), ema_momentum, overwrite_frequency
        self.values: Array | None = None

    def build(self, vector: FlatVector, before: FlatVector | None = None) -> None:
        """Make room for the average; weights that were in ``before`` keep theirs, new ones start from themselves."""
        old, self.values = self.values, vector.values.copy() if self.use_ema else None
        if old is not None and before is not None and self.values is not None:
            vector.move(old, before, self.values)

    def follow(self, theta: Array, steps_before: int) -> None:
        """Take the weights after one more step in; overwrite them if it is time to."""
        if self.values is None:
            return
        momentum = self.ema_momentum if steps_before else 0.0
        self.values *= momentum
        self.values += (1 - momentum) * theta
        if self.overwrite_frequency and (steps_before + 1) % self.overwrite_frequency == 0:
            theta[...] = self.values

    def overwrite(self, theta: Array) -> None:
        """Put the average in the place of the weights."""
        if self.values is not None:
            theta[...] = self.values

    def swap(self, theta: Array) -> None:
        """Exchange average and weights."""
        if self.values is not None:
            average = self.values.copy()
            self.values[...] = theta
            theta[...] = average

    def get_config(self) -> Config:
        """The arguments of the optimizer that are about this."""
        return {
            "use_ema": self.use_ema,
            "ema_momentum": self.ema_momentum,
            "ema_overwrite_frequency": self.overwrite_frequency,
        }
