"""Fashion-MNIST, 70,000 pictures of clothes."""

from __future__ import annotations

import numpy as np

from sutja.nn.datasets.door import Parts, load, parts

__all__ = ["load_data"]


def load_data() -> Parts:
    """``(x_train, y_train), (x_test, y_test)``: pictures, uint8 of shape (60,000 or 10,000, 28, 28), and labels, uint8.

    Raises:
        The errors of :func:`sutja.data.load`.
    """
    return parts(load("fashion_mnist"), np.uint8, flat=True)
