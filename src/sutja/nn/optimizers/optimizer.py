"""What all optimizers share: a learning rate, a count of steps, and memory laid out like the weights.

A step is one pass over the flat vector of all trained weights, in slices that fit into the processor's cache:
within a slice the several operations of an update rule find their numbers still there. All rules work element by
element, so the slices do not matter to the result.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.naming import to_snake_case
from sutja.nn.optimizers.schedules import LearningRateSchedule, deserialize, serialize
from sutja.nn.typing import Array, Config
from sutja.nn.unsupported import refuse
from sutja.nn.variables import FlatVector

__all__ = ["Optimizer"]

SLICE = 1 << 14  # numbers; with gradient, two memories and scratch about 320 kB in float32


class Optimizer:
    """Base of all optimizers.

    ``learning_rate``: a number above 0, or a schedule. A subclass names what it remembers a weight in ``memories``
    and writes ``update``.
    """

    memories: tuple[str, ...] = ()
    saved_in_turn: ClassVar[bool] = True
    """Whether Keras saves all memories of one weight before those of the next (else one kind after the other)."""

    def __init__(
        self, learning_rate: float | LearningRateSchedule = 0.001, name: str | None = None, **others: Any
    ) -> None:
        refuse(type(self).__name__, others, {"ema_momentum": 0.99, "loss_scale_factor": 1.0})
        self.learning_rate = learning_rate
        self.name = name or to_snake_case(type(self).__name__)
        self.iterations = 0
        self.state: dict[str, Array] = {}
        self._vector: FlatVector | None = None

    @property
    def learning_rate(self) -> float:
        """The step size, now; assign a number or a schedule to change it."""
        rate = self._learning_rate
        return rate if isinstance(rate, float) else rate(self.iterations)

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        if isinstance(value, dict):
            value = deserialize(value)
        if not isinstance(value, LearningRateSchedule):
            if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not value >= 0:
                raise invalid("learning_rate", _("a number of at least 0, or a schedule"), value)
            value = float(value)
        self._learning_rate: float | LearningRateSchedule = value

    @property
    def built(self) -> bool:
        """Whether it has met the weights that it is to train."""
        return self._vector is not None

    def build(self, vector: FlatVector) -> None:
        """Make room for what is remembered of each weight."""
        if self._vector is not vector:
            self._vector = vector
            self.state = {name: vector.like() for name in self.memories}

    def apply(self, vector: FlatVector, gradient: Array) -> None:
        """One step: change ``vector.values`` by ``gradient``, which is laid out like it."""
        self.build(vector)
        rate = self.learning_rate
        self.iterations += 1
        for start in range(0, vector.size, SLICE):
            part = slice(start, start + SLICE)
            memory = [self.state[name][part] for name in self.memories]
            self.update(vector.values[part], gradient[part], rate, *memory)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """Change the weights ``theta`` and the memories in place, given the gradient ``g``; all of one length."""
        raise NotImplementedError

    def variables(self) -> list[Array]:
        """What to save, in Keras' order: step count, learning rate (unless scheduled), then the memories."""
        head = [np.asarray(self.iterations, np.int32)]
        if isinstance(self._learning_rate, float):
            head.append(np.asarray(self._learning_rate, np.float32))
        if self._vector is None:
            return head
        views = [self._vector.views(self.state[name]) for name in self.memories]
        groups = zip(*views, strict=True) if self.saved_in_turn else views
        return head + [view for group in groups for view in group]

    def set_variables(self, values: list[Array]) -> None:
        """Take back what ``variables`` gave; it must have been built for the same weights."""
        own = self.variables()
        if [np.shape(v) for v in values] != [v.shape for v in own]:
            raise invalid(
                "values",
                _("{count} arrays of the optimizer's shapes", count=len(own)),
                [np.shape(v) for v in values],
            )
        scheduled = not isinstance(self._learning_rate, float)
        self.iterations = int(values[0])
        if not scheduled and float(values[1]) != np.float32(self.learning_rate):
            self.learning_rate = float(values[1])
        first = 1 if scheduled else 2
        for place, value in zip(own[first:], values[first:], strict=True):
            place[...] = value

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        rate = self._learning_rate
        return {"name": self.name, "learning_rate": rate if isinstance(rate, float) else serialize(rate)}

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """The optimizer that ``get_config`` describes."""
        return cls(**config)
