"""RandomFlip: in training, mirror each picture with probability 1/2. Not for digits: a mirrored 2 is no 2."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.checks import as_seed
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config

__all__ = ["RandomFlip"]

_AXES = {"horizontal": (2,), "vertical": (1,), "horizontal_and_vertical": (1, 2)}


class RandomFlip(Layer):
    """``mode``: "horizontal" (left and right change places), "vertical", or both together."""

    input_rank = 4
    usual_training = True
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self,
        mode: str = "horizontal_and_vertical",
        seed: int | None = None,
        data_format: str | None = None,
        **others: Any,
    ) -> None:
        super().__init__(data_format=data_format, **others)
        if mode not in _AXES:
            raise invalid("mode", _("one of: {names}", names=", ".join(_AXES)), mode)
        self.mode, self.seed = mode, as_seed(seed)

    def forward(self, x: Array, call: Call) -> Array:
        """Half of the pictures mirrored in training; x otherwise."""
        flips = call.random(self.seed).random((len(x), 1, 1, 1)) <= 0.5 if call.training else None
        call.save(flips)
        return x if flips is None else self._flipped(x, flips)

    def backward(self, dy: Array, call: Call) -> Array:
        """Mirrored twice is as before: the same pictures once more."""
        return dy if call.saved is None else self._flipped(dy, call.saved)

    def _flipped(self, x: Array, flips: Array) -> Array:
        return np.where(flips, np.flip(x, _AXES[self.mode]), x)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "seed": self.seed, "mode": self.mode, "data_format": "channels_last"}
