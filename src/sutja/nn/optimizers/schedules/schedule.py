"""What a schedule is: a function from the number of the step to the learning rate."""

from __future__ import annotations

from typing import Self

from sutja.nn.typing import Config

__all__ = ["LearningRateSchedule"]


class LearningRateSchedule:
    """Base of all schedules."""

    def __call__(self, step: int) -> float:
        """The learning rate of step ``step`` = 0, 1, 2, ..."""
        raise NotImplementedError

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        raise NotImplementedError

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """The schedule that ``get_config`` describes."""
        return cls(**config)
