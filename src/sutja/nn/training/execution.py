"""Running a model on a batch: one call tree a shard, filled forwards and emptied backwards.

A training step is

    cut the batch into shards; in each, side by side:  forward, loss, backward
    add the shards' gradients, in their order
    one optimizer step over the flat vector of weights

The loss of a batch is a mean over all its samples, so each shard divides by the size of the whole batch, and the
sum of the shards' gradients is the gradient of the batch's loss. What regularizers add for weights belongs to no
sample; it is added once, after the shards.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sutja.nn import config
from sutja.nn.call import Call, Step
from sutja.nn.graph.graph import Graph
from sutja.nn.losses.loss import Loss, weighted
from sutja.nn.losses.masking import steps_in, with_mask
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
        self._shards = 0

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
            mask = root.passed_on[0]
            steps = () if mask is None else root.gather(steps_in(mask))
            weight = with_mask(None if weights is None else weights[cut], mask, loss, steps)
            losses[shard], dy = _loss_and_slope(loss, y_true, y_pred, weight, cut, root)
            self.graph.backward([dy], root)
            root.step.finish_backward()
            predictions[shard] = y_pred

        self._team.run(work, len(cuts), self._steps[0].exchange)
        for variable, value in self._steps[0].updates:
            variable.assign(value)
        gradient = self._gradients[0]
        for more in self._gradients[1 : len(cuts)]:
            gradient += more
        self._add_slopes_of_penalties(gradient)
        y_pred = predictions[0] if len(cuts) == 1 else np.concatenate(predictions)
        return sum(losses) + self.penalty(), y_pred, gradient

    def output_masks(self) -> list[Array | None]:
        """The masks of the outputs, for the batch that ran last."""
        roots = self._roots[: self._shards]
        return [
            None if any(mask is None for mask in same) else np.concatenate(same)
            for same in zip(*(root.passed_on for root in roots), strict=True)
        ]

    def penalty(self) -> float:
        """What regularizers add to the loss of the batch that ran last: for outputs, and for weights as they are."""
        weights = [w for layer in self.graph.layers for w in layer.trainable_weights]
        of_weights = sum(w.regularizer.penalty(w.value) for w in weights if w.regularizer is not None)
        return sum(step.penalty for step in self._steps[: self._shards]) + of_weights

    def _add_slopes_of_penalties(self, gradient: Array) -> None:
        assert self.vector is not None
        for variable, part in zip(self.vector.variables, self.vector.views(gradient), strict=True):
            if variable.regularizer is not None:
                part += variable.regularizer.slope(variable.value)

    def _begin(self, samples: int, *, training: bool, seed: int = 0, number: int = 0) -> list[slice]:
        cuts = parts(samples, config.num_threads())
        while len(self._steps) < len(cuts):
            self._add_shard()
        exchange = Exchange(len(cuts)) if len(cuts) > 1 else None
        for step in self._steps[: len(cuts)]:
            step.begin(training=training, seed=seed, number=number, samples=samples, exchange=exchange)
        self._shards = len(cuts)
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


def _loss_and_slope(
    loss: Loss, y_true: Array, y_pred: Array, weights: Array | None, cut: slice, call: Call
) -> tuple[float, Array]:
    """A shard's part of the loss of a batch, and its slope by the shard's predictions.

    ``y_true`` is that of the whole batch, ``y_pred`` and ``weights`` those of the part ``cut``.
    """
    part = len(y_pred) / len(y_true)
    if loss.over_batch:
        if weights is not None:
            loss.check_weights()
        whole = np.concatenate(call.gather(y_pred))
        values, slope = loss.values(y_true, whole), loss.gradient(y_true, whole)[cut]
        scale = 1 / loss.divisor(values.size, y_true)
        return float(values.sum(dtype=np.float64)) * scale * part, slope * scale
    values, slope = loss.values(y_true[cut], y_pred), loss.gradient(y_true[cut], y_pred)
    if weights is not None:
        weights = weights.astype(values.dtype, copy=False)
        values = weighted(values, weights)
        slope = weighted(slope, weights)
        if loss.reduction == "mean_with_sample_weight":
            weights = np.concatenate(call.gather(weights))
    scale = 1 / loss.divisor(round(values.size / part), y_true, weights)
    slope *= scale
    return float(values.sum(dtype=np.float64)) * scale, slope
