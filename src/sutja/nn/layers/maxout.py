"""Maxout: of each group of k features the largest, an activation function that is learnt with its layer.

    y[..., u] = max over j of x[..., u k + j],    k = features / num_units

After a Dense layer, each unit is the largest of k straight lines, and so any convex function of its inputs. Keras does
not have it. Goodfellow et al. 2013.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import dimension, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Maxout"]


class Maxout(Layer):
    """``num_units``: how many features are left of those along ``axis``."""

    def __init__(self, num_units: int, axis: int = -1, **others: Any) -> None:
        super().__init__(**others)
        self.num_units = whole("num_units", num_units)
        self.axis = dimension("axis", axis)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """``num_units`` along ``axis``."""
        rank = len(input_shape)
        features = input_shape[self.axis] if -rank < self.axis < rank else None
        if features is None or features % self.num_units:
            raise invalid("num_units", _("a divisor of the features, {features}", features=features), self.num_units)
        axis = self.axis % rank
        return (*input_shape[:axis], self.num_units, *input_shape[axis + 1 :])

    def check_input_shape(self, input_shape: Shape) -> None:
        """Refuse features that do not fall into groups."""
        self.compute_output_shape(input_shape)

    def forward(self, x: Array, call: Call) -> Array:
        """The largest of each group."""
        axis = self.axis % x.ndim
        groups = x.reshape(*x.shape[:axis], self.num_units, -1, *x.shape[axis + 1 :])
        winner = np.expand_dims(groups.argmax(axis=axis + 1), axis + 1)
        call.save(winner, groups.shape, x.shape, axis)
        return np.take_along_axis(groups, winner, axis + 1).squeeze(axis + 1)

    def backward(self, dy: Array, call: Call) -> Array:
        """dy goes to the winner of each group, the first one of equals; the others did not matter."""
        winner, groups, shape, axis = call.saved
        dx = call.buffer("dx", groups, dy.dtype)
        dx[...] = 0
        np.put_along_axis(dx, winner, np.expand_dims(dy, axis + 1), axis + 1)
        return dx.reshape(shape)

    def get_config(self) -> Config:
        """Both arguments."""
        return {**super().get_config(), "num_units": self.num_units, "axis": self.axis}
