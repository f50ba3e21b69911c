"""Batches: arrays, or a data set of one's own, cut into what one step takes.

The order of the samples in epoch e is the permutation that belongs to (seed, e), so it does not depend on the
epochs before, and a resumed run meets the samples in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import random
from sutja.nn.typing import Array, Shape
from sutja.nn.utils.py_dataset import PyDataset

__all__ = ["ArrayBatches", "Batch", "Batches", "DatasetBatches", "as_batches", "as_inputs", "fits"]


@dataclass(frozen=True)
class Batch:
    """``inputs``, one array for each input of the model; ``y`` and ``weights`` may be ``None``."""

    inputs: list[Array]
    y: Array | None
    weights: Array | None

    def __len__(self) -> int:
        return len(self.inputs[0])


class Batches(Protocol):
    """Something that cuts data into batches, anew for each epoch."""

    def __len__(self) -> int:
        """The number of batches in an epoch."""

    def epoch(self, number: int) -> Iterator[Batch]:
        """The batches of epoch ``number`` = 0, 1, 2, ..."""


class ArrayBatches:
    """Whole arrays in batches of ``batch_size``; the last one may be smaller."""

    def __init__(
        self,
        inputs: list[Array],
        y: Array | None,
        weights: Array | None,
        batch_size: int,
        shuffle_seed: int | None,
        dtype: str,
    ) -> None:
        self.inputs, self.y, self.weights = inputs, y, weights
        self.batch_size, self.shuffle_seed, self.dtype = batch_size, shuffle_seed, dtype

    def __len__(self) -> int:
        return -(-len(self.inputs[0]) // self.batch_size)

    def epoch(self, number: int) -> Iterator[Batch]:
        """Shuffled if there is a seed for it."""
        samples = len(self.inputs[0])
        order = None if self.shuffle_seed is None else random.generator(self.shuffle_seed, number).permutation(samples)
        for start in range(0, samples, self.batch_size):
            part = slice(start, start + self.batch_size)
            chosen = part if order is None else order[part]
            yield Batch(
                [np.ascontiguousarray(x[chosen], self.dtype) for x in self.inputs],
                None if self.y is None else self.y[chosen],
                None if self.weights is None else self.weights[chosen],
            )


class DatasetBatches:
    """The batches that a :class:`PyDataset` makes, in an order of their own each epoch if shuffled.

    ``checks`` are the further arguments of ``_checked``, by which each batch is judged as it comes.
    """

    def __init__(self, dataset: PyDataset, shuffle_seed: int | None, **checks: Any) -> None:
        self.dataset, self.shuffle_seed, self.checks = dataset, shuffle_seed, checks

    def __len__(self) -> int:
        return len(self.dataset)

    def epoch(self, number: int) -> Iterator[Batch]:
        """Tells the data set when the epoch begins and when it is over."""
        self.dataset.on_epoch_begin()
        count = len(self.dataset)
        order: Sequence[int] = range(count)
        if self.shuffle_seed is not None:
            order = random.generator(self.shuffle_seed, number).permutation(count).tolist()
        for i in order:
            item = self.dataset[i]
            x, y, weights = (*item, None, None)[:3] if isinstance(item, tuple) else (item, None, None)
            inputs, labels, weights = _checked(x, y, weights, **self.checks)
            yield Batch([np.ascontiguousarray(a, self.checks["dtype"]) for a in inputs], labels, weights)
        self.dataset.on_epoch_end()


def as_batches(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    *,
    batch_size: int | None = None,
    shuffle_seed: int | None = None,
    class_weight: Mapping[int, float] | None = None,
    names: Sequence[str] = (),
    shapes: Sequence[Shape] = (),
    dtype: str = "float32",
) -> Batches:
    """Batches of whatever ``fit`` was given; ``names`` and ``shapes`` are those of the model's inputs."""
    checks: dict[str, Any] = {"names": names, "shapes": shapes, "class_weight": class_weight, "dtype": dtype}
    if isinstance(x, PyDataset):
        for name, value in (("y", y), ("sample_weight", sample_weight), ("batch_size", batch_size)):
            if value is not None:
                raise invalid(name, _("to be left out when `x` is a PyDataset, which makes its own batches"), value)
        return DatasetBatches(x, shuffle_seed, **checks)
    size = 32 if batch_size is None else batch_size
    if isinstance(size, bool) or not isinstance(size, int | np.integer) or size < 1:
        raise invalid("batch_size", _("a whole number above 0"), batch_size)
    inputs, labels, weights = _checked(x, y, sample_weight, **checks)
    return ArrayBatches(inputs, labels, weights, int(size), shuffle_seed, dtype)


