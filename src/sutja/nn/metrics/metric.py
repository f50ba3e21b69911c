"""What a metric is: a number that is gathered over the batches of an epoch and starts anew with the next.

Most are means, result = sum over all samples seen of w v / sum of w. The others add up what their formula needs.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.losses.loss import weighted
from sutja.nn.naming import to_snake_case
from sutja.nn.typing import Array, Config
from sutja.nn.unsupported import refuse

__all__ = ["Mean", "MeanMetric", "Metric", "Sum"]


class Metric:
    """Base of all metrics: a subclass writes ``update_state``, ``result`` and ``reset_state``. Sums are kept in
    float64.

    ``direction``: "up" if more is better, "down" if less is; ``None`` if that depends.
    """

    direction: ClassVar[str | None] = None

    def __init__(self, name: str | None = None, **others: Any) -> None:
        others.pop("dtype", None)
        refuse(type(self), others, {})
        self.name = name or to_snake_case(type(self).__name__)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in; ``sample_weight``: one weight a sample."""
        raise NotImplementedError

    def result(self) -> Any:
        """The number so far; 0 before the first batch."""
        raise NotImplementedError

    def reset_state(self) -> None:
        """Start anew."""
        raise NotImplementedError

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Take a batch in and tell the number so far."""
        self.update_state(y_true, y_pred, sample_weight)
        return self.result()

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """The metric that ``get_config``, or Keras, described."""
        return cls(**{name: value for name, value in config.items() if name != "dtype"})


class MeanMetric(Metric):
    """A mean: a subclass writes ``values``, one number a sample."""

    def __init__(self, name: str | None = None, **others: Any) -> None:
        super().__init__(name, **others)
        self.reset_state()

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """One number a sample."""
        raise NotImplementedError

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        self.add(self.values(np.asarray(y_true), np.asarray(y_pred)), sample_weight)

    def result(self) -> float:
        """The mean so far; 0 before the first batch."""
        return self._total / self._count if self._count else 0.0

    def reset_state(self) -> None:
        """Start anew."""
        self._total = self._count = 0.0

    def _fitting(self, y_true: Array, shape: tuple[int, ...]) -> Array:
        """``y_true`` in ``shape``; a last axis of length 1 may be missing or too much."""
        if y_true.shape not in (shape, (*shape, 1)) and (*y_true.shape, 1) != shape:
            raise invalid("y_true", _("shape {shape} for {metric}", shape=shape, metric=self.name), y_true)
        return y_true.reshape(shape)

    def add(self, values: Any, weights: Any = None) -> None:
        """Take numbers in; a single one with its weight, the loss of a batch, is not made an array first."""
        if isinstance(values, float) and isinstance(weights, int | float):
            self._total += values * weights
            self._count += weights
            return
        numbers = np.asarray(values, np.float64)
        if weights is None:
            self._total += float(numbers.sum())
            self._count += numbers.size
        else:
            w = np.asarray(weights, np.float64)
            self._total += float(weighted(numbers, w).sum())
            self._count += float(weighted(np.ones_like(numbers), w).sum())


class Mean(MeanMetric):
    """The mean of numbers that are handed in as they are, such as losses."""

    def update_state(self, values: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take numbers in."""
        self.add(values, sample_weight)

    def __call__(self, values: Any, sample_weight: Any = None) -> float:  # type: ignore[override]
        """Take numbers in and tell the mean so far."""
        self.update_state(values, sample_weight)
        return self.result()


class Sum(Mean):
    """The sum of numbers that are handed in as they are, each times its weight."""

    def result(self) -> float:
        """The sum so far."""
        return self._total
