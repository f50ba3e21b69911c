"""A straight network, laid out once: the quickest way through a small model for a few samples.

For one small picture, what the graph does around the arithmetic takes longer than the arithmetic: it asks each layer
for its shapes, its memory and its windows anew. None of this depends on the picture. Here a model whose layers follow
each other in a line is taken apart into

    product        z = P W, with P the windows of a convolution as rows, or the samples of a Dense layer
    bias           z + b
    normalization  z s + t, with s and t from the moving mean and variance
    activation     f(z)
    maximum        the largest of each 2 x 2 numbers
    mean           over all places of a picture

and for one to four samples at once all arrays are laid out when they are first needed: where each part reads, where it
writes, and the view of all windows, through which one copy fills P. A call then runs a few operations of NumPy for each
layer. More samples are taken four by four, so that what lies between two layers stays in the cache.

Where nothing decreases, the largest stays the largest: max(z) + b = max(z + b), and max(max(z), 0) = max(max(z, 0)).
So a maximum goes ahead of the bias and the ReLU before it, and leaves them a quarter of the numbers.

The weights are read where the model keeps them, at every call: what it has learnt meanwhile counts at once. Training,
and whatever has other layers, goes through :class:`sutja.nn.graph.graph.Graph`, which knows them all.
"""

from __future__ import annotations

from operator import is_
from typing import Any, NamedTuple

import numpy as np

from sutja.nn.blas import blas_threads
from sutja.nn.graph.graph import Graph
from sutja.nn.layers.input import InputLayer
from sutja.nn.training.straight_parts import Maximum, Part, Work, parts_of
from sutja.nn.typing import Array, Shape

__all__ = ["AT_ONCE", "StraightNetwork", "StraightWay"]

AT_ONCE = 4  # samples


class StraightNetwork:
    """A graph of layers in a line, which predicts for arrays of a few samples; several threads may call it.

    It is made by :meth:`of` from the layers as they are then set; :meth:`is_current` says whether they still are.
    """

    def __init__(self, graph: Graph, parts: list[Part]) -> None:
        self._graph, self._settings = graph, _settings(graph)
        self._parts = parts
        self._sample, self._result = (_known(tensor.shape) for tensor in (graph.inputs[0], graph.outputs[0]))
        self._dtype = graph.inputs[0].dtype
        self._idle: list[list[_Run]] = [[] for _ in range(AT_ONCE + 1)]  # by the number of samples

    @classmethod
    def of(cls, graph: Graph) -> StraightNetwork | None:
        """``graph`` as a straight network; ``None`` if it is none, or has layers that are not known here."""
        if len(graph.inputs) != 1 or len(graph.outputs) != 1 or None in graph.inputs[0].shape[1:]:
            return None
        nodes = [node for node in graph.nodes if not isinstance(node.layer, InputLayer)]
        tensors = [graph.inputs[0], *(node.outputs[0] for node in nodes)]
        in_line = all(node.inputs == [before] for node, before in zip(nodes, tensors, strict=False))
        if not in_line or tensors[-1] is not graph.outputs[0] or any(node.training for node in nodes):
            return None
        parts: list[Part] = []
        for node in nodes:
            found = parts_of(node, graph.inputs[0].dtype)
            if found is None:
                return None
            for part in found:
                parts.insert(_place(part, parts), part)
        return cls(graph, parts)

    def is_current(self) -> bool:
        """Whether the layers are set as they were: an activation, say, may be another one by now."""
        now = _settings(self._graph)
        return len(now) == len(self._settings) and all(map(is_, now, self._settings))

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


class StraightWay:
    """Through ``graph``, for whoever goes there often: the network is made when it is first asked for, and kept."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._network: StraightNetwork | None = None
        self._leads_through = True

    def network(self) -> StraightNetwork | None:
        """The straight network with all layers as they are set now; ``None`` if the graph is none."""
        network = self._network  # another thread may put another one there meanwhile
        if self._leads_through and (network is None or not network.is_current()):
            network = StraightNetwork.of(self.graph)
            self._network, self._leads_through = network, network is not None
        return network


def _settings(graph: Graph) -> list[Any]:
    """All attributes of all layers, any of which can be set from outside."""
    return [value for layer in graph.layers for value in vars(layer).values()]


def _known(shape: Shape) -> tuple[int, ...]:
    """The sizes behind the batch, all of which are known."""
    return tuple(size for size in shape[1:] if size is not None)


class _Run(NamedTuple):
    """Where the samples go, what is done with them in this order, and where the result is then."""

    x: Array
    works: list[Work]
    y: Array


def _place(part: Part, parts: list[Part]) -> int:
    """Where ``part`` goes: at the end of ``parts``, or as a maximum ahead of what never decreases."""
    place = len(parts)
    while isinstance(part, Maximum) and place and parts[place - 1].nondecreasing:
        place -= 1
    return place
