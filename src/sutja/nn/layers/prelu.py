"""PReLU: a leaky ReLU that learns its slope.

    y = x for x >= 0,    alpha x below

with one alpha for each number of a sample, or one for all places along ``shared_axes``. He et al. 2015.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.checks import is_whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import initializers, regularizers
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["PReLU"]


class PReLU(Layer):
    """Weight ``alpha``, of the shape of a sample, but 1 along ``shared_axes`` ([1, 2]: one a channel of a picture)."""

    supports_masking = True

    def __init__(
        self,
        alpha_initializer: Any = "zeros",
        alpha_regularizer: Any = None,
        *,
        shared_axes: int | Sequence[int] | None = None,
        **others: Any,
    ) -> None:
        super().__init__(**others)
        self.alpha_initializer = initializers.get(alpha_initializer)
        self.alpha_regularizer = regularizers.get(alpha_regularizer)
        axes: list[Any] = list(shared_axes) if isinstance(shared_axes, list | tuple) else [shared_axes]
        if shared_axes is not None and not all(is_whole(axis, 1) for axis in axes):
            raise invalid("shared_axes", _("numbers of dimensions above 0, which is the batch"), shared_axes)
        self.shared_axes = None if shared_axes is None else [int(axis) for axis in axes]

    def build(self, input_shape: Shape) -> None:
        """Make alpha."""
        shared = self.shared_axes or []
        if shared and max(shared) >= len(input_shape):
            raise invalid("shared_axes", _("dimensions of the input {shape}", shape=input_shape), self.shared_axes)
        shape = [1 if axis in shared else size for axis, size in enumerate(input_shape)][1:]
        sizes = [size for size in shape if size is not None]
        if len(sizes) < len(shape):
            raise invalid("input_shape", _("known dimensions, but for the batch and `shared_axes`"), input_shape)
        self.alpha = self.add_weight("alpha", sizes, self.alpha_initializer, regularizer=self.alpha_regularizer)

    def forward(self, x: Array, call: Call) -> Array:
        """max(x, 0) + alpha min(x, 0)."""
        call.save(x)
        y = np.minimum(x, 0, out=call.buffer("y", x.shape, x.dtype))
        y *= self.alpha.value
        y += np.maximum(x, 0)
        return y

    def backward(self, dy: Array, call: Call) -> Array:
        """dalpha sums dy min(x, 0) over all that share it; dx = dy above 0, alpha dy below, and 0 at 0, as in Keras."""
        x = call.saved
        if call.wants(self.alpha):
            axes = (0, *(self.shared_axes or []))
            call.gradient(self.alpha)[...] = np.sum(dy * np.minimum(x, 0), axis=axes).reshape(self.alpha.shape)
        slope = (x > 0).astype(dy.dtype)
        slope += (x < 0) * self.alpha.value
        return np.multiply(dy, slope, out=call.buffer("dx", dy.shape, dy.dtype))

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "alpha_initializer": initializers.serialize(self.alpha_initializer),
            "alpha_regularizer": regularizers.serialize(self.alpha_regularizer),
            "shared_axes": self.shared_axes,
        }
