"""One-hot labels: 3 of 10 becomes (0, 0, 0, 1, 0, 0, 0, 0, 0, 0)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.typing import Array

__all__ = ["to_categorical"]


def to_categorical(x: Any, num_classes: int | None = None) -> Array:
    """Labels (n,) or (n, 1) of whole numbers -> (n, num_classes); without a number, the largest label plus 1."""
    labels = np.asarray(x).astype(np.int64)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if num_classes is None and not labels.size:
        raise invalid("num_classes", _("a number of classes where there are no labels"), num_classes)
    classes = int(labels.max()) + 1 if num_classes is None else whole("num_classes", num_classes)
    if labels.size and (labels.min() < 0 or labels.max() >= classes):
        raise invalid("x", _("labels from 0 to {last}", last=classes - 1), x)
    return np.eye(classes)[labels]
