"""Orthogonal weights: a matrix Q with Q^T Q = I turns and mirrors, but neither stretches nor shrinks.

A recurrent layer multiplies its state by the same matrix at every step. If that matrix keeps lengths, a signal, and
the gradient on its way back, survives many steps. Q comes from the QR decomposition of normal random numbers; with
the signs of R's diagonal made positive, every orthogonal matrix is equally likely. Saxe et al. 2014.
"""

from __future__ import annotations

import math

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.initializers.initializer import Initializer
from sutja.nn.typing import Array, Config

__all__ = ["Orthogonal"]


class Orthogonal(Initializer):
    """``gain`` times a matrix with orthonormal columns, or rows if it is wider than it is high.

    More than two dimensions: as a matrix whose rows are all but the last of them.
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        super().__init__(seed)
        self.gain = gain

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """gain Q, of ``shape``."""
        if len(shape) < 2:
            raise invalid("shape", _("at least 2 dimensions for an orthogonal matrix"), shape)
        rows, columns = math.prod(shape[:-1]), shape[-1]
        q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
        q *= np.sign(np.diagonal(r))
        return self.gain * (q if rows >= columns else q.T).reshape(shape)

    def get_config(self) -> Config:
        """Gain and seed."""
        return {"gain": self.gain, "seed": self.seed}
