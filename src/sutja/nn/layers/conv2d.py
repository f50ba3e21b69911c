"""Conv2D: the same small window of weights looks at every place of a picture.

    y[n, r, c, f] = f( b[f] + sum over i, j, k of x[n, r s + i, c s + j, k] W[i, j, k, f] )

(the field's "convolution", which is a cross-correlation: the kernel is not turned round). A feature is learnt once
and found anywhere, and weights are few: kernel (height, width, channels in, filters).

Computed as one matrix product: each window of the picture is written as a row of a matrix of patches (im2col),
whose product with the kernel, as a matrix (height width channels, filters), is the result. The patches hold each
pixel many times over, so the pictures are taken in blocks whose patches fit into the processor's cache.
:mod:`sutja.nn.layers.conv2d_loops` is the same thing spelled out, and a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
from numpy.lib.stride_tricks import as_strided

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import activations, initializers
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.window import Windows, checked_padding, output_shape, pair
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Conv2D"]

BLOCK_BYTES = 1 << 20  # patches of one block: about the second-level cache of one core


class Conv2D(Layer):
    """``filters`` windows of ``kernel_size``; weights ``kernel`` (kh, kw, channels, filters), ``bias`` (filters,)."""

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last", "dilation_rate": (1, 1), "groups": 1}

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: str = "valid",
        *,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        **others: Any,
    ) -> None:
        if others.get("dilation_rate") == 1:
            others["dilation_rate"] = (1, 1)
        super().__init__(**others)
        if isinstance(filters, bool) or not isinstance(filters, int) or filters < 1:
            raise invalid("filters", _("a whole number above 0"), filters)
        self.filters = filters
        self.kernel_size = pair("kernel_size", kernel_size)
        self.strides = pair("strides", strides)
        self.padding = checked_padding(padding)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, input_shape: Shape) -> None:
        """Make the kernel for pictures with a known number of channels."""
        channels = input_shape[3]
        if channels is None:
            raise invalid("input_shape", _("a shape whose last dimension is known"), input_shape)
        self.kernel = self.add_weight("kernel", (*self.kernel_size, channels, self.filters), self.kernel_initializer)
        if self.use_bias:
            self.bias = self.add_weight("bias", (self.filters,), self.bias_initializer)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, channels) -> (batch, h', w', filters)."""
        return output_shape(input_shape, self.kernel_size, self.strides, self.padding, self.filters)

    def forward(self, x: Array, call: Call) -> Array:
        """Patches times kernel, block by block; (n, h', w', filters)."""
        windows = Windows(x.shape[1], x.shape[2], self.kernel_size, self.strides, self.padding)
        padded = windows.pad_input(x, 0, call)
        y = call.buffer("y", (len(x), *windows.out, self.filters), x.dtype)
        kernel = self.kernel.value.reshape(-1, self.filters)
        for block in _blocks(windows, padded):
            rows = y[block].reshape(-1, self.filters)
            np.matmul(_patches(padded[block], windows, call), kernel, out=rows)
            if self.use_bias:
                rows += self.bias.value
            self.activation.forward(rows, rows)
        call.save(windows, padded, y)
        return y

    def backward(self, dy: Array, call: Call) -> Array | None:
        """With patches P and z = P W + b this is the Dense layer: dW = P^T dz, db = sum dz, dP = dz W^T.

        A pixel stands in several patches, so dx adds up the entries of dP that came from it: the way of the
        patches, walked backwards (col2im).
        """
        windows, padded, y = call.saved
        kernel = self.kernel.value.reshape(-1, self.filters)
        dz = self.activation.backward(dy, y, call.buffer("dz", dy.shape, dy.dtype))
        wants_kernel = call.wants(self.kernel)
        if wants_kernel:
            dkernel = call.gradient(self.kernel).reshape(kernel.shape)
            dkernel[...] = 0
            part = call.buffer("part", kernel.shape, dy.dtype)
        if self.use_bias and call.wants(self.bias):
            rows = dz.reshape(-1, self.filters)
            np.matmul(np.ones(len(rows), rows.dtype), rows, out=call.gradient(self.bias))
        if call.needs_input_gradient:
            dx = call.buffer("dx", padded.shape, dy.dtype)
            dx[...] = 0
        elif not wants_kernel:
            return None
        for block in _blocks(windows, padded):
            rows = dz[block].reshape(-1, self.filters)
            if wants_kernel:
                dkernel += np.matmul(_patches(padded[block], windows, call).T, rows, out=part)
            if call.needs_input_gradient:
                dpatches = call.buffer("dpatches", (len(rows), len(kernel)), dy.dtype)
                np.matmul(rows, kernel.T, out=dpatches)
                _add_patches(dpatches, dx[block], windows)
        return dx[windows.inside] if call.needs_input_gradient else None

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": list(self.kernel_size),
            "strides": list(self.strides),
            "padding": self.padding,
            "data_format": "channels_last",
            "dilation_rate": [1, 1],
            "groups": 1,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
        }


def _blocks(windows: Windows, padded: Array) -> Iterator[slice]:
    """The pictures in blocks whose patches take about ``BLOCK_BYTES``."""
    (kh, kw), (oh, ow) = windows.size, windows.out
    bytes_each = oh * ow * kh * kw * padded.shape[-1] * padded.itemsize
    count = max(1, BLOCK_BYTES // bytes_each)
    for start in range(0, len(padded), count):
        yield slice(start, start + count)


def _patches(pictures: Array, windows: Windows, call: Call) -> Array:
    """Each window of ``pictures`` (n, h, w, c), row by row, as a row of (n h' w', kh kw c)."""
    (kh, kw), (oh, ow), (sy, sx) = windows.size, windows.out, windows.strides
    n, _h, _w, c = pictures.shape
    sn, sh, sw, sc = pictures.strides
    view = as_strided(pictures, (n, oh, ow, kh, kw, c), (sn, sy * sh, sx * sw, sh, sw, sc), writeable=False)
    patches = call.buffer("patches", view.shape, pictures.dtype)
    np.copyto(patches, view)
    return patches.reshape(n * oh * ow, kh * kw * c)


def _add_patches(dpatches: Array, dx: Array, windows: Windows) -> None:
    """Add each row of ``dpatches`` to the window of ``dx`` (n, h, w, c) that it came from."""
    kh, kw = windows.size
    parts = dpatches.reshape(len(dx), *windows.out, kh * kw, dx.shape[-1])
    for entry, position in enumerate(windows.positions()):
        dx[position] += parts[..., entry, :]
