"""Four points on a straight line, y = 1 - x, and a fifth to predict. ``A-linear-regression``."""

from __future__ import annotations

import numpy as np

from sutja.labs.examples import Examples

__all__ = ["straight"]


def straight(count: int | None = None) -> Examples:
    """x = 1, 2, 3, 4 to learn from and x = 5 to be asked for; all of them, whatever ``count`` says."""
    x = np.arange(1, 6, dtype=np.float32)[:, None]
    return Examples(x[:4], 1 - x[:4], x[4:], 1 - x[4:], "straight", "four points that the deck prints", classes=1)
