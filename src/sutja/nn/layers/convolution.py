"""What convolutions over pictures and over sequences have in common.

Computed as matrix products (:mod:`sutja.nn.layers.convolve`), a block of pictures at a time: borders, patches,
products, bias and activation of one block follow each other while its numbers are in the cache.
:mod:`sutja.nn.layers.conv2d_loops` is the same thing spelled out, and a test holds the two equal.

With ``groups``, channels and filters are split into as many parts, and the filters of a part see the channels of that
part only: so many convolutions side by side, each with a kernel of its own.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import activations, initializers, regularizers
from sutja.nn.call import Call
from sutja.nn.layers.convolve import Products, convolution
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.patches import cut
from sutja.nn.layers.sums import column_sums
from sutja.nn.layers.window import Windows, as_pictures, checked_padding, output_shape, several
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Convolution"]


class Convolution(Layer):
    """Base of Conv1D and Conv2D, which say by ``rank`` along how many dimensions the window moves."""

    rank: ClassVar[int]
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = 1,
        groups: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        **others: Any,
    ) -> None:
        super().__init__(data_format=data_format, **others)
        self.filters = whole("filters", filters)
        self.kernel_size = several("kernel_size", kernel_size, self.rank)
        self.strides = several("strides", strides, self.rank)
        self.padding = checked_padding(padding, causal=self.rank == 1)
        self.dilation_rate = several("dilation_rate", dilation_rate, self.rank)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise invalid("dilation_rate", _("1 where `strides` are above 1"), dilation_rate)
        self.groups = whole("groups", groups)
        if self.filters % self.groups:
            raise invalid("groups", _("a divisor of `filters`, {filters}", filters=filters), groups)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)

    def build(self, input_shape: Shape) -> None:
        """Make the kernel for inputs with a known number of channels."""
        channels = input_shape[-1]
        if channels is None:
            raise invalid("input_shape", _("a shape whose last dimension is known"), input_shape)
        if channels % self.groups:
            raise invalid("groups", _("a divisor of the channels, {channels}", channels=channels), self.groups)
        shape = (*self.kernel_size, channels // self.groups, self.filters)
        self.kernel = self.add_weight("kernel", shape, self.kernel_initializer, regularizer=self.kernel_regularizer)
        if self.use_bias:
            self.bias = self.add_weight(
                "bias", (self.filters,), self.bias_initializer, regularizer=self.bias_regularizer
            )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, channels) -> (batch, h', w', filters); for sequences without the height."""
        return output_shape(input_shape, self.kernel_size, self.strides, self.padding, self.filters, self.dilation_rate)

    def forward(self, x: Array, call: Call) -> Array:
        """The convolution, block by block; (n, h', w', filters)."""
        pictures = as_pictures(x)
        windows = self._windows(pictures)
        z = call.buffer("z", (len(x), *windows.out, self.filters), x.dtype)
        y = self.activation.room(z, call)
        parts = self._parts(pictures.shape[-1], windows, call)
        relu = self.activation is activations.relu
        for block in cut(len(x), parts[0][-1].numbers_each * x.itemsize):
            for channels, filters, product in parts:
                bias = self.bias.value[filters] if self.use_bias else None
                product.forward(pictures[block][..., channels], z[block][..., filters], bias, relu=relu)
            if not relu:
                self.activation.forward(z[block], y[block])
        call.save(windows, x, z)  # y stands in the place of z, if the activation does not need z
        return y if self.rank == 2 else y[:, 0]

    def backward(self, dy: Array, call: Call) -> Array | None:
        """dz = dy f'(z), db = sum of dz over all places, dW and dx as :mod:`sutja.nn.layers.convolve` tells."""
        windows, x, z = call.saved
        dy, pictures = as_pictures(dy), as_pictures(x)
        wants_kernel, wants_bias = call.wants(self.kernel), self.use_bias and call.wants(self.bias)
        if wants_kernel:
            dkernel = call.gradient(self.kernel).reshape(*windows.size, -1, self.filters)
            dkernel[...] = 0
        if wants_bias:
            dbias = call.gradient(self.bias)
            dbias[...] = 0
        dx = call.buffer("dx", pictures.shape, dy.dtype) if call.needs_input_gradient else None
        parts = self._parts(pictures.shape[-1], windows, call)
        for block in cut(len(x), parts[0][-1].numbers_each * x.itemsize):
            dz = self.activation.backward(dy[block], z[block], call.buffer("dz", dy[block].shape, dy.dtype))
            dz = np.ascontiguousarray(dz)  # a linear activation hands on what it is given, which may be a part of more
            if wants_bias:
                dbias += column_sums(dz.reshape(-1, self.filters))
            for channels, filters, product in parts:
                if wants_kernel:
                    x_here, dz_here = pictures[block][..., channels], dz[..., filters]
                    product.add_kernel_gradient(x_here, dz_here, dkernel[..., filters])
                if dx is not None:
                    product.input_gradient(dz[..., filters], dx[block][..., channels])
        return None if dx is None else dx.reshape(x.shape)

    def _windows(self, pictures: Array) -> Windows:
        def both(sizes: tuple[int, ...]) -> tuple[int, int]:
            return sizes if len(sizes) == 2 else (1, sizes[0])

        _n, height, width, _c = pictures.shape
        size, strides, dilation = both(self.kernel_size), both(self.strides), both(self.dilation_rate)
        return Windows(height, width, size, strides, self.padding, dilation)

    def _parts(self, channels: int, windows: Windows, call: Call) -> list[tuple[slice, slice, Products]]:
        """For each group, which channels go in, which filters come out, and the convolution between them."""
        c, f = channels // self.groups, self.filters // self.groups
        kernel = self.kernel.value.reshape(*windows.size, c, self.filters)
        groups = [(slice(g * c, g * c + c), slice(g * f, g * f + f)) for g in range(self.groups)]
        return [
            (inputs, filters, convolution(kernel[..., filters], windows, call.child(group)))
            for group, (inputs, filters) in enumerate(groups)
        ]

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
            "groups": self.groups,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
        }
