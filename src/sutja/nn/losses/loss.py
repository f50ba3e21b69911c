"""What a loss is: one number a sample that says how wrong the model is, and its slope.

    values(y_true, y_pred)    ->  l        shape of y_pred without its last axis
    gradient(y_true, y_pred)  ->  dl/dy_pred, shape of y_pred: each l by its own predictions

The loss of a batch is their mean, sum(w l) / (number of l), with w the sample weights if there are any.

A few losses are one number for a whole batch (``over_batch``); then ``gradient`` is the slope of the sum of their
values by all predictions.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from sutja.errors import InvalidArgument, invalid
from sutja.language import translate as _
from sutja.nn import config
from sutja.nn.naming import to_snake_case
from sutja.nn.typing import Array, Config
from sutja.nn.unsupported import refuse

__all__ = ["Loss"]

_REDUCTIONS = ("sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none")


class Loss:
    """Base of all losses.

    ``reduction``: how a batch becomes one number: "sum_over_batch_size" (the mean, also called "mean"), "sum",
    "mean_with_sample_weight" (sum(w l) / sum(w)), or "none" (one number a sample, for calls only).
    """

    over_batch = False
    """Whether a value depends on several samples, so that a batch cannot be cut into shards before it."""

    needs_labels = True
    """Whether there must be something to compare predictions with."""

    def __init__(self, reduction: str | None = "sum_over_batch_size", name: str | None = None, **others: Any) -> None:
        others.pop("dtype", None)
        refuse(type(self), others, {"axis": -1})
        reduction = "none" if reduction is None else reduction
        if reduction not in _REDUCTIONS:
            raise invalid("reduction", _("one of: {names}", names=", ".join(_REDUCTIONS)), reduction)
        self.reduction = reduction
        self.name = name or to_snake_case(type(self).__name__)

    def values(self, y_true: Any, y_pred: Any) -> Array:
        """One value a sample."""
        pred = _floats(y_pred)
        return self._values(self.aligned(y_true, pred), pred)

    def gradient(self, y_true: Any, y_pred: Any) -> Array:
        """The slope of each sample's value by its own predictions, of the shape of ``y_pred``."""
        pred = _floats(y_pred)
        return self._gradient(self.aligned(y_true, pred), pred)

    def values_and_gradient(self, y_true: Any, y_pred: Any) -> tuple[Array, Array]:
        """Both at once, which training needs; the gradient in an array that may be written over."""
        pred = _floats(y_pred)
        values, slope = self._both(self.aligned(y_true, pred), pred)
        if type(self).__module__.startswith("sutja.nn."):
            return values, slope
        return values, np.array(slope, pred.dtype)  # a loss of the user's own may hand out the labels themselves

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The loss of a batch, reduced as ``reduction`` says."""
        values = self.values(y_true, y_pred)
        weights = None if sample_weight is None else np.asarray(sample_weight, values.dtype)
        if weights is not None:
            self.check_weights()
            values = weighted(values, weights)
        if self.reduction == "none":
            return values
        return values.sum(dtype=values.dtype) / self.divisor(values.size, y_true, weights)

    def divisor(self, count: int, y_true: Any = None, weights: Array | None = None) -> float:
        """By what the sum of the ``count`` values of a batch is divided, given its labels and weights."""
        if self.reduction == "mean_with_sample_weight" and weights is not None:
            return float(weights.sum()) or 1.0
        return 1 if self.reduction == "sum" else count

    def check_weights(self) -> None:
        """Refuse sample weights where a value does not belong to a sample."""
        if self.over_batch:
            raise InvalidArgument(
                _("{loss} is one number for a whole batch. Leave out weights of samples and classes.", loss=self.name)
            )

    def aligned(self, y_true: Any, y_pred: Array) -> Array:
        """``y_true`` as floats of the shape of ``y_pred``; (n,) against (n, 1) is taken as meant."""
        true = np.asarray(y_true, y_pred.dtype)
        if true.ndim == y_pred.ndim - 1 and y_pred.shape[-1] == 1:
            true = true[..., None]
        if true.shape != y_pred.shape:
            raise invalid(
                "y_true",
                _("shape {shape}, that of the predictions, for {loss}", shape=y_pred.shape, loss=self.name),
                true,
            )
        return true

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        raise NotImplementedError

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        raise NotImplementedError

    def _both(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        return self._values(y_true, y_pred), self._gradient(y_true, y_pred)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {"name": self.name, "reduction": self.reduction}

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """The loss that ``get_config`` describes."""
        return cls(**config)


def weighted(values: Array, weights: Array) -> Array:
    """``values`` times ``weights``, one weight a sample if there are more values than that."""
    if weights.ndim > values.ndim or weights.shape != values.shape[: weights.ndim]:
        raise invalid("sample_weight", _("one weight a sample, shape {shape}", shape=values.shape[:1]), weights)
    result: Array = values * weights.reshape(weights.shape + (1,) * (values.ndim - weights.ndim))
    return result


def _floats(y: Any) -> Array:
    array = np.asarray(y)
    return array if array.dtype.kind == "f" else array.astype(config.floatx())
