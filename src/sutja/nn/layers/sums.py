"""Sums down the columns of a matrix, as the product of a row of ones with it, which BLAS does fastest."""

from __future__ import annotations

import numpy as np

from sutja.nn.typing import Array

__all__ = ["column_sums"]


def column_sums(rows: Array) -> Array:
    """The sum of each column of ``rows`` (n, m), (m,)."""
    sums: Array = np.ones(len(rows), rows.dtype) @ rows
    return sums
