"""SeparableConv2D: a convolution in two cheap steps, first in space and then across channels.

    z = depthwise convolution of x, a window of its own for each channel   (kh kw c m weights)
    y = f(z P + b), the channels of each place mixed                       (c m filters weights)

A Conv2D does both at once and needs kh kw c filters weights. Chollet 2017.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import activations, initializers, regularizers
from sutja.nn.call import Call
from sutja.nn.layers.depthwise import depthwise, depthwise_gradients
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.window import Windows, checked_padding, output_shape, pair
from sutja.nn.typing import Array, Config, Shape

__all__ = ["SeparableConv2D"]


class SeparableConv2D(Layer):
    """``filters`` mixtures of windows that look at one channel each.

    (batch, h, w, c) -> (batch, h', w', filters); weights ``depthwise_kernel`` (kh, kw, c, m), ``pointwise_kernel``
    (1, 1, c m, filters) and ``bias`` (filters,).
    """

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = (1, 1),
        depth_multiplier: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        **others: Any,
    ) -> None:
        super().__init__(data_format=data_format, **others)
        self.filters = whole("filters", filters)
        self.kernel_size = pair("kernel_size", kernel_size)
        self.strides = pair("strides", strides)
        self.padding = checked_padding(padding)
        self.dilation_rate = pair("dilation_rate", dilation_rate)
        self.depth_multiplier = whole("depth_multiplier", depth_multiplier)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.pointwise_initializer = initializers.get(pointwise_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.pointwise_regularizer = regularizers.get(pointwise_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)

    def build(self, input_shape: Shape) -> None:
        """Make both kernels for pictures with a known number of channels."""
        channels = input_shape[3]
        if channels is None:
            raise invalid("input_shape", _("a shape whose last dimension is known"), input_shape)
        self.depthwise_kernel = self.add_weight(
            "depthwise_kernel",
            (*self.kernel_size, channels, self.depth_multiplier),
            self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
        )
        self.pointwise_kernel = self.add_weight(
            "pointwise_kernel",
            (1, 1, channels * self.depth_multiplier, self.filters),
            self.pointwise_initializer,
            regularizer=self.pointwise_regularizer,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                "bias", (self.filters,), self.bias_initializer, regularizer=self.bias_regularizer
            )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, c) -> (batch, h', w', filters)."""
        return output_shape(input_shape, self.kernel_size, self.strides, self.padding, self.filters, self.dilation_rate)

    def forward(self, x: Array, call: Call) -> Array:
        """The two steps, one after the other."""
        windows = Windows(x.shape[1], x.shape[2], self.kernel_size, self.strides, self.padding, self.dilation_rate)
        seen = depthwise(x, self.depthwise_kernel.value, windows, call)
        z = call.buffer("z", (*seen.shape[:-1], self.filters), x.dtype)
        np.matmul(seen, self.pointwise_kernel.value[0, 0], out=z)
        if self.use_bias:
            z += self.bias.value
        call.save(seen, z)  # y stands in the place of z, if the activation does not need z
        return self.activation.forward(z, self.activation.room(z, call))

    def backward(self, dy: Array, call: Call) -> Array | None:
        """The second step is a Dense layer at each place: dP = seen^T dz, db = sum dz, dseen = dz P^T."""
        seen, z = call.saved
        dz = self.activation.backward(dy, z, call.buffer("dz", dy.shape, dy.dtype))
        rows = dz.reshape(-1, self.filters)
        if self.use_bias and call.wants(self.bias):
            np.sum(rows, axis=0, out=call.gradient(self.bias))
        if call.wants(self.pointwise_kernel):
            gradient = call.gradient(self.pointwise_kernel)
            np.matmul(seen.reshape(-1, seen.shape[-1]).T, rows, out=gradient[0, 0])
        dkernel = call.gradient(self.depthwise_kernel) if call.wants(self.depthwise_kernel) else None
        if dkernel is None and not call.needs_input_gradient:
            return None
        dseen = call.buffer("dseen", seen.shape, dy.dtype)
        np.matmul(dz, self.pointwise_kernel.value[0, 0].T, out=dseen)
        return depthwise_gradients(dseen, self.depthwise_kernel.value, dkernel, call)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": list(self.kernel_size),
            "strides": list(self.strides),
            "padding": self.padding,
            "data_format": "channels_last",
            "dilation_rate": list(self.dilation_rate),
            "depth_multiplier": self.depth_multiplier,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "depthwise_initializer": initializers.serialize(self.depthwise_initializer),
            "pointwise_initializer": initializers.serialize(self.pointwise_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "depthwise_regularizer": regularizers.serialize(self.depthwise_regularizer),
            "pointwise_regularizer": regularizers.serialize(self.pointwise_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
        }
