"""DepthwiseConv2D: each channel of a picture is looked at by windows of its own, and by no others.

y = f(z + b),    z as :mod:`sutja.nn.layers.depthwise` has it
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

__all__ = ["DepthwiseConv2D"]


class DepthwiseConv2D(Layer):
    """``depth_multiplier`` windows of ``kernel_size`` a channel.

    (batch, h, w, c) -> (batch, h', w', c m); weights ``kernel`` (kh, kw, c, m) and ``bias`` (c m,).
    """

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: Any = (1, 1),
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        **others: Any,
    ) -> None:
        super().__init__(data_format=data_format, **others)
        self.kernel_size = pair("kernel_size", kernel_size)
        self.strides = pair("strides", strides)
        self.padding = checked_padding(padding)
        self.depth_multiplier = whole("depth_multiplier", depth_multiplier)
        self.dilation_rate = pair("dilation_rate", dilation_rate)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)

    def build(self, input_shape: Shape) -> None:
        """Make the kernel for pictures with a known number of channels."""
        channels = input_shape[3]
        if channels is None:
            raise invalid("input_shape", _("a shape whose last dimension is known"), input_shape)
        shape = (*self.kernel_size, channels, self.depth_multiplier)
        self.kernel = self.add_weight(
            "kernel", shape, self.depthwise_initializer, regularizer=self.depthwise_regularizer
        )
        if self.use_bias:
            size = channels * self.depth_multiplier
            self.bias = self.add_weight("bias", (size,), self.bias_initializer, regularizer=self.bias_regularizer)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, c) -> (batch, h', w', c m)."""
        channels = None if input_shape[3] is None else input_shape[3] * self.depth_multiplier
        return output_shape(input_shape, self.kernel_size, self.strides, self.padding, channels, self.dilation_rate)

    def forward(self, x: Array, call: Call) -> Array:
        """f(z + b)."""
        windows = Windows(x.shape[1], x.shape[2], self.kernel_size, self.strides, self.padding, self.dilation_rate)
        z = depthwise(x, self.kernel.value, windows, call)
        if self.use_bias:
            z += self.bias.value
        call.save(z)  # y stands in the place of z, if the activation does not need z
        return self.activation.forward(z, self.activation.room(z, call))

    def backward(self, dy: Array, call: Call) -> Array | None:
        """dz = dy f'(z) and db = sum of dz; the rest is the depthwise convolution's."""
        dz = self.activation.backward(dy, call.saved, call.buffer("dz", dy.shape, dy.dtype))
        if self.use_bias and call.wants(self.bias):
            np.sum(dz, axis=(0, 1, 2), out=call.gradient(self.bias))
        dkernel = call.gradient(self.kernel) if call.wants(self.kernel) else None
        return depthwise_gradients(dz, self.kernel.value, dkernel, call)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "kernel_size": list(self.kernel_size),
            "strides": list(self.strides),
            "padding": self.padding,
            "depth_multiplier": self.depth_multiplier,
            "data_format": "channels_last",
            "dilation_rate": list(self.dilation_rate),
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "depthwise_initializer": initializers.serialize(self.depthwise_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "depthwise_regularizer": regularizers.serialize(self.depthwise_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
        }
