"""What an optimizer remembers of a weight that has no gradient any more, behind a unit that is never on.

A memory m <- beta m shrinks at every step, and after some hundred of them lies under 1e-38: *denormal* numbers, with
which processors are ten times as slow. Long before that it moves no weight any more. So from time to time whatever is
under 1e-30 is taken as 0. From there 64 steps lead to denormal numbers only if beta is under 0.75.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.typing import Array

__all__ = ["EVERY", "forget_traces"]

EVERY = 64
"""Steps between two times; so rarely, it costs nothing that one could measure."""
NOTHING = 1e-30


def forget_traces(memory: Array) -> None:
    """Set to 0, in place, what has shrunk to nothing."""
    memory[np.abs(memory) < NOTHING] = 0
