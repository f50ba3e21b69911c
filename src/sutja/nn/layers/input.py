"""Input: where data enters a graph. It computes nothing; it states the shape that everything else is built for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sutja.checks import is_whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.graph.node import Node
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Config, DType, Shape

__all__ = ["Input", "InputLayer"]


class InputLayer(Layer):
    """The layer behind :func:`Input`; ``batch_shape`` includes the batch, ``shape`` leaves it out."""

    def __init__(
        self,
        shape: Sequence[int | None] | None = None,
        batch_size: int | None = None,
        dtype: DType | Config | None = None,
        *,
        batch_shape: Sequence[int | None] | None = None,
        name: str | None = None,
        **others: Any,
    ) -> None:
        whole = _whole(dtype)
        super().__init__(name=name, dtype=None if whole else dtype, **others)
        self.dtype = whole or self.dtype
        if (shape is None) == (batch_shape is None):
            raise invalid("shape", _("either `shape` or `batch_shape`, not both and not none"), shape)
        full = tuple(batch_shape) if batch_shape is not None else (batch_size, *_checked(shape))
        self.batch_shape: Shape = full
        self.built = True
        Node(self, [], full, takes_list=False)

    def get_config(self) -> Config:
        """The shape, the dtype and the name."""
        return {"batch_shape": list(self.batch_shape), "dtype": self.dtype, "name": self.name}


def Input(
    shape: Sequence[int | None] | None = None,
    batch_size: int | None = None,
    dtype: DType | None = None,
    *,
    batch_shape: Sequence[int | None] | None = None,
    name: str | None = None,
    **others: Any,
) -> KerasTensor:
    """A tensor from which to build a graph: ``Input((28, 28, 1))`` for MNIST images.

    ``shape`` leaves the batch out; ``None`` in it is a dimension that may vary.
    """
    layer = InputLayer(shape=shape, batch_size=batch_size, dtype=dtype, batch_shape=batch_shape, name=name, **others)
    return layer.nodes[0].output


def _whole(dtype: DType | Config | None) -> str | None:
    """The name of a dtype of whole numbers, such as words have; the layers compute with them as floats."""
    try:
        kind = np.dtype(dtype) if isinstance(dtype, str | np.dtype | type) else None
    except TypeError:
        return None
    return kind.name if kind is not None and kind.kind in "iub" else None


def _checked(shape: Sequence[int | None] | None) -> tuple[int | None, ...]:
    if not isinstance(shape, Iterable) or not all(size is None or is_whole(size, 1) for size in shape):
        raise invalid("shape", _("a tuple of whole numbers above 0, such as (28, 28, 1)"), shape)
    return tuple(None if size is None else int(size) for size in shape)
