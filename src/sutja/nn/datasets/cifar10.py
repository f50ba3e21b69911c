"""CIFAR-10, 60,000 colour photographs in ten classes."""

from __future__ import annotations

import numpy as np

from sutja.nn.datasets.door import Parts, columns_of_labels, load, parts

__all__ = ["load_data"]


def load_data() -> Parts:
    """``(x_train, y_train), (x_test, y_test)``: uint8 of shape (n, 32, 32, 3), and labels, uint8 of shape (n, 1).

    Raises:
        The errors of :func:`sutja.data.load`.
    """
    return columns_of_labels(parts(load("cifar10"), np.uint8))
