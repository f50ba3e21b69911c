"""Global pooling: a whole picture, or sequence, becomes one number a channel.

    max      y = max over all places of x        was the feature seen anywhere?
    average  y = mean over all places of x       how much of it is there?

It replaces the Flatten and the large Dense layer behind a convolution, and takes pictures of any size.
Lin, Chen and Yan 2014.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D"]


class GlobalPooling(Layer):
    """Base of the four: (batch, places, c) -> (batch, c), or (batch, 1, c) with ``keepdims``."""

    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(self, data_format: str | None = None, keepdims: bool = False, **others: Any) -> None:
        super().__init__(data_format=data_format, **others)
        self.keepdims = keepdims

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, places..., c) -> (batch, c), or (batch, 1..., c) with ``keepdims``."""
        ones = (1,) * (len(input_shape) - 2) if self.keepdims else ()
        return (input_shape[0], *ones, input_shape[-1])

    def _out(self, x: Array, call: Call) -> Array:
        """Where y goes, with all dimensions of x."""
        return call.buffer("y", (len(x), *(1,) * (x.ndim - 2), x.shape[-1]), x.dtype)

    def _shaped(self, y: Array) -> Array:
        return y if self.keepdims else y.reshape(len(y), y.shape[-1])

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "data_format": "channels_last", "keepdims": self.keepdims}


class GlobalMaxPooling(GlobalPooling):
    """Base of the two."""

    def forward(self, x: Array, call: Call) -> Array:
        """The maximum over all places."""
        y = np.max(x, axis=tuple(range(1, x.ndim - 1)), keepdims=True, out=self._out(x, call))
        call.save(x, y)
        return self._shaped(y)

    def backward(self, dy: Array, call: Call) -> Array:
        """dy goes to the places that hold the maximum, in equal shares if there are several."""
        x, y = call.saved
        best = np.equal(x, y)
        share = dy.reshape(y.shape) / best.sum(axis=tuple(range(1, x.ndim - 1)), keepdims=True, dtype=dy.dtype)
        return np.multiply(best, share, out=call.buffer("dx", x.shape, dy.dtype))


class GlobalMaxPooling2D(GlobalMaxPooling):
    """The largest number of each channel of a picture (batch, h, w, c)."""

    input_rank = 4


class GlobalMaxPooling1D(GlobalMaxPooling):
    """The largest number of each channel of a sequence (batch, length, c)."""

    input_rank = 3


class GlobalAveragePooling(GlobalPooling):
    """Base of the two."""

    def forward(self, x: Array, call: Call) -> Array:
        """The mean over all places."""
        call.save(x.shape)
        return self._shaped(np.mean(x, axis=tuple(range(1, x.ndim - 1)), keepdims=True, out=self._out(x, call)))

    def backward(self, dy: Array, call: Call) -> Array:
        """Each of the n places moves the mean by 1/n: dx = dy / n."""
        shape = call.saved
        ones = (1,) * (len(shape) - 2)
        dx = call.buffer("dx", shape, dy.dtype)
        dx[...] = dy.reshape(len(dy), *ones, shape[-1])
        dx /= math.prod(shape[1:-1])
        return dx


class GlobalAveragePooling2D(GlobalAveragePooling):
    """The mean of each channel of a picture (batch, h, w, c)."""

    input_rank = 4


class GlobalAveragePooling1D(GlobalAveragePooling):
    """The mean of each channel of a sequence (batch, length, c), over the steps that exist if there is a mask.

    A sequence without any step has the mean 0.
    """

    input_rank = 3

    def compute_mask(self, inputs: Any, mask: Any = None) -> None:
        """None: there are no steps left."""

    def forward(self, x: Array, call: Call) -> Array:
        """The mean, or with a mask sum m x / sum m."""
        if call.mask is None:
            return super().forward(x, call)
        shares = np.asarray(call.mask, x.dtype)[..., None]
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
        call.save(x.shape, shares)
        return self._shaped(np.sum(x * shares, axis=1, keepdims=True, out=self._out(x, call)))

    def backward(self, dy: Array, call: Call) -> Array:
        """Each of the n steps that exist moves the mean by 1/n."""
        if call.mask is None:
            return super().backward(dy, call)
        shape, shares = call.saved
        return np.multiply(dy.reshape(len(dy), 1, -1), shares, out=call.buffer("dx", shape, dy.dtype))