def as_inputs(x: Any, names: Sequence[str] = ()) -> list[Array]:
    """One array for each input of the model, from an array, a list or tuple of arrays, or a dict by input name."""
    if isinstance(x, Mapping):
        missing = [name for name in names if name not in x]
        if missing or len(x) != len(names):
            raise invalid("x", _("one array for each input: {names}", names=", ".join(names)), list(x))
        items = [x[name] for name in names]
    elif isinstance(x, list | tuple) and x and all(hasattr(item, "shape") for item in x) and len(names) != 1:
        items = list(x)
    else:
        items = [x]
    arrays = [np.asarray(item) for item in items]
    for array in arrays:
        if array.ndim == 0 or array.dtype.kind not in "fiub":
            raise invalid("x", _("arrays of numbers with one row a sample"), array)
    return [array[:, None] if array.ndim == 1 else array for array in arrays]


def _checked(
    x: Any,
    y: Any,
    sample_weight: Any,
    *,
    names: Sequence[str],
    shapes: Sequence[Shape],
    class_weight: Mapping[int, float] | None,
    dtype: str,
) -> tuple[list[Array], Array | None, Array | None]:
    """Inputs, labels and weights as arrays that fit the model and each other; class weights are worked in."""
    inputs, labels, weights = as_inputs(x, names), _labels(y), _weights(sample_weight, dtype)
    samples = len(inputs[0])
    _check_shapes(inputs, shapes)
    if samples == 0:
        raise invalid("x", _("at least one sample"), inputs[0])
    for name, array in [("x", a) for a in inputs[1:]] + [("y", labels), ("sample_weight", weights)]:
        if array is not None and len(array) != samples:
            raise invalid(name, _("{samples} samples, as many as in `x`", samples=samples), array)
    if class_weight is not None:
        weights = _with_class_weight(labels, weights, class_weight)
    return inputs, labels, weights


def _check_shapes(inputs: list[Array], shapes: Sequence[Shape]) -> None:
    """Refuse inputs that do not fit the model's: another number of them, or other dimensions."""
    if shapes and len(inputs) != len(shapes):
        raise invalid("x", _("{count} arrays, one for each input", count=len(shapes)), [a.shape for a in inputs])
    for array, shape in zip(inputs, shapes, strict=False):
        if not fits(array.shape, shape):
            raise invalid("x", _("shape {shape}, that of the model's input", shape=shape), array)


def fits(given: Shape, expected: Shape) -> bool:
    """Whether both shapes agree behind the batch, wherever both are known."""
    return len(given) == len(expected) and all(
        a is None or b is None or a == b for a, b in zip(given[1:], expected[1:], strict=True)
    )


def _labels(y: Any) -> Array | None:
    if y is None:
        return None
    array = np.asarray(y)
    if array.dtype.kind not in "fiub" or array.ndim == 0:
        raise invalid("y", _("an array of numbers with one row a sample"), array)
    return array


def _weights(weights: Any, dtype: str) -> Array | None:
    """Weights as floats, (n,) also when they come as (n, 1)."""
    if weights is None:
        return None
    array = np.asarray(weights, dtype)
    if array.ndim == 0:
        raise invalid("sample_weight", _("an array with one weight a sample"), weights)
    return array[..., 0] if array.ndim > 1 and array.shape[-1] == 1 else array


def _with_class_weight(labels: Array | None, weights: Array | None, class_weight: Mapping[int, float]) -> Array:
    """Each sample's weight times that of its class; a class that is not named has weight 1."""
    if labels is None:
        raise invalid("class_weight", _("labels `y` to go with it"), class_weight)
    classes = labels.argmax(axis=-1) if labels.ndim > 1 and labels.shape[-1] > 1 else labels.reshape(len(labels))
    own = np.asarray([class_weight.get(int(c), 1.0) for c in classes], np.float32)
    return own if weights is None else own * weights
