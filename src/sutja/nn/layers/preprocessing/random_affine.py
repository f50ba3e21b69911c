"""What random rotation, zoom and translation have in common: arguments, and moving the pixels.

Each picture gets a transformation of its own, drawn anew in each step of training; in use, pictures stay as they are.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.checks import as_seed
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.preprocessing.sampling import FILL_MODES, INTERPOLATIONS, Sampling
from sutja.nn.typing import Array, Config

__all__ = ["RandomAffine"]


class RandomAffine(Layer):
    """Base of the three: a subclass draws ``matrices``.

    ``fill_mode``: what lies beyond the border, one of "reflect", "wrap", "constant" (``fill_value``) and "nearest".
    ``interpolation``: "bilinear" or "nearest".
    """

    input_rank = 4
    usual_training = True
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(
        self,
        fill_mode: str = "reflect",
        *,
        interpolation: str = "bilinear",
        seed: int | None = None,
        fill_value: float = 0.0,
        data_format: str | None = None,
        **others: Any,
    ) -> None:
        super().__init__(data_format=data_format, **others)
        for name, value, known in (
            ("fill_mode", fill_mode, FILL_MODES),
            ("interpolation", interpolation, INTERPOLATIONS),
        ):
            if value not in known:
                raise invalid(name, _("one of: {names}", names=", ".join(known)), value)
        self.fill_mode, self.interpolation = fill_mode, interpolation
        self.seed, self.fill_value = as_seed(seed), fill_value

    def matrices(self, count: int, height: int, width: int, rng: np.random.Generator) -> Array:
        """(count, 6): for each picture a0, a1, a2, b0, b1, b2 of :mod:`sutja.nn.layers.preprocessing.sampling`."""
        raise NotImplementedError

    def forward(self, x: Array, call: Call) -> Array:
        """Each picture transformed in training; x otherwise."""
        if not call.training:
            call.save(None)
            return x
        _n, height, width, _c = x.shape
        matrices = self.matrices(len(x), height, width, call.random(self.seed))
        sampling = Sampling(height, width, matrices, self.interpolation, self.fill_mode)
        call.save(sampling)
        return sampling.forward(x, self.fill_value)

    def backward(self, dy: Array, call: Call) -> Array | None:
        """Gradients go back to the pixels that were looked at."""
        if not call.needs_input_gradient:
            return None
        sampling: Sampling | None = call.saved
        return dy if sampling is None else sampling.backward(dy)

    def get_config(self) -> Config:
        """The arguments that the three have in common."""
        return {
            **super().get_config(),
            "data_format": "channels_last",
            "fill_mode": self.fill_mode,
            "fill_value": self.fill_value,
            "interpolation": self.interpolation,
            "seed": self.seed,
        }


def columns(*entries: Any) -> Array:
    """Matrices from their entries, each a number or an array (count,)."""
    matrices: Array = np.stack(np.broadcast_arrays(*entries), axis=1)
    return matrices
