"""The loss of sequences with a mask: steps that do not exist do not count.

    L = sum over the steps that exist of w l / (number of steps that exist)

A loss divides its sum by the number of all steps, so a mask becomes weights: (all steps) / (those that exist) where a
step exists, and 0 elsewhere. A loss with reduction "sum" divides by nothing; there the weights are 1 and 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sutja.nn.losses.loss import Loss, weighted
from sutja.nn.typing import Array

__all__ = ["steps_in", "with_mask"]


def steps_in(mask: Array) -> Array:
    """(number of all steps, number of those that exist)."""
    return np.array([mask.size, np.count_nonzero(mask)], np.float64)


def with_mask(weights: Array | None, mask: Array | None, loss: Loss, steps: Sequence[Array] = ()) -> Array | None:
    """The weights for ``loss`` with ``mask`` (batch, time) worked in.

    ``steps``: what :func:`steps_in` says for each part of the batch, if ``mask`` is only one of them.
    """
    if mask is None:
        return weights
    total, existing = sum(steps[1:], steps[0]) if steps else steps_in(mask)
    share = total / existing if existing and loss.reduction != "sum" else 1.0
    factors: Array = mask * share
    return factors if weights is None else weighted(factors, weights)
