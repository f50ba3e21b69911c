"""What convolutions over pictures and over sequences have in common.

Computed as one matrix product: each window of the picture is written as a row of a matrix of patches
(:mod:`sutja.nn.layers.patches`), whose product with the kernel, as a matrix (height width channels, filters), is the
result. :mod:`sutja.nn.layers.conv2d_loops` is the same thing spelled out, and a test holds the two equal.

With ``groups``, channels and filters are split into as many parts, and the filters of a part see the channels of that
part only: so many convolutions side by side, each with a kernel of its own.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import activations, initializers, regularizers
from sutja.nn.call import Call
from sutja.nn.checks import whole
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.patches import add_patches, blocks, patches
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
        if isinstance(filters, bool) or not isinstance(filters, int) or filters < 1:
            raise invalid("filters", _("a whole number above 0"), filters)
        self.filters = filters
        self.kernel_size = several("kernel_size", kernel_size, self.rank)
        self.strides = several("strides", strides, self.rank)
        self.padding = checked_padding(padding, causal=self.rank == 1)
        self.dilation_rate = several("dilation_rate", dilation_rate, self.rank)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise invalid("dilation_rate", _("1 where `strides` are above 1"), dilation_rate)
        self.groups = whole("groups", groups)
        if filters % groups:
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
        """Patches times kernel, block by block; (n, h', w', filters)."""
        pictures = as_pictures(x)
        windows = self._windows(pictures)
        padded = windows.pad_input(pictures, 0, call)
        z = call.buffer("z", (len(x), *windows.out, self.filters), x.dtype)
        y = self.activation.room(z, call)
        parts = self._parts(padded.shape[-1])
        for block in blocks(windows, padded):
            rows = z[block].reshape(-1, self.filters)
            for channels, filters in parts:
                kernel = self._matrix(filters)
                np.matmul(patches(padded[block][..., channels], windows, call), kernel, out=rows[:, filters])
            if self.use_bias:
                rows += self.bias.value
            self.activation.forward(rows, y[block].reshape(-1, self.filters))
        call.save(windows, padded, z, x.shape)  # y stands in the place of z, if the activation does not need z
        return y if self.rank == 2 else y[:, 0]

    def backward(self, dy: Array, call: Call) -> Array | None:
        """With patches P and z = P W + b this is the Dense layer: dW = P^T dz, db = sum dz, dP = dz W^T.

        A pixel stands in several patches, so dx adds up the entries of dP that came from it: the way of the
        patches, walked backwards (col2im).
        """
        windows, padded, z, shape = call.saved
        dy = as_pictures(dy)
        dz = self.activation.backward(dy, z, call.buffer("dz", dy.shape, dy.dtype))
        wants_kernel = call.wants(self.kernel)
        if self.use_bias and call.wants(self.bias):
            rows = dz.reshape(-1, self.filters)
            np.matmul(np.ones(len(rows), rows.dtype), rows, out=call.gradient(self.bias))
        if wants_kernel:
            dkernel = call.gradient(self.kernel).reshape(-1, self.filters)
            dkernel[...] = 0
        if call.needs_input_gradient:
            dx = call.buffer("dx", padded.shape, dy.dtype)
            dx[...] = 0
        elif not wants_kernel:
            return None
        parts = self._parts(padded.shape[-1])
        for block in blocks(windows, padded):
            block_rows = dz[block].reshape(-1, self.filters)
            for channels, filters in parts:
                rows, kernel = block_rows[:, filters], self._matrix(filters)
                if wants_kernel:
                    part = call.buffer("part", kernel.shape, dy.dtype)
                    dkernel[:, filters] += np.matmul(
                        patches(padded[block][..., channels], windows, call).T, rows, out=part
                    )
                if call.needs_input_gradient:
                    dpatches = call.buffer("dpatches", (len(rows), len(kernel)), dy.dtype)
                    np.matmul(rows, kernel.T, out=dpatches)
                    add_patches(dpatches, dx[block][..., channels], windows)
        return dx[windows.inside].reshape(shape) if call.needs_input_gradient else None

    def _windows(self, pictures: Array) -> Windows:
        def both(sizes: tuple[int, ...]) -> tuple[int, int]:
            return sizes if len(sizes) == 2 else (1, sizes[0])

        _n, height, width, _c = pictures.shape
        size, strides, dilation = both(self.kernel_size), both(self.strides), both(self.dilation_rate)
        return Windows(height, width, size, strides, self.padding, dilation)

    def _parts(self, channels: int) -> list[tuple[slice, slice]]:
        """For each group, which channels go in and which filters come out."""
        c, f = channels // self.groups, self.filters // self.groups
        return [(slice(g * c, g * c + c), slice(g * f, g * f + f)) for g in range(self.groups)]

    def _matrix(self, filters: slice) -> Array:
        """The kernel of one group as a matrix, (height width channels, filters)."""
        return self.kernel.value.reshape(-1, self.filters)[:, filters]

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
