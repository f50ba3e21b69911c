"""The skeleton: a shape thinned to lines one pixel wide along its middle.

Pixels are taken off the border of the shape, in turns from two sides, wherever that neither breaks the shape nor
shortens a line, until nothing can be taken (Z. Guo and R. W. Hall, "Parallel thinning with two-subiteration
algorithms", 1989). With the neighbours of a pixel numbered clockwise from the one above it,

    7 0 1
    6 . 2        n₀ ... n₇, each 1 inside the shape and 0 outside it,
    5 4 3

a pixel of the shape is taken if all three hold:

    1. it has one connected neighbourhood:   Σ over i = 0, 2, 4, 6 of  ¬nᵢ ∧ (nᵢ₊₁ ∨ nᵢ₊₂)  = 1
    2. it is on the border, but no end:      2 <= min(Σ nᵢ₋₁ ∨ nᵢ, Σ nᵢ ∨ nᵢ₊₁) <= 3,  i = 0, 2, 4, 6
    3. it is on the side whose turn it is:   (n₄ ∨ n₅ ∨ ¬n₇) ∧ n₆ = 0, then (n₀ ∨ n₁ ∨ ¬n₃) ∧ n₂ = 0.

Each turn looks at all pixels at once. The answer depends on the eight neighbours alone, so it is looked up in a
table of 256 entries for each side.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["skeleton"]

_NEIGHBOURS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # (down, right)


def skeleton(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The skeleton of ``shape`` (H, W): as many pieces and holes, nowhere more than a pixel wide or nearly so."""
    height, width = shape.shape
    padded = np.pad(shape, 1).astype(np.uint8)
    inside = padded[1:-1, 1:-1]
    sides = [padded[1 + down : 1 + down + height, 1 + right : 1 + right + width] for down, right in _NEIGHBOURS]
    changed = True
    while changed:
        changed = False
        for table in _tables():
            code = np.zeros_like(inside)
            for bit, neighbour in enumerate(sides):
                code |= neighbour << bit
            taken = table[code] & (inside == 1)
            inside[taken] = 0
            changed |= bool(taken.any())
    return inside.astype(bool)


@cache
def _tables() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each of the two sides: whether a pixel with the neighbours of a code (n₀ is bit 0) is taken."""
    n = [(np.arange(256) >> bit & 1).astype(bool) for bit in range(8)]
    even = (0, 2, 4, 6)
    branches = sum((~n[i] & (n[i + 1] | n[(i + 2) % 8])).astype(int) for i in even)
    before = sum((n[i - 1] | n[i]).astype(int) for i in even)
    after = sum((n[i] | n[i + 1]).astype(int) for i in even)
    fewest = np.minimum(before, after)
    border = (branches == 1) & (fewest >= 2) & (fewest <= 3)
    first = border & ~((n[4] | n[5] | ~n[7]) & n[6])
    second = border & ~((n[0] | n[1] | ~n[3]) & n[2])
    return first, second
