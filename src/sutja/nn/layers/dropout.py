"""Dropout: in training, switch each input off with probability ``rate``, and scale the others up.

    y = x m / (1 - rate),    m_i = 0 with probability rate, else 1

No unit can rely on another one being there, so the network must spread what it knows; it over-fits less. The
division keeps the expected value: E[y] = x. When the network is used, nothing is dropped and y = x.
Srivastava et al. 2014; deck experiments ``A-deep-500x4`` and ``A-deep-500x4-dropout``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

import numpy as np

from sutja.checks import as_seed, number
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import jit
from sutja.nn.call import Call
from sutja.nn.decisions import decisions, threshold
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["Dropout"]

_EACH = ([None], (None,))  # every sample is decided on by itself, so that a batch can be cut into shards


class Dropout(Layer):
    """Drops a share ``rate`` (in [0, 1], taken to the nearest 1/65536) of its inputs in training.

    ``noise_shape``: decisions that several inputs share. (None, 1, 8) for inputs (batch, time, 8) decides once for all
    time steps of a sample and feature; ``None``: as the input.
    """

    supports_masking: ClassVar[bool] = True
    usual_training: ClassVar[bool | None] = False

    def __init__(
        self, rate: float, noise_shape: Sequence[int | None] | None = None, seed: int | None = None, **others: Any
    ) -> None:
        super().__init__(**others)
        self.rate = number("rate", rate, 0, 1)
        if noise_shape is not None and (not isinstance(noise_shape, list | tuple) or noise_shape[:1] not in _EACH):
            raise invalid("noise_shape", _("a tuple that starts with None, such as (None, 1, 8)"), noise_shape)
        self.noise_shape = None if noise_shape is None else tuple(noise_shape)
        self.seed = as_seed(seed)

    def check_input_shape(self, input_shape: Shape) -> None:
        """Refuse an input that ``noise_shape`` does not fit."""
        super().check_input_shape(input_shape)
        noise = self.noise_shape
        if noise is not None and not (
            len(noise) == len(input_shape)
            and all(size in (None, 1) or whole in (None, size) for size, whole in zip(noise, input_shape, strict=True))
        ):
            raise invalid("noise_shape", _("sizes of the input {shape}, 1 or None", shape=input_shape), noise)

    def forward(self, x: Array, call: Call) -> Array:
        """x m / (1 - rate) in training, x otherwise."""
        if not call.training or self.rate == 0:
            call.save(None)
            return x
        keep, shape, start = 1 - self.rate, self.mask_shape(x), call.decisions_start(self.seed)
        scale = x.dtype.type(1 / keep if keep else 0)
        y = call.buffer("y", x.shape, x.dtype)
        if shape == x.shape and jit.wanted(x):
            call.save(_Decided(start, threshold(keep), scale))
            return call.saved.applied_to(x, y)
        factors = call.buffer("factors", shape, x.dtype)
        np.multiply(decisions(start, keep, shape), scale, out=factors)
        call.save(factors)
        return np.multiply(x, factors, out=y)

    def mask_shape(self, x: Array) -> tuple[int, ...]:
        """How many decisions there are for ``x``: one for each number, unless ``noise_shape`` says otherwise."""
        if self.noise_shape is None:
            return x.shape
        return tuple(whole if size is None else size for size, whole in zip(self.noise_shape, x.shape, strict=True))

    def backward(self, dy: Array, call: Call) -> Array:
        """The same factors: dx = dy m / (1 - rate)."""
        decided = call.saved
        if decided is None:
            return dy
        dx = call.buffer("dx", dy.shape, dy.dtype)
        if isinstance(decided, _Decided):
            return decided.applied_to(np.ascontiguousarray(dy), dx)
        return np.multiply(dy, decided, out=dx)

    def get_config(self) -> Config:
        """Rate, seed and noise shape."""
        noise = None if self.noise_shape is None else list(self.noise_shape)
        return {**super().get_config(), "rate": self.rate, "seed": self.seed, "noise_shape": noise}


class _Decided(NamedTuple):
    """Where the decisions of a step start, and what they do: no factors are kept, they are worked out twice."""

    start: int
    threshold: int
    scale: np.floating

    def applied_to(self, x: Array, y: Array) -> Array:
        """x m / (1 - rate), into ``y``."""
        from sutja.nn.layers.dropout_jit import drop

        drop(np.uint64(self.start), np.uint64(self.threshold), self.scale, x.reshape(-1), y.reshape(-1))
        return y
