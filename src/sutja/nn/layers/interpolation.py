"""Pictures in another size: y = A x B^T for each channel of a picture x (h, w).

A (h', h) says of which rows a new row is made, B the same of the columns. The middle of new row i lies at
(i + 1/2) h / h' - 1/2 in the old picture's rows.

    nearest    each row is repeated: one 1 in each row of A
    bilinear   a mean of the two nearest rows, by their distance; the outermost rows go on beyond the border
"""

from __future__ import annotations

import numpy as np

from sutja.nn.typing import Array

__all__ = ["apply_both", "bilinear", "nearest"]


def apply_both(rows: Array, columns: Array, x: Array) -> Array:
    """``rows`` x ``columns``^T for each channel of each picture of ``x`` (n, h, w, c)."""
    n, h, w, c = x.shape
    tall = np.matmul(rows, x.reshape(n, h, w * c))
    return np.matmul(columns, tall.reshape(n * len(rows), w, c)).reshape(n, len(rows), len(columns), c)


def nearest(old: int, new: int) -> Array:
    """(new, old), where new is a multiple of old."""
    return np.repeat(np.eye(old), new // old, axis=0)


def bilinear(old: int, new: int) -> Array:
    """(new, old)."""
    at = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
    weights: Array = np.maximum(1 - np.abs(at[:, None] - np.arange(old)), 0)
    return weights
