"""BatchNormalization: bring each channel to mean 0 and variance 1 over the batch, then let it be scaled and shifted.

    training    x^ = (x - mean) / sqrt(var + epsilon),   y = gamma x^ + beta
    otherwise   the same with the moving mean and variance gathered in training,
                moving = momentum moving + (1 - momentum) batch's

Mean and variance (the biased one, divided by n) run over all axes but ``axis``, the channels. They are those
of the whole batch, whatever number of shards it is cut into: each shard finds the mean and the sum of squared
distances of its own part, and all combine them by Chan's rule

    n = sum n_s,   mean = sum n_s mean_s / n,   n var = sum (M2_s + n_s (mean_s - mean)^2).

Ioffe and Szegedy 2015.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.checks import above_0, dimension, number
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import initializers, jit, regularizers
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.sums import column_sums
from sutja.nn.typing import Array, Config, Shape

__all__ = ["BatchNormalization"]


class BatchNormalization(Layer):
    """Normalises ``axis``; weights ``gamma``, ``beta``, ``moving_mean``, ``moving_variance``, each (channels,)."""

    supports_masking: ClassVar[bool] = True
    accepted: ClassVar[Config] = {"renorm_momentum": 0.99}

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros",
        moving_variance_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        **others: Any,
    ) -> None:
        super().__init__(**others)
        self.axis = dimension("axis", axis)
        self.momentum, self.epsilon = number("momentum", momentum, 0, 1), above_0("epsilon", epsilon)
        self.width_axis = self.axis
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)

    def build(self, input_shape: Shape) -> None:
        """Make one gamma, beta, mean and variance a channel."""
        rank = len(input_shape)
        if not -rank < self.axis < rank:
            raise invalid("axis", _("a dimension of the input {shape}, not 0", shape=input_shape), self.axis)
        channels = input_shape[self.axis]
        if channels is None:
            raise invalid("input_shape", _("a shape whose dimension {axis} is known", axis=self.axis), input_shape)
        shape = (channels,)
        if self.scale:
            self.gamma = self.add_weight("gamma", shape, self.gamma_initializer, regularizer=self.gamma_regularizer)
        if self.center:
            self.beta = self.add_weight("beta", shape, self.beta_initializer, regularizer=self.beta_regularizer)
        self.moving_mean = self.add_weight("moving_mean", shape, self.moving_mean_initializer, trainable=False)
        self.moving_variance = self.add_weight(
            "moving_variance", shape, self.moving_variance_initializer, trainable=False
        )

    def forward(self, x: Array, call: Call) -> Array:
        """gamma x^ + beta, of the shape of x."""
        moved = np.moveaxis(x, self.axis, -1)
        rows = moved.reshape(-1, moved.shape[-1])
        exists = None
        if call.training and self.trainable:
            exists = self._rows_that_exist(x, call)
            mean, variance, count = _moments(rows, exists, call)
            self._remember(mean, variance, call)
        else:
            mean, variance, count = self.moving_mean.value, self.moving_variance.value, 0
        inverse = 1 / np.sqrt(variance + self.epsilon)
        normalized = call.buffer("normalized", rows.shape, x.dtype)
        y = call.buffer("y", rows.shape, x.dtype)
        call.save(normalized, inverse, count, exists)
        if jit.wanted(rows):
            from sutja.nn.layers.batch_normalization_jit import normalize

            gamma = self.gamma.value if self.scale else np.ones_like(mean)
            beta = self.beta.value if self.center else np.zeros_like(mean)
            normalize(rows, mean, inverse, gamma, beta, normalized, y)
            return np.moveaxis(y.reshape(moved.shape), -1, self.axis)
        np.subtract(rows, mean, out=normalized)
        normalized *= inverse
        np.multiply(normalized, self.gamma.value if self.scale else 1, out=y)
        if self.center:
            y += self.beta.value
        return np.moveaxis(y.reshape(moved.shape), -1, self.axis)

    def backward(self, dy: Array, call: Call) -> Array | None:
        """y = gamma x^ + beta gives dgamma = sum dy x^ and dbeta = sum dy.

        For dx, each x moves the mean and the variance too. With n samples a channel and dx^ = gamma dy,

            dx = (dx^ - (1/n) sum dx^ - x^ (1/n) sum dx^ x^) / sqrt(var + epsilon):

        what is left of dx^ after its parts along 1 (a shift, which the mean takes away) and along x^ (a scaling,
        which the variance takes away) are removed. With the moving statistics there is nothing to take away, nor for
        time steps that a mask leaves out: they had no part in mean and variance.
        """
        normalized, inverse, count, exists = call.saved
        moved = np.moveaxis(dy, self.axis, -1)
        rows = moved.reshape(normalized.shape)
        dx = call.buffer("dx", rows.shape, dy.dtype)
        along_1, along_x = _sums(rows, normalized, dx, call)
        if self.scale and call.wants(self.gamma):
            call.gradient(self.gamma)[...] = along_x
        if self.center and call.wants(self.beta):
            call.gradient(self.beta)[...] = along_1
        factor = inverse * self.gamma.value if self.scale else inverse
        if not count:
            np.multiply(rows, factor, out=dx)
            return np.moveaxis(dx.reshape(moved.shape), -1, self.axis) if call.needs_input_gradient else None
        sums = call.gather(np.stack([along_1, along_x]))  # every shard must come here, or the others would wait
        if not call.needs_input_gradient:
            return None
        along_1, along_x = sum(sums[1:], sums[0]) / count
        if exists is None and jit.wanted(rows):
            from sutja.nn.layers.batch_normalization_jit import input_gradient

            input_gradient(rows, normalized, along_1, along_x, factor, dx)
            return np.moveaxis(dx.reshape(moved.shape), -1, self.axis)
        np.multiply(normalized, along_x, out=dx)
        dx += along_1
        if exists is not None:
            dx *= exists
        np.subtract(rows, dx, out=dx)
        dx *= factor
        return np.moveaxis(dx.reshape(moved.shape), -1, self.axis)

    def _rows_that_exist(self, x: Array, call: Call) -> Array | None:
        """The mask of the time steps as a column, one entry a row; ``None`` if all exist."""
        if call.mask is None:
            return None
        if self.axis not in (-1, x.ndim - 1) or call.mask.shape != x.shape[:-1]:
            raise invalid("axis", _("-1, and a mask of shape {shape}", shape=x.shape[:-1]), self.axis)
        return np.asarray(call.mask.reshape(-1, 1), x.dtype)

    def _remember(self, mean: Array, variance: Array, call: Call) -> None:
        for moving, new in ((self.moving_mean, mean), (self.moving_variance, variance)):
            call.update(moving, call.updated(moving) * self.momentum + new * (1 - self.momentum))

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "axis": self.axis,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
            "beta_initializer": initializers.serialize(self.beta_initializer),
            "gamma_initializer": initializers.serialize(self.gamma_initializer),
            "moving_mean_initializer": initializers.serialize(self.moving_mean_initializer),
            "moving_variance_initializer": initializers.serialize(self.moving_variance_initializer),
            "beta_regularizer": regularizers.serialize(self.beta_regularizer),
            "gamma_regularizer": regularizers.serialize(self.gamma_regularizer),
        }


def _moments(rows: Array, exists: Array | None, call: Call) -> tuple[Array, Array, int]:
    """Mean and biased variance of each column over all shards, and how many rows they have together.

    ``exists``: 1 for the rows that count and 0 for the others, (rows, 1); ``None`` if all count.
    """
    if exists is not None:
        rows = rows[exists[:, 0] != 0]
    mean, squares = _own_moments(rows, call)
    everyone = call.gather(np.stack([np.full_like(mean, len(rows)), mean, squares]))
    if len(everyone) == 1:
        return mean, squares / max(len(rows), 1), len(rows)
    counts, means, squares = np.stack(everyone, axis=1)
    total = np.maximum(counts.sum(axis=0), 1)
    mean = (counts * means).sum(axis=0) / total
    variance = (squares + counts * (means - mean) ** 2).sum(axis=0) / total
    return mean, variance, int(total[0])


def _own_moments(rows: Array, call: Call) -> tuple[Array, Array]:
    """Mean of each column of this shard, and the sum of the squared distances from it."""
    if jit.wanted(rows):
        from sutja.nn.layers.batch_normalization_jit import moments

        mean, squares = np.empty((2, rows.shape[-1]), rows.dtype)
        moments(rows, mean, squares)
        return mean, squares
    mean = column_sums(rows) / max(len(rows), 1)
    distance = np.subtract(rows, mean, out=call.buffer("normalized", rows.shape, rows.dtype))
    distance *= distance
    return mean, column_sums(distance)


def _sums(dy: Array, normalized: Array, product: Array, call: Call) -> tuple[Array, Array]:
    """The sums of dy and of dy x^ down each column; ``product``: room for dy x^."""
    if jit.wanted(dy):
        from sutja.nn.layers.batch_normalization_jit import sums

        along_1, along_x = np.empty((2, dy.shape[-1]), dy.dtype)
        sums(dy, normalized, along_1, along_x)
        return along_1, along_x
    np.multiply(dy, normalized, out=product)
    return column_sums(dy), column_sums(product)
