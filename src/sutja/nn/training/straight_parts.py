"""The parts of which a :class:`sutja.nn.training.straight.StraightNetwork` is put together, and those of each layer.

A part is laid out once for a number of samples. It says where its result will be, and what writes it there: calls of
NumPy with all their arrays, and with the weights where the model keeps them.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import as_strided

from sutja.nn import activations
from sutja.nn.graph.node import Node
from sutja.nn.layers.activation import Activation as ActivationLayer
from sutja.nn.layers.batch_normalization import BatchNormalization
from sutja.nn.layers.conv2d import Conv2D
from sutja.nn.layers.dense import Dense
from sutja.nn.layers.dropout import Dropout
from sutja.nn.layers.flatten import Flatten
from sutja.nn.layers.global_pooling import GlobalAveragePooling2D
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.max_pooling import MaxPooling2D
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array
from sutja.nn.variables import Variable

__all__ = ["Maximum", "Part", "parts_of"]

Work = Callable[[], object]


class Part(ABC):
    """A part of a layer; ``nondecreasing`` if it does so number by number and never turns two of them round."""

    nondecreasing: ClassVar[bool] = False

    @abstractmethod
    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """Where the result for ``x`` will be, and what writes it there; it may write over ``x``."""


def parts_of(node: Node, dtype: str) -> list[Part] | None:
    """What the layer of ``node`` does, in parts; ``None`` if it is not known here."""
    layer: Layer = node.layer
    kind = type(layer)  # what is derived from a layer may do something else, so ``isinstance`` alone will not do
    if layer.dtype != dtype:
        return None
    if kind is Dropout:
        return []
    if isinstance(layer, Conv2D) and kind is Conv2D:
        plain = layer.strides == layer.dilation_rate == (1, 1) and layer.groups == 1
        return [_Convolution(layer), *_after(layer)] if plain else None
    if isinstance(layer, Dense) and kind is Dense:
        return [_Product(layer), *_after(layer)]
    if isinstance(layer, MaxPooling2D) and kind is MaxPooling2D:
        plain = layer.pool_size == layer.strides == (2, 2) and layer.padding == "valid"
        return [Maximum()] if plain else None
    if isinstance(layer, GlobalAveragePooling2D) and kind is GlobalAveragePooling2D:
        return None if layer.keepdims else [_Mean()]
    if isinstance(layer, BatchNormalization) and kind is BatchNormalization:
        of_channels = layer.axis in (-1, len(node.inputs[0].shape) - 1)
        return [_Normalization(layer)] if of_channels else None
    if kind is Flatten:
        return [_Rows()]
    if isinstance(layer, ActivationLayer) and kind is ActivationLayer:
        return list(_activation(layer.activation))
    return None


def _after(layer: Conv2D | Dense) -> Iterator[Part]:
    """What comes after the product."""
    if layer.use_bias:
        yield _Bias(layer.bias)
    yield from _activation(layer.activation)


def _activation(function: activations.Activation) -> Iterator[Part]:
    if function is activations.relu:
        yield _Relu()
    elif function is not activations.linear:
        yield _Function(function)


class _Convolution(Part):
    """z = P W with the windows of pictures (n, h, w, c) as the rows of P, which moves over every pixel.

    In a picture with one channel, a row of a window is a few numbers, and all that lie at the same place of their
    windows are a row of the picture. There the copy takes these long runs, and fills P transposed.
    """

    def __init__(self, layer: Conv2D) -> None:
        self._layer = layer

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """z (n, h', w', filters), from the picture with its borders, which stay 0."""
        layer, kernel = self._layer, self._layer.kernel
        (kh, kw), (n, h, w, c) = layer.kernel_size, x.shape
        windows = Windows(h, w, (kh, kw), (1, 1), layer.padding)
        works: list[Work] = []
        pictures = x
        if windows.is_padded:
            pictures = np.zeros((n, *windows.padded, c), x.dtype)
            works.append(_copy(x, pictures[windows.inside]))
        (sn, sh, sw, sc), (oh, ow) = pictures.strides, windows.out
        shape, strides = (n, oh, ow, kh, kw, c), (sn, sh, sw, sh, sw, sc)
        order = (3, 4, 5, 0, 1, 2) if c == 1 else (0, 1, 2, 3, 4, 5)
        view = as_strided(pictures, shape, strides, writeable=False).transpose(order)
        patches = np.empty(view.shape, x.dtype)
        works.append(_copy(view, patches))
        rows = patches.reshape(kh * kw * c, -1).T if c == 1 else patches.reshape(-1, kh * kw * c)
        z = np.empty((n * oh * ow, layer.filters), x.dtype)
        works.append(lambda: np.matmul(rows, kernel.value.reshape(-1, layer.filters), out=z))
        return z.reshape(n, oh, ow, layer.filters), works


class _Product(Part):
    """z = x W, the product of a Dense layer."""

    def __init__(self, layer: Dense) -> None:
        self._layer = layer

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """z (..., units)."""
        kernel, z = self._layer.kernel, np.empty((*x.shape[:-1], self._layer.units), x.dtype)
        return z, [lambda: np.matmul(x, kernel.value, out=z)]


class _Bias(Part):
    """x + b."""

    nondecreasing = True

    def __init__(self, bias: Variable) -> None:
        self._bias = bias

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """In the place of x."""
        bias = self._bias
        return x, [lambda: np.add(x, bias.value, out=x)]


class _Normalization(Part):
    """gamma (x - mean) / sqrt(variance + epsilon) + beta = x s + t, with the moving mean and variance."""

    def __init__(self, layer: BatchNormalization) -> None:
        self._layer = layer

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """In the place of x."""
        layer = self._layer

        def work() -> None:
            s = 1 / np.sqrt(layer.moving_variance.value + layer.epsilon)
            if layer.scale:
                s *= layer.gamma.value
            np.multiply(x, s, out=x)
            s *= layer.moving_mean.value
            np.subtract(layer.beta.value if layer.center else 0, s, out=s)
            np.add(x, s, out=x)

        return x, [work]


class _Relu(Part):
    """max(x, 0); NumPy is quickest with an array of zeros (see :mod:`sutja.nn.activations.relu`)."""

    nondecreasing = True

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """In the place of x."""
        zeros = np.zeros_like(x)
        return x, [lambda: np.maximum(x, zeros, out=x)]


class _Function(Part):
    """Any other activation."""

    def __init__(self, function: activations.Activation) -> None:
        self._function = function

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """In the place of x, if the function allows it."""
        forward, y = self._function.forward, np.empty_like(x) if self._function.from_input else x
        return y, [lambda: forward(x, y)]


class Maximum(Part):
    """The largest of each 2 x 2 numbers: first of two rows, which takes long runs of memory, then of two columns."""

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """y (n, h / 2, w / 2, c); a row or a column left over is left out."""
        n, h, w, c = x.shape
        rows = np.empty((n, h // 2, w, c), x.dtype)
        y = np.empty((n, h // 2, w // 2, c), x.dtype)
        upper, lower = x[:, 0 : h - 1 : 2], x[:, 1:h:2]
        left, right = rows[:, :, 0 : w - 1 : 2], rows[:, :, 1:w:2]
        return y, [lambda: np.maximum(upper, lower, out=rows), lambda: np.maximum(left, right, out=y)]


class _Mean(Part):
    """The mean of each channel over all places of a picture."""

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """y (n, c)."""
        n, h, w, c = x.shape
        places, count, y = x.reshape(n, h * w, c), x.dtype.type(h * w), np.empty((n, c), x.dtype)
        return y, [lambda: np.add.reduce(places, axis=1, out=y), lambda: np.divide(y, count, out=y)]


class _Rows(Part):
    """All numbers of a sample in a row."""

    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """The same memory, (n, all)."""
        return x.reshape(len(x), math.prod(x.shape[1:])), []


def _copy(source: Array, target: Array) -> Work:
    return lambda: np.copyto(target, source)
