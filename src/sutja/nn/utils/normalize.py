"""Vectors of length 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.typing import Array

__all__ = ["normalize"]


def normalize(x: Any, axis: int = -1, order: int = 2) -> Array:
    """``x`` divided by its norm of order ``order`` along ``axis``; what is 0 stays 0."""
    array = np.asarray(x)
    norm = np.linalg.norm(array, order, axis, keepdims=True)
    return array / np.where(norm == 0, 1, norm)
