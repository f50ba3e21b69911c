"""Running a model on a batch: one call tree a shard, filled forwards and emptied backwards.

A training step is

    cut the batch into shards; in each, side by side:  forward, loss, backward
    add the shards' gradients, in their order
    one optimizer step over the flat vector of weights

The loss of a batch is a mean over all its samples, so each shard divides by the size of the whole batch, and the
sum of the shards' gradients is the gradient of the batch's loss.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sutja.nn import config
from sutja.nn.call import Call, Step
from sutja.nn.graph.graph import Graph
from sutja.nn.losses.loss import Loss, weighted
from sutja.nn.training.shards import Exchange, Team, parts
from sutja.nn.typing import Array
from sutja.nn.variables import FlatVector

__all__ = ["Execution"]


class Execution:
    """The memory that running ``graph`` needs: one step, one tree of calls and one gradient a shard.

    One execution runs one batch at a time. Without a ``vector`` of weights it only predicts.
    """

    def __init__(self, graph: Graph, vector: FlatVector | None = None) -> None:
        self.graph = graph
        self.vector = vector
        self._team = Team()
        self._steps: list[Step] = []
        self._roots: list[Call] = []
        self._gradients: list[Array] = []

    def predict(self, inputs: Sequence[Array], *, training: bool = False) -> list[Array]:
        """The outputs for a batch, in arrays of their own."""
        cuts = self._begin(len(inputs[0]), training=training)
        results: list[list[Array]] = [[] for _cut in cuts]

        def work(shard: int) -> None:
            given = [x[cuts[shard]] for x in inputs]
            outputs = self.graph.forward(given, self._roots[shard])
            results[shard] = [y.copy() for y in outputs] if len(cuts) == 1 else outputs

        self._team.run(work, len(cuts), self._steps[0].exchange)
        if len(cuts) == 1:
            return results[0]
        return [np.concatenate(same) for same in zip(*results, strict=True)]

    def gradient(
        self,
        inputs: Sequence[Array],
        y_true: Array,
        weights: Array | None,
        loss: Loss,
        *,
        seed: int,
        number: int,
    ) -> tuple[float, Array, Array]:
        """(loss, predictions, gradient of the loss by ``vector.values``) of a batch, in training mode.

        The gradient's memory is used again in the next step.
        """
        total = len(inputs[0])
        cuts = self._begin(total, training=True, seed=seed, number=number)
        losses = [0.0] * len(cuts)
        predictions: list[Array] = [np.empty(0)] * len(cuts)

        def work(shard: int) -> None:
            cut, root = cuts[shard], self._roots[shard]
            (y_pred,) = self.graph.forward([x[cut] for x in inputs], root)
            weight = None if weights is None else weights[cut]
            losses[shard], dy = _loss_and_slope(loss, y_true[cut], y_pred, weight, total)
            self.graph.backward([dy], root)
            root.step.finish_backward()
            predictions[shard] = y_pred

        self._team.run(work, len(cuts), self._steps[0].exchange)
        for variable, value in self._steps[0].updates:
            variable.assign(value)
        gradient = self._gradients[0]
        for more in self._gradients[1 : len(cuts)]:
            gradient += more
        y_pred = predictions[0] if len(cuts) == 1 else np.concatenate(predictions)
        return sum(losses), y_pred, gradient

    def _begin(self, samples: int, *, training: bool, seed: int = 0, number: int = 0) -> list[slice]:
        cuts = parts(samples, config.num_threads())
        while len(self._steps) < len(cuts):
            self._add_shard()
        exchange = Exchange(len(cuts)) if len(cuts) > 1 else None
        for step in self._steps[: len(cuts)]:
            step.begin(training=training, seed=seed, number=number, exchange=exchange)
        return cuts

    def _add_shard(self) -> None:
        step = Step(shard=len(self._steps))
        if self.vector is not None:
            gradient = self.vector.like()
            keys = [id(variable) for variable in self.vector.variables]
            step.gradients = dict(zip(keys, self.vector.views(gradient), strict=True))
            self._gradients.append(gradient)
        root = Call(step)
        root.needs_input_gradient = False
        self._steps.append(step)
        self._roots.append(root)


def _loss_and_slope(loss: Loss, y_true: Array, y_pred: Array, weights: Array | None, total: int) -> tuple[float, Array]:
    """A shard's part of the loss of a batch of ``total`` samples, and its slope by the shard's predictions."""
    values, slope = loss.values(y_true, y_pred), loss.gradient(y_true, y_pred)
    if weights is not None:
        values = weighted(values, weights)
        slope = weighted(slope, weights)
    scale = 1 / loss.divisor(values.size * total // len(y_true))
    slope *= scale
    return float(values.sum(dtype=np.float64)) * scale, slope
