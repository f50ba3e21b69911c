"""The objective: what training makes small, and its slope by the model's outputs.

    L = sum over the outputs k with a loss of  w_k L_k(y_k, prediction_k)        dL/d(prediction_k) = w_k dL_k

The loss of a batch is a mean over all its samples, so each shard divides by the size of the whole batch, and what the
shards find adds up to the loss of the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.losses.loss import Loss, weighted
from sutja.nn.losses.masking import steps_in, with_mask
from sutja.nn.typing import Array

__all__ = ["Objective"]


class Objective:
    """``losses``: for each output its loss, or ``None``; ``factors``: the w_k above, all 1 if left out.

    ``trained``: the places of the outputs that have a loss.
    """

    def __init__(self, losses: Sequence[Loss | None], factors: Sequence[float] | None = None) -> None:
        self.losses = list(losses)
        self.trained = [place for place, loss in enumerate(self.losses) if loss is not None]
        self.factors = [1.0] * len(self.losses) if factors is None else list(factors)
        for loss in self.losses:
            if loss is not None and loss.reduction == "none":
                expected = _("any but 'none': training needs one number for a batch")
                raise invalid("reduction", expected, loss.reduction)

    def check(self, y_true: Sequence[Array | None]) -> None:
        """Refuse a batch without the labels of an output that has a loss."""
        if not self.trained:
            raise invalid("loss", _("a loss, such as 'sparse_categorical_crossentropy', in compile()"), None)
        if any(
            y is None and loss is not None and loss.needs_labels for y, loss in zip(y_true, self.losses, strict=True)
        ):
            expected = _("the labels that belong to `x`")
            if len(self.trained) > 1:
                expected = _("the labels that belong to `x`, for each output with a loss")
            raise invalid("y", expected, None)

    def values(
        self,
        y_true: Sequence[Array | None],
        y_pred: Sequence[Array],
        weights: Sequence[Array | None],
        masks: Sequence[Array | None],
    ) -> list[float]:
        """The L_k of a whole batch; 0 for an output without a loss."""
        self.check(y_true)
        return [
            0.0 if loss is None else float(loss(y_true[k], y_pred[k], with_mask(weights[k], masks[k], loss)))
            for k, loss in enumerate(self.losses)
        ]

    def total(self, values: Sequence[float]) -> float:
        """L from the L_k."""
        return sum(factor * value for factor, value in zip(self.factors, values, strict=True))

    def slopes(
        self,
        y_true: Sequence[Array | None],
        y_pred: Sequence[Array],
        weights: Sequence[Array | None],
        cut: slice,
        root: Call,
    ) -> tuple[list[float], list[Array | None]]:
        """A shard's part of each L_k, and dL/d(prediction_k) for the shard; ``None`` for an output without a loss.

        ``y_true`` and ``weights`` are those of the whole batch, ``y_pred`` those of the part ``cut``, which the call
        ``root`` of the model has made.
        """
        values = [0.0] * len(self.losses)
        slopes: list[Array | None] = [None] * len(self.losses)
        for k in self.trained:
            loss = self.losses[k]
            assert loss is not None
            own = _weights_in(weights[k], cut, k, loss, root)
            values[k], slope = _value_and_slope(loss, y_true[k], y_pred[k], own, cut, root)
            if self.factors[k] != 1:
                slope *= slope.dtype.type(self.factors[k])
            slopes[k] = slope
        return values, slopes


def _weights_in(weights: Array | None, cut: slice, k: int, loss: Loss, root: Call) -> Array | None:
    """The weights of the part ``cut``, with the mask of output ``k`` worked in."""
    mask = root.passed_on[k]
    steps = () if mask is None else root.gather(steps_in(mask))
    return with_mask(None if weights is None else weights[cut], mask, loss, steps)


def _value_and_slope(
    loss: Loss, y_true: Any, y_pred: Array, weights: Array | None, cut: slice, root: Call
) -> tuple[float, Array]:
    """A shard's part of one loss of a batch, and its slope by the shard's predictions."""
    part = len(y_pred) / root.step.samples
    if loss.over_batch:
        if weights is not None:
            loss.check_weights()
        whole = np.concatenate(root.gather(y_pred))
        values, slope = loss.values(y_true, whole), loss.gradient(y_true, whole)[cut]
        scale = 1 / loss.divisor(values.size, y_true)
        return float(values.sum(dtype=np.float64)) * scale * part, slope * scale
    values, slope = loss.values_and_gradient(y_true[cut], y_pred)
    if weights is not None:
        weights = weights.astype(values.dtype, copy=False)
        values = weighted(values, weights)
        slope = weighted(slope, weights)
        if loss.reduction == "mean_with_sample_weight":
            weights = np.concatenate(root.gather(weights))
    scale = 1 / loss.divisor(round(values.size / part), y_true, weights)
    slope *= scale
    return float(values.sum(dtype=np.float64)) * scale, slope
