"""What a regularizer is: a price on weights, or on a layer's output, that is added to the loss.

    penalty   r(w), a number
    slope     dr/dw, of the shape of w

Training then looks for weights that explain the data and are cheap as well; such a network over-fits less.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from sutja.nn import config
from sutja.nn.typing import Array, Config
from sutja.nn.unsupported import refuse, without_what_is_off

__all__ = ["Regularizer"]


class Regularizer:
    """Base of all regularizers: a subclass writes ``penalty`` and ``slope``."""

    def __call__(self, x: Any) -> float:
        """The penalty for ``x``, anything like an array."""
        array = np.asarray(x)
        return self.penalty(array if array.dtype.kind == "f" else array.astype(config.floatx()))

    def penalty(self, x: Array) -> float:
        """r(x), what is added to the loss."""
        raise NotImplementedError

    def slope(self, x: Array) -> Array:
        """dr/dx, of the shape of ``x``."""
        raise NotImplementedError

    def get_config(self) -> Config:
        """The arguments from which ``from_config`` makes the same regularizer."""
        raise NotImplementedError

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """The regularizer that ``get_config`` describes."""
        known = set(cls().get_config())
        more = {k: v for k, v in without_what_is_off(cls, config).items() if k not in known}
        refuse(cls, more, {})
        return cls(**{k: v for k, v in config.items() if k in known})
