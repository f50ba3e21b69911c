"""CIFAR-100, 60,000 colour photographs in 100 fine classes or 20 coarse ones."""

from __future__ import annotations

import numpy as np

from sutja.nn.datasets.door import Parts, columns_of_labels, load, parts

__all__ = ["load_data"]


def load_data(label_mode: str = "fine") -> Parts:
    """``(x_train, y_train), (x_test, y_test)``: uint8 of shape (n, 32, 32, 3), and labels, uint8 of shape (n, 1).

    Args:
        label_mode: ``"fine"`` or ``"coarse"``.

    Raises:
        The errors of :func:`sutja.data.load`.
    """
    return columns_of_labels(parts(load("cifar100", label_mode=label_mode), np.uint8))
