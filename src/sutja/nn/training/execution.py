"""Running a model on a batch: one call tree a shard, filled forwards and emptied backwards.

A training step is

    cut the batch into shards; in each, side by side:  forward, loss, backward
    add the shards' gradients, in their order
    one optimizer step over the flat vector of weights

What each shard finds is its part of the batch's loss (see objective.py), so the sum of the shards' gradients is the
gradient of the batch's loss. What regularizers add for weights belongs to no sample; it is added once, after the
shards.

A few samples of a small network are predicted by a :class:`sutja.nn.training.straight.StraightNetwork`, if it is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sutja.nn.call import Call, Step
from sutja.nn.graph.graph import Graph
from sutja.nn.training.batch import Batch
from sutja.nn.training.objective import Objective
from sutja.nn.training.shards import Exchange, Team, parts
from sutja.nn.training.sharing import work_of
from sutja.nn.training.straight import AT_ONCE, StraightWay
from sutja.nn.typing import Array
from sutja.nn.variables import FlatVector

__all__ = ["Execution", "Outcome"]

LONG = 1 << 18  # numbers; adding up fewer is done before another thread has begun
LITTLE_WORK = 50_000_000  # multiplications, some milliseconds: beyond, what lies around them does not matter


@dataclass(frozen=True)
class Outcome:
    """What came of a batch: the whole ``loss``, that of each output, the predictions and their masks.

    After a step of training also ``gradient``, dL/dw laid out like the flat vector of weights, and ``by_inputs``,
    dL/dx of each input if asked for, ``None`` where the loss does not depend on it. The next step uses the memory of
    ``gradient`` again.
    """

    loss: float
    losses: list[float]
    predictions: list[Array]
    masks: list[Array | None]
    gradient: Array | None = None
    by_inputs: list[Array | None] | None = None


class Execution:
    """The memory that running ``graph`` needs: one step, one tree of calls and one gradient a shard.

    One execution runs one batch at a time. Without a ``vector`` of weights it finds no gradients by them.
    """

    def __init__(self, graph: Graph, vector: FlatVector | None = None) -> None:
        self.graph = graph
        self.vector = vector
        self.work = work_of(graph)
        self._team = Team()
        self._straight = StraightWay(graph)
        self._steps: list[Step] = []
        self._roots: list[Call] = []
        self._gradients: list[Array] = []
        self._shards = 0

    @property
    def blas_threads(self) -> int:
        """How many threads the BLAS library may use in each shard."""
        return self.work.sharing(1).blas_threads

    def predict(
        self, inputs: Sequence[Array], *, training: bool = False, seed: int = 0, number: int = 0
    ) -> list[Array]:
        """The outputs for a batch, in arrays of their own; ``seed``, ``number``: for layers that draw here too."""
        samples = len(inputs[0])
        if not training and 0 < samples <= AT_ONCE and samples * self.work.multiplications <= LITTLE_WORK:
            network = self._straight.network()
            if network is not None:
                return [network(inputs[0])]
        return self._forward(inputs, training=training, seed=seed, number=number)

    def test(self, batch: Batch, objective: Objective, *, seed: int = 0, number: int = 0) -> Outcome:
        """Predictions for a batch and how wrong they are, outside training."""
        predictions = self._forward(batch.inputs, training=False, seed=seed, number=number)
        masks = self.output_masks()
        losses = objective.values(batch.y, predictions, batch.weights, masks)
        return Outcome(objective.total(losses) + self.penalty(), losses, predictions, masks)

    def gradient(
        self,
        batch: Batch,
        objective: Objective,
        *,
        seed: int = 0,
        number: int = 0,
        training: bool = True,
        by_inputs: bool = False,
    ) -> Outcome:
        """One way forwards and one back: loss and gradient of a batch, in training mode unless told otherwise."""
        objective.check(batch.y)
        cuts = self._begin(len(batch), training=training, seed=seed, number=number, by_inputs=by_inputs)
        losses: list[list[float]] = [[] for _cut in cuts]
        predictions: list[list[Array]] = [[] for _cut in cuts]
        slopes: list[list[Array | None]] = [[] for _cut in cuts]

        def work(shard: int) -> None:
            cut, root = cuts[shard], self._roots[shard]
            predictions[shard] = self.graph.forward([x[cut] for x in batch.inputs], root)
            losses[shard], dy = objective.slopes(batch.y, predictions[shard], batch.weights, cut, root)
            slopes[shard] = self.graph.backward(dy, root)
            root.step.finish_backward()

        self._team.run(work, len(cuts), self._steps[0].exchange)
        for variable, value in self._steps[0].updates:
            variable.assign(value)
        of_outputs = [sum(parts_of_one) for parts_of_one in zip(*losses, strict=True)]
        return Outcome(
            objective.total(of_outputs) + self.penalty(),
            of_outputs,
            _joined(predictions),
            self.output_masks(),
            self._whole_gradient(len(cuts)),
            [_by_one_input(same) for same in zip(*slopes, strict=True)] if by_inputs else None,
        )

    def output_masks(self) -> list[Array | None]:
        """The masks of the outputs, for the batch that ran last."""
        roots = self._roots[: self._shards]
        if len(roots) == 1:
            return list(roots[0].passed_on)
        return [
            None if any(mask is None for mask in same) else np.concatenate(same)
            for same in zip(*(root.passed_on for root in roots), strict=True)
        ]

    def penalty(self) -> float:
        """What regularizers add to the loss of the batch that ran last: for outputs, and for weights as they are."""
        if self.vector is not None:
            weights = self.vector.variables
        else:
            weights = list({id(w): w for layer in self.graph.layers for w in layer.trainable_weights}.values())
        of_weights = sum(w.regularizer.penalty(w.value) for w in weights if w.regularizer is not None)
        return sum(step.penalty for step in self._steps[: self._shards]) + of_weights

    def _forward(self, inputs: Sequence[Array], *, training: bool, seed: int, number: int) -> list[Array]:
        """The outputs by way of the graph, which leaves masks and penalties for whoever asks next."""
        cuts = self._begin(len(inputs[0]), training=training, seed=seed, number=number)
        results: list[list[Array]] = [[] for _cut in cuts]

        def work(shard: int) -> None:
            outputs = self.graph.forward([x[cuts[shard]] for x in inputs], self._roots[shard])
            results[shard] = [y.copy() for y in outputs] if len(cuts) == 1 else outputs

        self._team.run(work, len(cuts), self._steps[0].exchange)
        return _joined(results)

    def _whole_gradient(self, shards: int) -> Array | None:
        """The sum of the shards' gradients, and the slopes of what regularizers add."""
        if self.vector is None:
            return None
        gradient, others = self._gradients[0], self._gradients[1:shards]
        threads = shards if len(gradient) >= LONG else 1

        def add(thread: int) -> None:
            part = slice(len(gradient) * thread // threads, len(gradient) * (thread + 1) // threads)
            for other in others:
                gradient[part] += other[part]

        self._team.run(add, threads)
        if any(variable.regularizer is not None for variable in self.vector.variables):
            for variable, part in zip(self.vector.variables, self.vector.views(gradient), strict=True):
                if variable.regularizer is not None:
                    part += variable.regularizer.slope(variable.value)
        return gradient

    def _begin(
        self, samples: int, *, training: bool, seed: int = 0, number: int = 0, by_inputs: bool = False
    ) -> list[slice]:
        cuts = parts(samples, self.work.sharing(samples).shards)
        while len(self._steps) < len(cuts):
            self._add_shard()
        exchange = Exchange(len(cuts)) if len(cuts) > 1 else None
        for step, root in zip(self._steps[: len(cuts)], self._roots, strict=False):
            step.begin(training=training, seed=seed, number=number, samples=samples, exchange=exchange)
            root.needs_input_gradient = by_inputs
        self._shards = len(cuts)
        return cuts

    def _add_shard(self) -> None:
        step = Step(shard=len(self._steps))
        if self.vector is not None:
            gradient = self.vector.like()
            keys = [id(variable) for variable in self.vector.variables]
            step.gradients = dict(zip(keys, self.vector.views(gradient), strict=True))
            self._gradients.append(gradient)
        self._steps.append(step)
        self._roots.append(Call(step))


def _joined(parts_of_batch: list[list[Array]]) -> list[Array]:
    """The shards' outputs as those of the whole batch."""
    if len(parts_of_batch) == 1:
        return parts_of_batch[0]
    return [np.concatenate(same) for same in zip(*parts_of_batch, strict=True)]


def _by_one_input(parts_of_batch: Sequence[Array | None]) -> Array | None:
    """The shards' gradients by one input, in an array of their own."""
    found = [part for part in parts_of_batch if part is not None]
    return np.concatenate(found) if len(found) == len(parts_of_batch) else None
