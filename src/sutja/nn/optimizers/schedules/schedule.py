"""What a schedule is: a function from the number of the step to the learning rate."""

from __future__ import annotations

from typing import Any, Self

from sutja.checks import above_0, is_whole, number
from sutja.nn.typing import Config

__all__ = ["LearningRateSchedule", "number_from", "plain", "steps"]


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


def plain(value: Any) -> float:
    """A number as Python's own; a whole one stays whole, as Keras describes it."""
    return int(value) if is_whole(value) else float(value)


def number_from(name: str, value: Any, least: float = 0) -> float:
    """``value`` as a plain number, if it is finite and at least ``least``."""
    number(name, value, least)
    return plain(value)


def steps(name: str, value: Any) -> float:
    """``value`` as a plain number, if so many steps can be gone through: more than 0."""
    above_0(name, value)
    return plain(value)
