"""What a layer inside TimeDistributed or Bidirectional loses: its own ``activity_regularizer`` counts for nothing.

The wrapper asks for its output, past what Keras does around a call. The wrapper's own ``activity_regularizer`` counts.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from sutja.language import translate as _

if TYPE_CHECKING:
    from sutja.nn.layers.layer import Layer

__all__ = ["warn_of_lost_price"]


def warn_of_lost_price(wrapper: Layer, layer: Layer) -> None:
    """Say so if ``layer`` has one."""
    if layer.activity_regularizer is not None:
        warnings.warn(
            _(
                "`activity_regularizer` of `{name}` counts for nothing inside {wrapper}, as in Keras. "
                "Give it to {wrapper} itself.",
                name=layer.name,
                wrapper=type(wrapper).__name__,
            ),
            stacklevel=3,
        )
