"""Dense: every output is connected to every input.

    y = f(x W + b)        x (..., n)   W (n, units)   b (units,)   y (..., units)

For a batch this is one matrix product; row i of x is sample i. In deck B it is the Affine layer.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import activations, initializers, jit, regularizers
from sutja.nn.blas import in_one_thread
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Dense"]


class Dense(Layer):
    """``units`` outputs, each a weighted sum of all inputs, through ``activation``.

    Weights: ``kernel`` (n, units) and, with ``use_bias``, ``bias`` (units,).
    """

    supports_masking: ClassVar[bool] = True

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        **others: Any,
    ) -> None:
        super().__init__(**others)
        self.units = whole("units", units)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)

    def build(self, input_shape: Shape) -> None:
        """Make the kernel for inputs whose last dimension is n."""
        inputs = input_shape[-1]
        if len(input_shape) < 2 or inputs is None:
            raise invalid("input_shape", _("at least 2 dimensions, the last one known"), input_shape)
        shape = (inputs, self.units)
        self.kernel = self.add_weight("kernel", shape, self.kernel_initializer, regularizer=self.kernel_regularizer)
        if self.use_bias:
            self.bias = self.add_weight("bias", (self.units,), self.bias_initializer, regularizer=self.bias_regularizer)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(..., n) -> (..., units)."""
        return (*input_shape[:-1], self.units)

    def forward(self, x: Array, call: Call) -> Array:
        """f(x W + b), of shape (..., units)."""
        z = call.buffer("z", (*x.shape[:-1], self.units), x.dtype)
        by_tiles = self._by_tiles(x)
        if by_tiles:
            from sutja.nn.layers.dense_jit import product

            product(x, self.kernel.value, self.bias.value if self.use_bias else None, z)
        else:
            np.matmul(x, self.kernel.value, out=z)
            if self.use_bias:
                z += self.bias.value
        call.save(x, z, by_tiles)
        return self.activation.forward(z, self.activation.room(z, call))

    def backward(self, dy: Array, call: Call) -> Array | None:
        """With z = x W + b and dz = dy f'(z):  dW = x^T dz,  db = sum of dz over the batch,  dx = dz W^T.

        dW: an entry W_jk adds x_ij W_jk to z_ik for every sample i, so its gradient sums x_ij dz_ik over i.
        """
        x, z, by_tiles = call.saved  # y stands in the place of z, if the activation does not need z
        dz = self.activation.backward(dy, z, call.buffer("dz", dy.shape, dy.dtype))
        rows = dz.reshape(-1, self.units)
        by_tiles = by_tiles and jit.wanted(dz)
        if call.wants(self.kernel):
            if by_tiles:
                from sutja.nn.layers.dense_jit import kernel_gradient

                kernel_gradient(x, rows, call.gradient(self.kernel))
            else:
                np.matmul(x.reshape(-1, x.shape[-1]).T, rows, out=call.gradient(self.kernel))
        if self.use_bias and call.wants(self.bias):
            np.add.reduce(rows, axis=0, out=call.gradient(self.bias))
        if not call.needs_input_gradient:
            return None
        dx = call.buffer("dx", x.shape, x.dtype)
        if not by_tiles:
            return np.matmul(dz, self.kernel.value.T, out=dx)
        from sutja.nn.layers.dense_jit import input_gradient

        input_gradient(dz, self.kernel.value, dx, call)
        return dx

    def _by_tiles(self, x: Array) -> bool:
        """Whether to compute with compiled tiles: for few rows, unless the threads of BLAS share the product."""
        if x.ndim != 2 or not in_one_thread() or not jit.wanted(x, self.kernel.value):
            return False
        from sutja.nn.layers.dense_jit import suits

        return suits(len(x), self.kernel.value.shape)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
        }
