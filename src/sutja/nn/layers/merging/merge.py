"""What layers that combine several tensors element by element have in common: shapes and broadcasting.

Inputs need not be of one shape. One with fewer dimensions gets dimensions of length 1 behind the batch, and along a
dimension of length 1 an input is repeated as often as the others need. What is repeated n times moves the result in n
places, so its gradient is the sum over these places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Shape

__all__ = ["Merge", "several"]


class Merge(Layer):
    """Base of the element-wise merging layers: a subclass writes ``merge`` and ``gradients``."""

    supports_masking = True

    neutral: ClassVar[float | None] = None
    """What an input counts as in time steps that do not exist for it; ``None``: as what it is."""

    zero_where_nothing_is: ClassVar[bool] = False
    """What stands in steps that exist for no input: 0, or the first input as it is."""

    def merge(self, x: list[Array], y: Array, call: Call) -> None:
        """Fill ``y`` from the inputs, which have as many dimensions as ``y`` and broadcast to its shape."""
        raise NotImplementedError

    def gradients(self, dy: Array, call: Call) -> Sequence[Array]:
        """For each input dL/dx, of the shape of ``dy``: as if it had not been repeated."""
        raise NotImplementedError

    def check_input_shape(self, input_shape: list[Shape]) -> None:
        """Refuse anything but two or more shapes that fit each other."""
        several(input_shape)
        self.compute_output_shape(input_shape)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """The shape to which all inputs broadcast."""
        rank = max(map(len, input_shape))
        full = [(shape[0], *[1] * (rank - len(shape)), *shape[1:]) for shape in input_shape]
        return tuple(_common(sizes, input_shape) for sizes in zip(*full, strict=True))

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """A time step exists if it does in any input; one without a mask has all steps, and so has the result."""
        return None if mask is None or any(m is None for m in mask) else np.logical_or.reduce(mask)

    def forward(self, x: list[Array], call: Call) -> Array:
        """The combination of all inputs."""
        rank = max(array.ndim for array in x)
        same_rank = [array.reshape(len(array), *[1] * (rank - array.ndim), *array.shape[1:]) for array in x]
        shape = np.broadcast_shapes(*[array.shape for array in same_rank])
        y = call.buffer("y", shape, x[0].dtype)
        seen = self._steps_seen(same_rank, call)
        self.merge(same_rank if seen is None else self._without_the_unseen(same_rank, seen), y, call)
        call.save(call.saved, [(array.shape, full.shape) for array, full in zip(x, same_rank, strict=True)], seen)
        return y

    def backward(self, dy: Array, call: Call) -> list[Array]:
        """The gradients of a plain case, summed over the places where an input was repeated."""
        call.saved, shapes, seen = call.saved
        gradients = self.gradients(dy, call)
        if seen is not None:
            gradients = [np.where(own, gradient, 0) for own, gradient in zip(seen, gradients, strict=True)]
        return [
            _sum_to(full_rank, gradient).reshape(shape)
            for gradient, (shape, full_rank) in zip(gradients, shapes, strict=True)
        ]

    def _steps_seen(self, x: list[Array], call: Call) -> list[Array] | None:
        """For each input, where it counts, (batch, time, 1, ...); ``None`` if all count everywhere."""
        if self.neutral is None or not isinstance(call.mask, list) or all(mask is None for mask in call.mask):
            return None
        masks = [np.array(True) if mask is None else mask for mask in call.mask]
        if not self.zero_where_nothing_is:
            masks[0] = masks[0] | ~_any_of(masks)
        return [mask.reshape(mask.shape + (1,) * (x[0].ndim - mask.ndim)) if mask.ndim else mask for mask in masks]

    def _without_the_unseen(self, x: list[Array], seen: list[Array]) -> list[Array]:
        parts = [np.where(own, array, array.dtype.type(self.neutral)) for own, array in zip(seen, x, strict=True)]
        if self.zero_where_nothing_is:
            parts[0] *= _any_of(seen)
        return parts


def _any_of(masks: list[Array]) -> Array:
    """Where any of the masks, which broadcast to each other, is True."""
    return np.logical_or.reduce(np.broadcast_arrays(*masks))


def several(input_shape: Any, count: int | None = None) -> None:
    """Refuse anything but a list of two or more shapes, or of ``count``."""
    if isinstance(input_shape, list) and (len(input_shape) == count if count else len(input_shape) > 1):
        return
    expected = _("a list of {count} tensors", count=count) if count else _("a list of two or more tensors")
    raise invalid("inputs", expected, input_shape)


def _common(sizes: Sequence[int | None], shapes: list[Shape]) -> int | None:
    """The length of one dimension that all inputs broadcast to; ``None`` if it is open in one of them."""
    if None in sizes:
        return None
    longer = {size for size in sizes if size != 1}
    if len(longer) > 1:
        raise invalid("inputs", _("tensors whose dimensions are equal, or 1"), shapes)
    return longer.pop() if longer else 1


def _sum_to(shape: tuple[int, ...], gradient: Array) -> Array:
    """``gradient`` summed over the dimensions along which an array of ``shape`` was repeated."""
    repeated = tuple(axis for axis, (a, b) in enumerate(zip(shape, gradient.shape, strict=True)) if a != b)
    return gradient.sum(axis=repeated, keepdims=True) if repeated else gradient
