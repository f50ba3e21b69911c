"""What one call of a layer remembers during one step.

A layer owns its weights and nothing else. Whatever its ``forward`` must keep for its ``backward`` (the input, a
dropout mask), the arrays it computes into, the random numbers it draws and the place for its gradients belong to
the :class:`Call`. So one layer can be called twice in a graph, and several threads can run it at once: each has
its own calls.

Calls form a tree, as layers do: the call of a model holds one child for each call of a layer inside it. All
calls of a shard share one :class:`Step`, which says which step this is and holds the shard's gradients.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sutja.nn import random
from sutja.nn.decisions import start_of
from sutja.nn.typing import Array

if TYPE_CHECKING:
    from sutja.nn.regularizers.regularizer import Regularizer
    from sutja.nn.training.shards import Exchange
    from sutja.nn.variables import Variable

__all__ = ["Call", "Step"]


class Step:
    """One shard's share of one step: what all calls in it have in common.

    ``training``: whether layers behave as in training. ``seed`` and ``number``: which stream of random numbers
    this step draws from; without a seed, it gets one when it first draws. ``shard``: which part of the batch this is.
    ``exchange``: how shards tell each other sums over the batch (``None`` with a single shard). ``gradients``: for
    each trained variable, by identity, the array that collects its gradient. ``samples``: how many samples the whole
    batch has, 0 if nobody knows. ``penalty``: what regularizers of outputs add to the loss, this shard's part of it.
    """

    def __init__(self, shard: int = 0) -> None:
        self.shard = shard
        self.training = False
        self.seed: int | None = 0
        self.number = 0
        self.samples = 0
        self.penalty = 0.0
        self.exchange: Exchange | None = None
        self.gradients: dict[int, Array] = {}
        self.updates: list[tuple[Variable, Array]] = []
        self._written: set[int] = set()
        self._to_add: list[tuple[Array, Array]] = []
        self._calls = 0

    def begin(
        self,
        *,
        training: bool,
        seed: int | None = 0,
        number: int = 0,
        samples: int = 0,
        exchange: Exchange | None = None,
    ) -> None:
        """Forget the last step."""
        self.training, self.seed, self.number, self.exchange = training, seed, number, exchange
        self.samples, self.penalty = samples, 0.0
        self.updates.clear()
        self._written.clear()
        self._to_add.clear()

    def finish_backward(self) -> None:
        """Add up the gradients of variables used more than once; those never used get zero."""
        for target, more in self._to_add:
            target += more
        for key, target in self.gradients.items():
            if key not in self._written:
                target[...] = 0

    def _next_call(self) -> int:
        self._calls += 1
        return self._calls


class Call:
    """One call of one layer; see the module's docstring.

    ``mask``: which time steps of the input exist, boolean (batch, time); ``None`` if all do. For a layer with
    several inputs, a list of them. ``passed_on``: where a model leaves the masks of its outputs; ``known``: what it has
    found out about its graph that is the same in every step. ``mode``: whether it works as in training, if that was
    said where the layer was called in a graph; ``None``: as the step does.
    """

    def __init__(self, step: Step, mode: bool | None = None) -> None:
        self.step = step
        self.mode = mode
        self.needs_input_gradient = True
        self.saved: Any = None
        self.mask: Any = None
        self.passed_on: Any = None
        self.penalized: list[Array] = []
        self.known: dict[bool, list[bool]] = {}
        self._number = step._next_call()
        self._buffers: dict[str, Array] = {}
        self._children: dict[Hashable, Call] = {}

    @property
    def training(self) -> bool:
        """Whether the layer should behave as in training (drop units, use the batch's statistics)."""
        return self.step.training if self.mode is None else self.mode

    def save(self, *values: Any) -> None:
        """Keep ``values`` for ``backward``, which finds them as ``call.saved``."""
        self.saved = values[0] if len(values) == 1 else values

    def child(self, key: Hashable, mode: bool | None = None) -> Call:
        """The call of a layer inside this one; the same one in every step, in this one's mode unless it has its own."""
        if key not in self._children:
            self._children[key] = Call(self.step, self.mode if mode is None else mode)
        return self._children[key]

    def buffer(self, name: str, shape: Sequence[int], dtype: np.typing.DTypeLike) -> Array:
        """An array with arbitrary content to compute into; the same memory in every step.

        It stays as it is until this call asks for the same name again, that is, until the next step.
        """
        size, kind = math.prod(shape), np.dtype(dtype)
        memory = self._buffers.get(name)
        if memory is None or memory.size < size or memory.dtype != kind:
            memory = self._buffers[name] = np.empty(size, kind)
        return memory[:size].reshape(shape)

    def random(self, seed: int | None = None) -> np.random.Generator:
        """The random numbers of this call in this step; ``seed`` is the layer's own, if it has one."""
        return random.generator(*self._key(seed))

    def decisions_start(self, seed: int | None = None, part: int = 0) -> int:
        """Where this call's :mod:`sutja.nn.decisions` in this step start; each ``part`` has its own."""
        return start_of(*self._key(seed), part)

    def _key(self, seed: int | None) -> tuple[int, ...]:
        step = self.step
        if step.seed is None:
            step.seed = random.next_seed()
        return seed or 0, step.seed, step.number, self._number, step.shard

    def wants(self, variable: Variable) -> bool:
        """Whether anyone needs the gradient with respect to ``variable``."""
        return id(variable) in self.step.gradients

    def gradient(self, variable: Variable) -> Array:
        """The array into which ``backward`` must write this call's gradient with respect to ``variable``."""
        step, key = self.step, id(variable)
        if key not in step.gradients:
            return self.buffer(f"unwanted gradient {variable.name}", variable.shape, variable.dtype)
        target = step.gradients[key]
        if key in step._written:
            more = self.buffer(f"further gradient {variable.name}", variable.shape, variable.dtype)
            step._to_add.append((target, more))
            return more
        step._written.add(key)
        return target

    def penalize(self, y: Any, regularizer: Regularizer) -> None:
        """Add the penalty for the layer's output ``y`` (one, or a list), divided by the samples, to the loss."""
        self.penalized = y if isinstance(y, list) else [y]
        for output in self.penalized:
            self.step.penalty += regularizer.penalty(output) / (self.step.samples or len(output))

    def add_penalty_slopes(self, dy: list[Array | None], regularizer: Regularizer) -> list[Array | None]:
        """dL/dy of each output for a loss with the penalty, from those without it."""
        slopes = [regularizer.slope(y) / (self.step.samples or len(y)) for y in self.penalized]
        return [slope if d is None else np.add(d, slope) for d, slope in zip(dy, slopes, strict=True)]

    def gather(self, value: Array) -> Sequence[Array]:
        """``value`` of every shard, in the order of the shards; all shards must ask in the same order."""
        exchange = self.step.exchange
        return (value,) if exchange is None else exchange.gather(self.step.shard, value)

    def update(self, variable: Variable, value: Array) -> None:
        """Let ``variable`` become ``value`` when the step is over (such as a moving mean)."""
        self.step.updates.append((variable, value))

    def updated(self, variable: Variable) -> Array:
        """What ``variable`` will be by the updates of this step so far: a layer may be called more than once."""
        values = [value for other, value in self.step.updates if other is variable]
        return values[-1] if values else variable.value
