"""Gradient accumulation: one step for the mean of several gradients.

    g <- (g_1 + ... + g_n) / n        after every n gradients; in between the weights stay as they are

So n small batches train as one large batch does, for which there may be no memory.
"""

from __future__ import annotations

import numpy as np

from sutja.checks import whole
from sutja.nn.typing import Array
from sutja.nn.variables import FlatVector

__all__ = ["Accumulation"]


class Accumulation:
    """The mean above of ``every`` = n gradients, or each by itself if ``None``; ``sum`` holds those since the last."""

    def __init__(self, every: int | None = None) -> None:
        self.every = None if every is None else whole("gradient_accumulation_steps", every, 2)
        self.sum: Array | None = None

    def build(self, vector: FlatVector, before: FlatVector | None = None) -> None:
        """Make room for the sum; weights that were in ``before`` keep theirs."""
        old, self.sum = self.sum, vector.like() if self.every else None
        if old is not None and before is not None and self.sum is not None:
            vector.move(old, before, self.sum)

    def completes(self, gradient: Array, seen: int) -> bool:
        """Add ``gradient``, before which ``seen`` others came; when there are enough, turn it into their mean."""
        if self.sum is None or self.every is None:
            return True
        complete = (seen + 1) % self.every == 0
        self.sum += gradient
        if complete:
            np.divide(self.sum, self.every, out=gradient)
            self.sum[...] = 0
        return complete
