"""RandomCrop: in training, a part of the picture at a random place; in use, as much of its middle as there is.

In use, and for pictures that are not larger than the part, the largest part in the middle with the asked proportions
is brought to the asked size, as Keras' documentation has it (its version 3.15 leaves the picture as it is in use, and
so gives another shape than it says).
"""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.checks import as_seed, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.interpolation import apply_both, bilinear
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["RandomCrop"]


class RandomCrop(Layer):
    """(batch, h, w, c) -> (batch, height, width, c); all pictures of a batch's shard are cut at one place."""

    input_rank = 4
    usual_training = True
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self, height: int, width: int, seed: int | None = None, data_format: str | None = None, **others: Any
    ) -> None:
        super().__init__(data_format=data_format, **others)
        self.height, self.width = whole("height", height), whole("width", width)
        self.seed = as_seed(seed)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, height, width, c)."""
        if None in input_shape[1:3]:
            raise invalid("input_shape", _("a shape whose height and width are known"), input_shape)
        return (input_shape[0], self.height, self.width, input_shape[3])

    def forward(self, x: Array, call: Call) -> Array:
        """A random part, or the middle."""
        h, w = x.shape[1:3]
        if call.training and h > self.height and w > self.width:
            rng = call.random(self.seed)
            top, left = rng.integers(h - self.height + 1), rng.integers(w - self.width + 1)
            size = (self.height, self.width)
        else:
            size = (min(h, max(1, w * self.height // self.width)), min(w, max(1, h * self.width // self.height)))
            top, left = (h - size[0]) // 2, (w - size[1]) // 2
        inside = (slice(None), slice(top, top + size[0]), slice(left, left + size[1]))
        rows, columns = (
            bilinear(*sizes).astype(x.dtype) for sizes in zip(size, (self.height, self.width), strict=True)
        )
        call.save(inside, x.shape, rows, columns)
        return x[inside] if size == (self.height, self.width) else apply_both(rows, columns, x[inside])

    def backward(self, dy: Array, call: Call) -> Array:
        """What was cut did not matter; the rest gets back its part."""
        inside, shape, rows, columns = call.saved
        dx = call.buffer("dx", shape, dy.dtype)
        dx[...] = 0
        dx[inside] = apply_both(rows.T, columns.T, dy)
        return dx

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "height": self.height,
            "width": self.width,
            "seed": self.seed,
            "data_format": "channels_last",
        }
