"""Normalization: bring each feature to mean 0 and variance 1, with the mean and variance of a data set.

    y = (x - mean) / sqrt(variance)         and, with ``invert``,    y = mean + x sqrt(variance)

They are given, or worked out once by ``adapt(data)``; unlike BatchNormalization's they then stay as they are. A
deviation below the small constant of divisions counts as that constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import as_list, is_whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import config, initializers
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Normalization"]


class Normalization(Layer):
    """One mean and variance for each place along ``axis`` (a number or several; ``None``: one for all numbers).

    Weights, if ``mean`` and ``variance`` are not given: ``mean``, ``variance`` and ``count``, which is not used.
    """

    supports_masking = True

    def __init__(
        self,
        axis: int | Sequence[int] | None = -1,
        mean: Any = None,
        variance: Any = None,
        invert: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(**others)
        several = [] if axis is None else as_list(axis)
        if not all(map(is_whole, several)):
            raise invalid("axis", _("the number of an axis, several of them, or None for all"), axis)
        self.axis = tuple(int(one) for one in several)
        if (mean is None) != (variance is None) or np.shape(mean) != np.shape(variance):
            raise invalid("variance", _("a value of the shape of `mean`; both are given, or none"), variance)
        if np.ndim(mean) > len(self.axis):
            raise invalid("mean", _("at most one dimension for each of `axis`, {axis}", axis=self.axis), mean)
        self.input_mean, self.input_variance = mean, variance
        self.invert = invert

    def build(self, input_shape: Shape) -> None:
        """Make the weights, or bring the given numbers to the shape of the input."""
        rank = len(input_shape)
        if any(not -rank <= axis < rank for axis in self.axis):
            raise invalid("axis", _("dimensions of the input {shape}", shape=input_shape), self.axis)
        self._kept = sorted(axis % rank for axis in self.axis)
        shape = [size for axis in self._kept if (size := input_shape[axis]) is not None]
        if len(shape) < len(self._kept):
            raise invalid("input_shape", _("a shape whose dimensions {axes} are known", axes=self._kept), input_shape)
        if self.input_mean is None:
            zeros, ones = initializers.get("zeros"), initializers.get("ones")
            self.adapt_mean = self.add_weight("mean", shape, zeros, trainable=False)
            self.adapt_variance = self.add_weight("variance", shape, ones, trainable=False)
            self.count = self.add_weight("count", (), zeros, trainable=False)

    def adapt(self, data: Any) -> None:
        """Take mean and variance from ``data``, one row a sample; build first if that has not happened."""
        array = np.asarray(data)
        if self.input_mean is not None:
            raise invalid("data", _("nothing to adapt to: `mean` and `variance` were given"), array)
        self.build_once((None, *array.shape[1:]) if 0 not in self.axis else array.shape)
        axes = tuple(axis for axis in range(array.ndim) if axis not in self._kept)
        mean, variance = array.mean(axis=axes, dtype=np.float64), array.var(axis=axes, dtype=np.float64)
        if mean.shape != self.adapt_mean.shape:
            raise invalid("data", _("samples of shape {shape}", shape=self.build_shape), array)
        self.adapt_mean.assign(mean)
        self.adapt_variance.assign(variance)

    def forward(self, x: Array, call: Call) -> Array:
        """(x - mean) / deviation, or the other way."""
        mean, deviation = self._statistics(x)
        call.save(deviation)
        y = call.buffer("y", x.shape, x.dtype)
        if self.invert:
            np.multiply(x, deviation, out=y)
            y += mean
        else:
            np.subtract(x, mean, out=y)
            y /= deviation
        return y

    def backward(self, dy: Array, call: Call) -> Array:
        """dx = dy / deviation, or dy times it."""
        operation = np.multiply if self.invert else np.divide
        return operation(dy, call.saved, out=call.buffer("dx", dy.shape, dy.dtype))

    def _statistics(self, x: Array) -> tuple[Array, Array]:
        """Mean and deviation with the dimensions of ``x``."""
        if self.input_mean is None:
            mean, variance = self.adapt_mean.value, self.adapt_variance.value
        else:
            mean, variance = np.asarray(self.input_mean, x.dtype), np.asarray(self.input_variance, x.dtype)
        shape = [1] * x.ndim
        for axis, size in zip(reversed(self._kept), reversed(mean.shape), strict=False):
            shape[axis] = size
        deviation = np.maximum(np.sqrt(variance), np.asarray(config.epsilon(), x.dtype))
        return mean.reshape(shape), deviation.reshape(shape)

    def get_config(self) -> Config:
        """All arguments; what ``adapt`` found is saved with the weights."""
        return {
            **super().get_config(),
            "axis": list(self.axis),
            "invert": self.invert,
            "mean": None if self.input_mean is None else np.asarray(self.input_mean).tolist(),
            "variance": None if self.input_variance is None else np.asarray(self.input_variance).tolist(),
        }
