"""LayerNormalization: bring the numbers of each sample to mean 0 and variance 1, then let them be scaled and shifted.

    x^ = (x - mean) / sqrt(var + epsilon),    y = gamma x^ + beta

Mean and variance run over ``axis`` within one sample, so the layer does the same in training and in use, and with a
batch of one; BatchNormalization looks across the batch instead. Ba, Kiros and Hinton 2016.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import above_0
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import initializers, regularizers
from sutja.nn.call import Call
from sutja.nn.layers.arguments import dimensions
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["LayerNormalization"]


class LayerNormalization(Layer):
    """Normalises over ``axis`` (a number or several); weights ``gamma`` and ``beta``, of these axes' lengths."""

    supports_masking = True

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        **others: Any,
    ) -> None:
        super().__init__(**others)
        self.axis, self.epsilon = sorted(dimensions("axis", axis)), above_0("epsilon", epsilon)
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)

    def build(self, input_shape: Shape) -> None:
        """Make gamma and beta."""
        rank = len(input_shape)
        if not all(-rank < axis < rank for axis in self.axis):
            raise invalid("axis", _("dimensions of the input {shape}", shape=input_shape), self.axis)
        shape = [size for axis in self.axis if (size := input_shape[axis]) is not None]
        if len(shape) < len(self.axis):
            raise invalid("input_shape", _("a shape whose normalised dimensions are known"), input_shape)
        if self.scale:
            self.gamma = self.add_weight("gamma", shape, self.gamma_initializer, regularizer=self.gamma_regularizer)
        if self.center:
            self.beta = self.add_weight("beta", shape, self.beta_initializer, regularizer=self.beta_regularizer)

    def forward(self, x: Array, call: Call) -> Array:
        """gamma x^ + beta, of the shape of x."""
        moved = np.moveaxis(x, self.axis, range(-len(self.axis), 0))
        size = math.prod(moved.shape[-len(self.axis) :])
        rows = moved.reshape(-1, size)
        normalized = np.subtract(
            rows, rows.mean(axis=1, keepdims=True), out=call.buffer("normalized", rows.shape, x.dtype)
        )
        variance = np.square(normalized).mean(axis=1, keepdims=True)
        inverse = 1 / np.sqrt(variance + self.epsilon)
        normalized *= inverse
        call.save(normalized, inverse, moved.shape)
        y = call.buffer("y", rows.shape, x.dtype)
        np.multiply(normalized, self.gamma.value.reshape(size) if self.scale else 1, out=y)
        if self.center:
            y += self.beta.value.reshape(size)
        return self._moved_back(y, moved.shape)

    def backward(self, dy: Array, call: Call) -> Array | None:
        """dgamma = sum dy x^ and dbeta = sum dy over all rows; dx as in BatchNormalization, but within each row:

        dx = (dx^ - mean dx^ - x^ mean(dx^ x^)) / sqrt(var + epsilon),    dx^ = gamma dy
        """
        normalized, inverse, shape = call.saved
        rows = np.moveaxis(dy, self.axis, range(-len(self.axis), 0)).reshape(normalized.shape)
        if self.scale and call.wants(self.gamma):
            call.gradient(self.gamma)[...] = np.sum(rows * normalized, axis=0).reshape(self.gamma.shape)
        if self.center and call.wants(self.beta):
            call.gradient(self.beta)[...] = np.sum(rows, axis=0).reshape(self.beta.shape)
        if not call.needs_input_gradient:
            return None
        dx = call.buffer("dx", rows.shape, dy.dtype)
        np.multiply(rows, self.gamma.value.reshape(-1) if self.scale else 1, out=dx)
        along_x = np.mean(dx * normalized, axis=1, keepdims=True)
        dx -= dx.mean(axis=1, keepdims=True)
        dx -= normalized * along_x
        dx *= inverse
        return self._moved_back(dx, shape)

    def _moved_back(self, rows: Array, shape: tuple[int, ...]) -> Array:
        return np.moveaxis(rows.reshape(shape), range(-len(self.axis), 0), self.axis)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "axis": self.axis,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
            "beta_initializer": initializers.serialize(self.beta_initializer),
            "gamma_initializer": initializers.serialize(self.gamma_initializer),
            "beta_regularizer": regularizers.serialize(self.beta_regularizer),
            "gamma_regularizer": regularizers.serialize(self.gamma_regularizer),
        }
