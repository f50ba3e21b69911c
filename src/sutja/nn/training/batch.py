"""A batch: what one step takes, checked and in the order of the model's inputs and outputs.

Whatever ``fit`` and its like are given for a model with several inputs or outputs, one array, a list or a dict by
name, is a list from here on: one array for each input, and for each output its labels and its sample weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.training.interface import Interface, by_output, fits
from sutja.nn.typing import Array, Shape

__all__ = ["Batch", "as_batch", "as_inputs"]


@dataclass(frozen=True)
class Batch:
    """``inputs``, one array for each; ``y`` and ``weights``, for each output an array or ``None``."""

    inputs: list[Array]
    y: list[Array | None]
    weights: list[Array | None]

    def __len__(self) -> int:
        return len(self.inputs[0])

    def take(self, chosen: Any, dtype: str) -> Batch:
        """The samples ``chosen`` (a slice or their numbers), the inputs as floats that lie in one piece."""
        return Batch(
            [np.ascontiguousarray(x[chosen], dtype) for x in self.inputs],
            [None if y is None else y[chosen] for y in self.y],
            [None if w is None else w[chosen] for w in self.weights],
        )


def as_batch(
    x: Any, y: Any, sample_weight: Any, interface: Interface, class_weight: Any = None, *, empty: bool = False
) -> Batch:
    """All samples in one batch, if they fit the model and each other; class weights are worked in.

    ``empty``: whether it may be a batch without samples.
    """
    inputs = as_inputs(x, interface)
    samples = len(inputs[0])
    if samples == 0 and not empty:
        raise invalid("x", _("at least one sample"), inputs[0])
    labels = _labels(y, interface, samples)
    weights = _weights(sample_weight, interface)
    for name, arrays in (("x", inputs), ("y", labels), ("sample_weight", weights)):
        for array in arrays:
            if array is not None and len(array) != samples:
                expected = (
                    _("{samples} samples, as many as in `x`", samples=samples)
                    if name != "x"
                    else _("{samples} samples, as many as in the first input", samples=samples)
                )
                raise invalid(name, expected, array)
    if class_weight is not None:
        weights = _with_class_weights(labels, weights, class_weight, interface)
    return Batch(inputs, labels, weights)


def as_inputs(x: Any, interface: Interface) -> list[Array]:
    """One array for each input of the model, from an array, a list or tuple of arrays, or a dict by input name."""
    names, shapes = interface.input_names, interface.input_shapes
    arrays = [_numbers("x", item) for item in _several(x, interface)]
    if len(arrays) != len(names):
        raise invalid("x", _("{count} arrays, one for each input", count=len(names)), [a.shape for a in arrays])
    if not shapes:
        return [array[:, None] if array.ndim == 1 else array for array in arrays]
    return [_in_shape(array, shape) for array, shape in zip(arrays, shapes, strict=True)]


def _several(x: Any, interface: Interface) -> list[Any]:
    names, shapes = interface.input_names, interface.input_shapes
    if isinstance(x, Mapping):
        missing = [name for name in names if name not in x]
        if missing or len(x) != len(names):
            raise invalid("x", _("one array for each input: {names}", names=", ".join(names)), list(x))
        return [x[name] for name in names]
    if not isinstance(x, list | tuple) or not x or not all(hasattr(item, "shape") for item in x):
        return [x]
    if len(names) > 1:
        return list(x)
    rank = len(shapes[0]) if shapes else 2  # a list of one array is that array, unless it is a list of one row
    return list(x) if len(x) == 1 and len(x[0].shape) >= rank else [x]


def _in_shape(array: Array, shape: Shape) -> Array:
    """``array`` for an input of ``shape``; as in Keras, a last axis of length 1 may be missing or too much."""
    if array.ndim == len(shape) - 1 and shape[-1] == 1:
        array = array[..., None]
    elif array.ndim == len(shape) + 1 and array.shape[-1] == 1:
        array = array[..., 0]
    if not fits(array.shape, shape):
        raise invalid("x", _("shape {shape}, that of the model's input", shape=shape), array)
    return array


def _labels(y: Any, interface: Interface, samples: int) -> list[Array | None]:
    """For each output its labels, or ``None``."""
    names, trained = interface.output_names, interface.trained
    items: list[Any] | None = None
    if len(names) == 1:
        wrapped = isinstance(y, list | tuple) and len(y) == 1 and np.ndim(y[0]) and len(y[0]) == samples
        items = by_output("y", y, names) if isinstance(y, Mapping) else list(y) if wrapped else [y]
    elif y is None:
        items = [None] * len(names)
    elif len(trained) == 1 and not isinstance(y, list | tuple | Mapping):
        items = [y if place == trained[0] else None for place in range(len(names))]
    else:
        items = by_output("y", y, names)
    if items is None:
        expected = _("a list with one array for each output, or a dict by name: {names}", names=", ".join(names))
        raise invalid("y", expected, y)
    return [None if item is None else _numbers("y", item) for item in items]


def _numbers(argument: str, value: Any) -> Array:
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        advice = _("Fill sequences up to one length with utils.pad_sequences.")
        raise invalid(argument, _("an array of numbers with one row a sample"), value, advice) from None
    if array.dtype.kind not in "fiub" or array.ndim == 0:
        raise invalid(argument, _("an array of numbers with one row a sample"), array)
    return array


def _weights(weights: Any, interface: Interface) -> list[Array | None]:
    """For each output its sample weights; one array of them is for all outputs."""
    names = interface.output_names
    items: list[Any] | None = None
    if weights is not None and (len(names) > 1 or isinstance(weights, Mapping)):
        items = by_output("sample_weight", weights, names)
    if items is None:
        one = _weight(weights, interface.dtype)
        if len(names) > 1 and one is not None and one.ndim > 1:
            expected = _("one weight a sample, or one array of weights for each output")
            raise invalid("sample_weight", expected, weights)
        return [one] * len(names)
    return [_weight(item, interface.dtype) for item in items]


def _weight(weights: Any, dtype: str) -> Array | None:
    """Weights as floats, (n,) also when they come as (n, 1)."""
    if weights is None:
        return None
    try:
        array = np.asarray(weights, dtype)
    except (TypeError, ValueError):
        raise invalid("sample_weight", _("an array with one weight a sample"), weights) from None
    if array.ndim == 0:
        raise invalid("sample_weight", _("an array with one weight a sample"), weights)
    return array[..., 0] if array.ndim > 1 and array.shape[-1] == 1 else array


def _with_class_weights(
    labels: list[Array | None], weights: list[Array | None], class_weight: Any, interface: Interface
) -> list[Array | None]:
    """Each sample's weight times that of its class; with several outputs, the classes of each output have their own."""
    names = interface.output_names
    items: Sequence[Any] | None = [class_weight]
    if len(names) > 1 or not isinstance(class_weight, Mapping):
        items = by_output("class_weight", class_weight, names)
    if items is None or not all(item is None or isinstance(item, Mapping) for item in items):
        raise invalid(
            "class_weight", _("a dict from class to weight; a list of such for several outputs"), class_weight
        )
    return [
        own if by_class is None else _times_class_weight(y, own, by_class)
        for y, own, by_class in zip(labels, weights, items, strict=True)
    ]


def _times_class_weight(labels: Array | None, weights: Array | None, class_weight: Mapping[int, float]) -> Array:
    """A class that is not named has weight 1. A sample has one class: its number, or the largest entry of its row."""
    if labels is None:
        raise invalid("class_weight", _("labels `y` to go with it"), class_weight)
    if weights is not None and weights.ndim > 1:
        raise invalid("sample_weight", _("one weight a sample where there is a `class_weight`"), weights)
    several = labels.ndim > 1 and labels.shape[-1] > 1
    numbers = labels.argmax(axis=-1) if several else np.round(labels).astype(np.intp)
    if numbers.size != len(labels):
        raise invalid("class_weight", _("one label a sample to go with it"), labels)
    if several and ((labels == labels.max(axis=-1, keepdims=True)).sum(axis=-1) != 1).any():
        raise invalid("y", _("one class a sample where there is a `class_weight`; else use `sample_weight`"), labels)
    own = np.asarray([class_weight.get(int(c), 1.0) for c in numbers.reshape(-1)], np.float32)
    return own if weights is None else own * weights
