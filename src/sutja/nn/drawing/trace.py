"""A trace: one walk through a model's graph and back, with everything on the way written down.

Forwards, each node is given its inputs and gives its outputs. Backwards, it is given dL/d(outputs) and gives
dL/d(inputs), one for each arrow that leads to it. Where a tensor is used by several nodes, what they hand back is added
up. This is what :class:`~sutja.nn.graph.graph.Graph` does in training, without its care for speed and with a memory.

L is the loss, if there are labels; else the sum of all outputs, so that the gradient on an arrow says how much the
output changes with the number that it carries. Layers work as in prediction: nothing is dropped out, and batch
normalization takes its moving means, unless the graph calls them with ``training=True``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call, Step
from sutja.nn.typing import Array

if TYPE_CHECKING:
    from sutja.nn.graph.node import Node
    from sutja.nn.graph.tensor import KerasTensor
    from sutja.nn.models.model import Model

__all__ = ["Trace"]


@dataclass
class Trace:
    """What goes along the arrows of ``model`` for the inputs ``x`` (and the labels ``y``), and what comes back.

    ``values``: of each tensor. ``totals``: dL/d(tensor). ``handed_back``: for each node, dL/d(input) for each of its
    inputs. ``weights``: dL/d(weight). All of them by identity. ``loss``: L, and ``labels``, if there are labels.
    """

    model: Model
    values: dict[int, Array] = field(default_factory=dict)
    totals: dict[int, Array | None] = field(default_factory=dict)
    handed_back: dict[int, list[Array | None]] = field(default_factory=dict)
    weights: dict[int, Array] = field(default_factory=dict)
    loss: float | None = None
    labels: Array | None = None

    @classmethod
    def of(cls, model: Model, x: Any, y: Any = None) -> Trace:
        """Walk through ``model`` and back; ``x`` and ``y`` are one sample or a batch."""
        trace = cls(model)
        inputs, single = _inputs(model, x)
        step = Step()
        step.gradients = {id(w): np.zeros(w.shape, w.dtype) for node in model.graph.nodes for w in _weights(node)}
        trace.weights = step.gradients
        step.begin(training=False)
        calls = [Call(step, node.training) for node in model.graph.nodes]
        trace._walk_forwards(inputs, calls)
        trace._begin_backwards(y, single)
        trace._walk_backwards(calls)
        step.finish_backward()
        return trace

    def _walk_forwards(self, inputs: Sequence[Array], calls: list[Call]) -> None:
        graph = self.model.graph
        self.values |= {id(tensor): array for tensor, array in zip(graph.inputs, inputs, strict=True)}
        masks: dict[int, Any] = {}
        for node, call in zip(graph.nodes, calls, strict=True):
            if node.inputs:
                given = [self.values[id(tensor)] for tensor in node.inputs]
                known = [masks.get(id(tensor)) for tensor in node.inputs]
                x, call.mask = (given, known) if node.takes_list else (given[0], known[0])
                y = node.layer.forward(x, call)
                mask = node.layer.output_mask(x, call)
                passed = mask if node.gives_list and mask is not None else [mask] * len(node.outputs)
                for tensor, value, one in zip(node.outputs, y if node.gives_list else [y], passed, strict=True):
                    self.values[id(tensor)], masks[id(tensor)] = value.copy(), one

    def _begin_backwards(self, y: Any, single: bool) -> None:
        outputs = self.model.graph.outputs
        if y is None:
            for tensor in outputs:
                self._arrive(tensor, np.ones_like(self.values[id(tensor)]))
            return
        loss = self.model.objective.losses[0] if self.model.compiled and len(outputs) == 1 else None
        if loss is None:
            raise invalid("y", _("None for a model without one output and a loss from compile()"), y)
        predictions = self.values[id(outputs[0])]
        self.labels = np.asarray(y)[None] if single else np.asarray(y)
        values = loss.values(self.labels, predictions)
        scale = 1 / loss.divisor(values.size, self.labels)
        self.loss = float(values.sum(dtype=np.float64)) * scale
        self._arrive(outputs[0], loss.gradient(self.labels, predictions) * predictions.dtype.type(scale))

    def _walk_backwards(self, calls: list[Call]) -> None:
        nodes = self.model.graph.nodes
        for node, call in zip(reversed(nodes), reversed(calls), strict=True):
            dy = [self.totals.get(id(tensor)) for tensor in node.outputs]
            if not node.inputs or all(gradient is None for gradient in dy):
                continue
            dx = node.layer.backward(dy if node.gives_list else dy[0], call)
            parts = dx if isinstance(dx, list) else [dx]
            self.handed_back[id(node)] = [None if part is None else np.array(part) for part in parts]
            for tensor, part in zip(node.inputs, self.handed_back[id(node)], strict=True):
                self._arrive(tensor, part)

    def _arrive(self, tensor: KerasTensor, gradient: Array | None) -> None:
        so_far = self.totals.get(id(tensor))
        if gradient is not None:
            self.totals[id(tensor)] = gradient if so_far is None else so_far + gradient


def _weights(node: Node) -> list[Any]:
    return node.layer.trainable_weights


def _inputs(model: Model, x: Any) -> tuple[list[Array], bool]:
    """The inputs as batches, and whether ``x`` was one sample without a batch around it."""
    tensors = model.graph.inputs
    names = [tensor.node.layer.name for tensor in tensors]
    if isinstance(x, Mapping):
        if set(x) != set(names):
            raise invalid("x", _("a value for each of: {names}", names=", ".join(names)), sorted(x))
        items = [x[name] for name in names]
    else:
        items = list(x) if len(tensors) > 1 else [x]
    if len(items) != len(tensors):
        raise invalid("x", _("a list of {count} inputs", count=len(tensors)), x)
    arrays = [np.asarray(item, dtype=model.dtype) for item in items]
    single = all(array.ndim == len(tensor.shape) - 1 for array, tensor in zip(arrays, tensors, strict=True))
    batches = [array[None] if single else array for array in arrays]
    model.check_input_shape([(None, *array.shape[1:]) for array in batches])
    if any(array.ndim == 0 for array in batches) or len({len(array) for array in batches}) != 1:
        raise invalid("x", _("one sample, or batches of one length"), x)
    return batches, single
