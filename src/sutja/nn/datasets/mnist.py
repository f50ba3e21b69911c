"""MNIST, 70,000 handwritten digits."""

from __future__ import annotations

import numpy as np

from sutja.nn.datasets.door import Parts, load, parts, refuse_other_path

__all__ = ["load_data"]


def load_data(path: str = "mnist.npz") -> Parts:
    """``(x_train, y_train), (x_test, y_test)``: pictures, uint8 of shape (60,000 or 10,000, 28, 28), and labels, uint8.

    Args:
        path: The name in Keras' cache; only this one.

    Raises:
        The errors of :func:`sutja.data.load`.
    """
    refuse_other_path(path, "mnist.npz")
    return parts(load("mnist"), np.uint8, flat=True)
