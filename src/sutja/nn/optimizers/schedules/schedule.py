"""What a schedule is: a function from the number of the step to the learning rate."""

from __future__ import annotations

from typing import Self

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.checks import is_number
from sutja.nn.typing import Config

__all__ = ["LearningRateSchedule", "must_be_positive"]


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


def must_be_positive(**numbers: float) -> None:
    """Raise an error for the first of ``numbers`` that is not above 0."""
    for name, value in numbers.items():
        if not is_number(value, 0) or value == 0:
            raise invalid(name, _("a number above 0"), value)
