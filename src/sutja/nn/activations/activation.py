"""What an activation function is: a formula and its derivative.

    forward(x, out)      ->  y = f(x)
    backward(dy, y, out) ->  dx = dy * f'(x), with f'(x) written in terms of y

Every function here can tell its derivative from its output alone, so a layer may compute it in place and need not
keep its input.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sutja.nn import config
from sutja.nn.typing import Array

__all__ = ["Activation"]


@dataclass(frozen=True)
class Activation:
    """A function ``name`` with its two passes; calling it computes ``forward`` on anything like an array."""

    name: str
    forward: Callable[[Array, Array | None], Array]
    backward: Callable[[Array, Array, Array | None], Array]

    def __call__(self, x: Any) -> Array:
        """f(x), as a new array."""
        array = np.asarray(x)
        return self.forward(array if array.dtype.kind == "f" else array.astype(config.floatx()), None)

    def __repr__(self) -> str:
        return f"<activation {self.name}>"
