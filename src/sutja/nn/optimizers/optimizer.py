"""What all optimizers share: a learning rate, a count of steps, and memory laid out like the weights.

One step with the gradient g of the loss, each line only where it is asked for:

    g <- (g + gradients since the last step) / gradient_accumulation_steps    (see accumulation.py)
    g <- g cut to clipnorm, clipvalue or global_clipnorm                      (see clipping.py)
    theta <- theta - lr weight_decay theta                                    (see weight_decay.py)
    theta <- the rule of the optimizer
    average <- ema_momentum average + (1 - ema_momentum) theta                (see moving_average.py)

The rule is one pass over the flat vector of all trained weights, slice by slice (see slices.py). Rules that work
element by element write ``update``; neither slices nor threads matter to their result. Rules that see a whole weight at
once write ``step``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np

from sutja.checks import is_number
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.naming import to_snake_case
from sutja.nn.optimizers.accumulation import Accumulation
from sutja.nn.optimizers.clipping import Clipping
from sutja.nn.optimizers.fading import EVERY, forget_traces
from sutja.nn.optimizers.moving_average import MovingAverage
from sutja.nn.optimizers.schedules import LearningRateSchedule, deserialize, serialize
from sutja.nn.optimizers.slices import Slices
from sutja.nn.optimizers.weight_decay import WeightDecay
from sutja.nn.typing import Array, Config
from sutja.nn.unsupported import refuse
from sutja.nn.variables import FlatVector, Variable

__all__ = ["Optimizer"]


class Optimizer:
    """Base of all optimizers.

    ``learning_rate``: a number of at least 0, or a schedule. ``weight_decay``: the share of each weight that a step
    takes away, times the learning rate. Of ``clipnorm``, ``clipvalue`` and ``global_clipnorm`` at most one is given.
    ``use_ema`` keeps a moving average of the weights, which replaces them every ``ema_overwrite_frequency`` steps
    and at the end of ``fit``. ``gradient_accumulation_steps``: change the weights only after so many gradients, by
    their mean.

    A subclass names what it remembers of each weight in ``memories`` and writes ``update``. Keras saves the groups
    of ``memories`` one after the other, and within a group all memories of one weight before those of the next.
    """

    memories: tuple[tuple[str, ...], ...] = ()

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        **others: Any,
    ) -> None:
        refuse(type(self), others, {"loss_scale_factor": 1.0})
        self.learning_rate = learning_rate
        self.name = name or to_snake_case(type(self).__name__)
        self.decay = WeightDecay(weight_decay)
        self.clipping = Clipping(clipnorm, clipvalue, global_clipnorm)
        self.average = MovingAverage(use_ema, ema_momentum, ema_overwrite_frequency)
        self.accumulation = Accumulation(gradient_accumulation_steps)
        self.gradients_seen = 0
        self.state: dict[str, Array] = {}
        self._vector: FlatVector | None = None
        self._slices = Slices()

    @property
    def gradient_accumulation_steps(self) -> int | None:
        """How many gradients make a step, if not each one does."""
        return self.accumulation.every

    @property
    def iterations(self) -> int:
        """How many steps it has done: one for each gradient, or for each ``gradient_accumulation_steps`` of them."""
        return self.gradients_seen // (self.gradient_accumulation_steps or 1)

    @property
    def learning_rate(self) -> float:
        """The step size, now; assign a number or a schedule to change it."""
        rate = self._learning_rate
        return rate if isinstance(rate, float) else rate(self.gradients_seen)

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        if isinstance(value, dict):
            value = deserialize(value)
        if not isinstance(value, LearningRateSchedule):
            if not is_number(value, 0):
                raise invalid("learning_rate", _("a number of at least 0, or a schedule"), value)
            value = float(value)
        self._learning_rate: float | LearningRateSchedule = value

    @property
    def scheduled(self) -> bool:
        """Whether the learning rate follows a schedule."""
        return isinstance(self._learning_rate, LearningRateSchedule)

    @property
    def built(self) -> bool:
        """Whether it has met the weights that it is to train."""
        return self._vector is not None

    def build(self, variables: FlatVector | Sequence[Variable]) -> None:
        """Make room for what is remembered of each weight; weights that it knows keep what it remembers of them."""
        vector = variables if isinstance(variables, FlatVector) else FlatVector.of(variables)
        before, self._vector = self._vector, vector
        if before is vector:
            return

        def kept(old: Array | None, fresh: Array) -> Array:
            return fresh if before is None or old is None else vector.move(old, before, fresh)

        names = [name for group in self.memories for name in group]
        self.state = {name: kept(self.state.get(name), self.fresh_memory(name, vector)) for name in names}
        self.accumulation.build(vector, before)
        self.average.build(vector, before)
        self.decay.build(vector)

    def fresh_memory(self, name: str, vector: FlatVector) -> Array:
        """What it remembers under ``name`` of weights that it has not met yet."""
        return vector.like()

    def exclude_from_weight_decay(
        self, var_list: Sequence[Variable] | None = None, var_names: Sequence[str] | None = None
    ) -> None:
        """Keep ``weight_decay`` from these variables, and from those whose names contain one of ``var_names``.

        The names are regular expressions, such as "bias". To be called before training starts.
        """
        if self.built:
            raise invalid("exclude_from_weight_decay", _("to be called before training starts"), self.name)
        self.decay.exclude(var_list or (), var_names or ())

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None) -> None:
        """One step: change ``trainable_variables`` by their gradients ``grads``, which come in the same order.

        Without ``trainable_variables``, those of the step before.
        """
        if trainable_variables is None:
            if self._vector is None:
                raise invalid("trainable_variables", _("the variables that belong to `grads`"), None)
            vector = self._vector
        else:
            vector = FlatVector.of(list(trainable_variables))
        self.apply_flat(vector, vector.joined("grads", grads))

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Variable]]) -> None:
        """One step with pairs of gradient and variable, such as ``zip(gradients, model.trainable_variables)``."""
        pairs = list(grads_and_vars)
        self.apply([gradient for gradient, _variable in pairs], [variable for _gradient, variable in pairs])

    def apply_flat(self, vector: FlatVector, gradient: Array) -> None:
        """One step for all variables of ``vector``, given the gradient laid out like ``vector.values``.

        The content of ``gradient`` is lost.
        """
        self.build(vector)
        vector.take_in()
        if self.accumulation.completes(gradient, self.gradients_seen):
            rate = self.learning_rate
            self.clipping.clip(vector, gradient)
            self.decay_weights(vector, rate)
            self.step(vector, gradient, rate)
            if self.iterations % EVERY == 0:
                for memory in self.state.values():
                    forget_traces(memory)
        self.average.follow(vector.values, self.iterations)
        self.gradients_seen += 1

    def decay_weights(self, vector: FlatVector, rate: float) -> None:
        """theta <- theta - lr weight_decay theta, where weights decay."""
        self.decay.apply(vector, rate)

    def step(self, vector: FlatVector, gradient: Array, rate: float) -> None:
        """Change all of ``vector.values``, slice by slice; ``iterations`` steps have been done before."""
        memories = [self.state[name] for group in self.memories for name in group]
        self._slices.each(self.update, vector.values, gradient, rate, *memories)

    def update(self, theta: Array, g: Array, rate: float, *memory: Array) -> None:
        """Change the weights ``theta`` and the memories in place, given the gradient ``g``; all of one length."""
        raise NotImplementedError

    def weights_in_one(self) -> Array:
        """The weights that it trains, in one vector; changing it changes them."""
        assert self._vector is not None  # only called when built
        self._vector.take_in()
        return self._vector.values

    def finalize_variable_values(self, var_list: Sequence[Variable] | None = None) -> None:
        """Replace the weights by their moving average, if there is one; ``fit`` does so at its end."""
        if self._vector is not None:
            self.average.overwrite(self.weights_in_one())

    # Saving

    def variables(self) -> list[Array]:
        """What to save, in Keras' order: gradients seen, learning rate (unless scheduled), then the memories."""
        head = [np.asarray(self.gradients_seen, np.int32)]
        if not self.scheduled:
            head.append(np.asarray(self._learning_rate, np.float32))
        if self._vector is None:
            return head
        shared = [self.average.values, self.accumulation.sum]
        return (
            head + [view for whole in shared if whole is not None for view in self._vector.views(whole)] + self.memory()
        )

    def memory(self) -> list[Array]:
        """What the rule remembers, as arrays of the weights' shapes in Keras' order."""
        assert self._vector is not None  # only called when built
        views = {name: self._vector.views(whole) for name, whole in self.state.items()}
        return [
            view
            for group in self.memories
            for of_one_weight in zip(*(views[name] for name in group), strict=True)
            for view in of_one_weight
        ]

    def set_variables(self, values: list[Array]) -> None:
        """Take back what ``variables`` gave; it must have been built for the same weights."""
        own = self.variables()
        if [np.shape(v) for v in values] != [v.shape for v in own]:
            raise invalid(
                "values",
                _("{count} arrays of the optimizer's shapes", count=len(own)),
                [np.shape(v) for v in values],
            )
        self.gradients_seen = int(values[0])
        if not self.scheduled and float(values[1]) != np.float32(self.learning_rate):
            self.learning_rate = float(values[1])
        first = 1 if self.scheduled else 2
        for place, value in zip(own[first:], values[first:], strict=True):
            place[...] = value

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        rate = self._learning_rate
        return {
            "name": self.name,
            "learning_rate": rate if isinstance(rate, float) else serialize(rate),
            "weight_decay": self.decay.weight_decay,
            **self.clipping.get_config(),
            **self.average.get_config(),
            "loss_scale_factor": None,
            "gradient_accumulation_steps": self.gradient_accumulation_steps,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """The optimizer that ``get_config`` describes."""
        return cls(**config)
