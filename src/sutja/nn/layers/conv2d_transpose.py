"""Conv2DTranspose: a convolution walked backwards, which makes pictures larger.

Where Conv2D gathers a window of pixels into one number, this layer spreads one number over a window:

    z[n, r s + i d, c s + j d, f] += sum over k of x[n, r, c, k] W[i, j, f, k],    y = g(z + b)

It is the same arithmetic as the gradient of Conv2D by its input, and its own gradient is a Conv2D. n places make
(n - 1) s + k pixels, with k the window's length. Of these, padding decides what is kept:

    valid   all of them; if the stride is longer than the window, as many zeros follow as the stride has left
    same    n s of them, cut at both sides

and ``output_padding`` p, if given, instead of this: (n - 1) s + k + p pixels with "valid", and
(n - 1) s + k mod 2 + p with "same". Deck: decoders; Zeiler et al. 2010.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.checks import is_whole, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import activations, initializers, regularizers
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.patches import add_patches, blocks, patches
from sutja.nn.layers.window import Windows, checked_padding, pair
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Conv2DTranspose"]


class Conv2DTranspose(Layer):
    """``filters`` windows of ``kernel_size``; weights ``kernel`` (kh, kw, filters, channels) and ``bias`` (filters,).

    (batch, h, w, channels) -> (batch, h', w', filters), with h' = h s for padding "same".
    """

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: str = "valid",
        output_padding: Any = None,
        data_format: str | None = None,
        dilation_rate: Any = (1, 1),
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
        self.kernel_size = pair("kernel_size", kernel_size)
        self.strides = pair("strides", strides)
        self.padding = checked_padding(padding)
        self.output_padding = None if output_padding is None else self._checked(output_padding)
        self.dilation_rate = pair("dilation_rate", dilation_rate)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise invalid("dilation_rate", _("1 where `strides` are above 1"), dilation_rate)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)

    def build(self, input_shape: Shape) -> None:
        """Make the kernel for pictures with a known number of channels."""
        channels = input_shape[3]
        if channels is None:
            raise invalid("input_shape", _("a shape whose last dimension is known"), input_shape)
        shape = (*self.kernel_size, self.filters, channels)
        self.kernel = self.add_weight("kernel", shape, self.kernel_initializer, regularizer=self.kernel_regularizer)
        if self.use_bias:
            self.bias = self.add_weight(
                "bias", (self.filters,), self.bias_initializer, regularizer=self.bias_regularizer
            )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, h, w, channels) -> (batch, h', w', filters)."""
        sizes = [None if n is None else self._kept(n, axis)[1] for axis, n in enumerate(input_shape[1:3])]
        return (input_shape[0], *sizes, self.filters)

    def forward(self, x: Array, call: Call) -> Array:
        """Each pixel of x times the kernel makes a patch; add the patches up where they overlap."""
        windows = self._windows(x)
        whole_z = call.buffer("z", (len(x), *windows.padded, self.filters), x.dtype)
        whole_z[...] = 0
        for block in blocks(windows, whole_z):
            rows = x[block].reshape(-1, x.shape[-1])
            parts = call.buffer("patches made", (len(rows), self._matrix.shape[0]), x.dtype)
            add_patches(np.matmul(rows, self._matrix.T, out=parts), whole_z[block], windows, call)
        z = whole_z[windows.inside]
        if self.use_bias:
            z += self.bias.value
        call.save(windows, x, z)  # y stands in the place of z, if the activation does not need z
        return self.activation.forward(z, self.activation.room(z, call))

    def backward(self, dy: Array, call: Call) -> Array | None:
        """With the patches P of dz this is a Dense layer the other way: dx = P W, dW = P^T x, db = sum dz."""
        windows, x, z = call.saved
        whole_dz = call.buffer("dz", (len(x), *windows.padded, self.filters), dy.dtype)
        whole_dz[...] = 0
        dz = whole_dz[windows.inside]
        dz[...] = self.activation.backward(dy, z, None)
        if self.use_bias and call.wants(self.bias):
            np.sum(dz, axis=(0, 1, 2), out=call.gradient(self.bias))
        dx = call.buffer("dx", x.shape, dy.dtype)
        if call.wants(self.kernel):
            dkernel = call.gradient(self.kernel).reshape(self._matrix.shape)
            dkernel[...] = 0
        for block in blocks(windows, whole_dz):
            rows = patches(whole_dz[block], windows, call)
            if call.wants(self.kernel):
                dkernel += rows.T @ x[block].reshape(-1, x.shape[-1])
            if call.needs_input_gradient:
                np.matmul(rows, self._matrix, out=dx[block].reshape(-1, x.shape[-1]))
        return dx if call.needs_input_gradient else None

    @property
    def _matrix(self) -> Array:
        """The kernel as a matrix, (height width filters, channels)."""
        return self.kernel.value.reshape(-1, self.kernel.shape[-1])

    def _windows(self, x: Array) -> Windows:
        """The windows of the large picture: one for each pixel of ``x``."""
        out = (x.shape[1], x.shape[2])
        (top, height), (left, width) = (self._kept(n, axis) for axis, n in enumerate(out))
        spread = [(n - 1) * s + self._length(axis) for axis, (n, s) in enumerate(zip(out, self.strides, strict=True))]
        pad = ((top, max(spread[0] - top - height, 0)), (left, max(spread[1] - left - width, 0)))
        return Windows.stopping_at(out, self.kernel_size, self.strides, self.dilation_rate, pad, (height, width))

    def _kept(self, n: int, axis: int) -> tuple[int, int]:
        """How many of the pixels that ``n`` places make are cut before, and how many are kept."""
        stride, length = self.strides[axis], self._length(axis)
        asked = None if self.output_padding is None else self.output_padding[axis]
        spread = (n - 1) * stride + length
        if self.padding == "valid":
            return 0, spread + (max(stride - length, 0) if asked is None else asked)
        kept = n * stride if asked is None else (n - 1) * stride + length % 2 + asked
        extra = kept - (n - 1) * stride + length - 2
        return max(length - 1 - (extra + 1) // 2, 0), kept

    def _length(self, axis: int) -> int:
        return (self.kernel_size[axis] - 1) * self.dilation_rate[axis] + 1

    def _checked(self, value: Any) -> tuple[int, int]:
        both = tuple(value) if isinstance(value, list | tuple) else (value, value)
        if len(both) != 2 or not all(is_whole(p, 0, s - 1) for p, s in zip(both, self.strides, strict=True)):
            raise invalid("output_padding", _("a whole number below `strides`, or two of them"), value)
        return int(both[0]), int(both[1])

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": list(self.kernel_size),
            "strides": list(self.strides),
            "padding": self.padding,
            "output_padding": None if self.output_padding is None else list(self.output_padding),
            "data_format": "channels_last",
            "dilation_rate": list(self.dilation_rate),
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
        }
