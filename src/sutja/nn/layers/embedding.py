"""Embedding: a vector for each word (or any other thing that has a number), looked up in a table.

    y_bt = E[x_bt]        x (batch, time) whole numbers   E (input_dim, output_dim)   y (batch, time, output_dim)

It is Dense without bias on one-hot rows, without the multiplication: the gradient of a row of E is the sum of dy over
the places where that row was looked up.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import whole
from sutja.errors import InvalidArgument
from sutja.language import translate as _
from sutja.nn import initializers, regularizers
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Embedding"]


class Embedding(Layer):
    """``output_dim`` numbers for each of ``input_dim`` words; inputs are whole numbers in [0, input_dim).

    ``mask_zero``: 0 is no word but a place to be filled; the output's mask is False there. ``weights``: the table to
    start from. Weight: ``embeddings`` (input_dim, output_dim).
    """

    width_axis = None

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        *,
        mask_zero: bool = False,
        weights: Any = None,
        **others: Any,
    ) -> None:
        others.pop("input_length", None)  # Keras takes it too, and asks for nothing
        super().__init__(**others)
        self.input_dim, self.output_dim = whole("input_dim", input_dim), whole("output_dim", output_dim)
        self.mask_zero = mask_zero
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.embeddings_regularizer = regularizers.get(embeddings_regularizer)
        if weights is not None:
            self.build((None, None))
            self.set_weights(weights if isinstance(weights, list) and len(weights) == 1 else [weights])

    def build(self, input_shape: Shape) -> None:
        """Make the table."""
        self.embeddings = self.add_weight(
            "embeddings",
            (self.input_dim, self.output_dim),
            self.embeddings_initializer,
            regularizer=self.embeddings_regularizer,
        )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, ...) -> (batch, ..., output_dim)."""
        return (*input_shape, self.output_dim)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """False where the input is 0, with ``mask_zero``."""
        return np.asarray(inputs) != 0 if self.mask_zero else super().compute_mask(inputs, mask)

    def forward(self, x: Array, call: Call) -> Array:
        """The rows of the table that ``x`` names; numbers with a fraction lose it."""
        words = x.astype(np.intp)
        if words.size and (words.min() < 0 or words.max() >= self.input_dim):
            wrong = words.min() if words.min() < 0 else words.max()
            raise InvalidArgument(
                _(
                    "Input of layer `{name}` (Embedding) does not fit. Expected whole numbers from 0 to {last}. "
                    "Received: {wrong}. A larger `input_dim` makes room for more.",
                    name=self.name,
                    last=self.input_dim - 1,
                    wrong=wrong,
                )
            )
        call.save(words)
        y = call.buffer("y", (*x.shape, self.output_dim), self.embeddings.value.dtype)
        return np.take(self.embeddings.value, words, axis=0, out=y, mode="clip")

    def backward(self, dy: Array, call: Call) -> Array | None:
        """dE[w] = sum of dy over all places where x = w: sort by word, then add up each word's stretch.

        A word's number has no slope: dx = 0.
        """
        words = call.saved
        if call.wants(self.embeddings) and words.size:
            flat = words.reshape(-1)
            order = np.argsort(flat, kind="stable")
            found, starts = np.unique(flat[order], return_index=True)
            gradient = call.gradient(self.embeddings)
            gradient[...] = 0
            gradient[found] = np.add.reduceat(dy.reshape(-1, self.output_dim)[order], starts, axis=0)
        if not call.needs_input_gradient:
            return None
        dx = call.buffer("dx", words.shape, dy.dtype)
        dx[...] = 0
        return dx

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "input_dim": self.input_dim,
            "output_dim": self.output_dim,
            "embeddings_initializer": initializers.serialize(self.embeddings_initializer),
            "embeddings_regularizer": regularizers.serialize(self.embeddings_regularizer),
            "mask_zero": self.mask_zero,
        }
