"""A straight network, laid out once: the quickest way through a small model for a few samples.

For one small picture, what ``predict_on_batch`` does around the arithmetic takes longer than the arithmetic: it
asks each layer for its shapes, its memory and its windows anew. None of this depends on the picture. Here a model whose
layers follow each other in a line is taken apart into

    product     z = P W, with P the windows of a convolution as rows, or the samples of a Dense layer
    bias        z + b
    activation  f(z)
    maximum     the largest of each 2 x 2 numbers
    mean        over all places of a picture

and for one to four samples at once all arrays are laid out when they are first needed: where each part reads, where it
writes, and the view of all windows, through which one copy fills P. A call then runs a few operations of NumPy for each
layer. More samples are taken four by four, so that what lies between two layers stays in the cache.

Where nothing decreases, the largest stays the largest: max(z) + b = max(z + b), and max(max(z), 0) = max(max(z, 0)).
So a maximum goes ahead of the bias and the ReLU before it, and leaves them a quarter of the numbers.

The weights are read where the model keeps them, at every call: what it has learnt meanwhile counts at once. Training,
and whatever has other layers, goes through :class:`sutja.nn.graph.graph.Graph`, which knows them all.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from sutja.nn import activations
from sutja.nn.graph.graph import Graph
from sutja.nn.graph.node import Node
from sutja.nn.layers.activation import Activation as ActivationLayer
from sutja.nn.layers.conv2d import Conv2D
from sutja.nn.layers.dense import Dense
from sutja.nn.layers.dropout import Dropout
from sutja.nn.layers.flatten import Flatten
from sutja.nn.layers.global_pooling import GlobalAveragePooling2D
from sutja.nn.layers.input import InputLayer
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.max_pooling import MaxPooling2D
from sutja.nn.layers.window import Windows
from sutja.nn.models.model import Model
from sutja.nn.training.shards import blas_threads
from sutja.nn.typing import Array, Shape
from sutja.nn.variables import Variable

__all__ = ["StraightNetwork"]

AT_ONCE = 4  # samples

Work = Callable[[], object]


class StraightNetwork:
    """A model of layers in a line, which predicts for arrays of a few samples; several threads may call it.

    It is made by :meth:`of`, and belongs to ``graph``: a model that has got more layers since has another one.
    """

    def __init__(self, graph: Graph, parts: list[Part]) -> None:
        self.graph = graph
        self._parts = parts
        self._sample, self._result = (_known(tensor.shape) for tensor in (graph.inputs[0], graph.outputs[0]))
        self._dtype = graph.inputs[0].dtype
        self._idle: list[list[_Run]] = [[] for _ in range(AT_ONCE + 1)]  # by the number of samples

    @classmethod
    def of(cls, model: Model) -> StraightNetwork | None:
        """``model`` as a straight network; ``None`` if it is none, or has layers that are not known here."""
        graph = model.graph
        if len(graph.inputs) != 1 or len(graph.outputs) != 1 or None in graph.inputs[0].shape[1:]:
            return None
        nodes = [node for node in graph.nodes if not isinstance(node.layer, InputLayer)]
        tensors = [graph.inputs[0], *(node.outputs[0] for node in nodes)]
        in_line = all(node.inputs == [before] for node, before in zip(nodes, tensors, strict=False))
        if not in_line or tensors[-1] is not graph.outputs[0]:
            return None
        parts: list[Part] = []
        for node in nodes:
            found = _parts(node, graph.inputs[0].dtype)
            if found is None:
                return None
            for part in found:
                parts.insert(_place(part, parts), part)
        return cls(graph, parts)

    def __call__(self, x: Array) -> Array:
        """What the model predicts for ``x`` (samples, ...), which has the shape of its input."""
        y = np.empty((len(x), *self._result), self._dtype)
        with blas_threads(1), np.errstate(all="ignore"):
            for start in range(0, len(x), AT_ONCE):
                block = slice(start, start + AT_ONCE)
                self._predict(x[block], y[block])
        return y

    def _predict(self, x: Array, y: Array) -> None:
        idle = self._idle[len(x)]
        try:
            run = idle.pop()  # for this thread alone until it is back
        except IndexError:
            run = self._lay_out(len(x))
        np.copyto(run.x, x)
        for work in run.works:
            work()
        np.copyto(y, run.y)
        idle.append(run)

    def _lay_out(self, samples: int) -> _Run:
        x = y = np.empty((samples, *self._sample), self._dtype)
        works: list[Work] = []
        for part in self._parts:
            y, done = part.lay_out(y)
            works += done
        return _Run(x, works, y)


def _known(shape: Shape) -> tuple[int, ...]:
    """The sizes behind the batch, all of which are known."""
    return tuple(size for size in shape[1:] if size is not None)


class _Run(NamedTuple):
    """Where the samples go, what is done with them in this order, and where the result is then."""

    x: Array
    works: list[Work]
    y: Array


class Part(ABC):
    """A part of a layer; ``nondecreasing`` if it does so number by number and never turns two of them round."""

    nondecreasing: ClassVar[bool] = False

    @abstractmethod
    def lay_out(self, x: Array) -> tuple[Array, list[Work]]:
        """Where the result for ``x`` will be, and what writes it there; it may write over ``x``."""


def _place(part: Part, parts: list[Part]) -> int:
    """Where ``part`` goes: at the end of ``parts``, or as a maximum ahead of what never decreases."""
    place = len(parts)
    while isinstance(part, _Maximum) and place and parts[place - 1].nondecreasing:
        place -= 1
    return place


def _parts(node: Node, dtype: str) -> list[Part] | None:
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
        return [_Maximum()] if plain else None
    if isinstance(layer, GlobalAveragePooling2D) and kind is GlobalAveragePooling2D:
        return None if layer.keepdims else [_Mean()]
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


class _Maximum(Part):
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
