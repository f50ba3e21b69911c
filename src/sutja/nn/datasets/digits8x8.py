"""1,797 small digits, which come with scikit-learn; not in Keras."""

from __future__ import annotations

import numpy as np

from sutja.nn.datasets.door import Parts, load, parts

__all__ = ["load_data"]


def load_data() -> Parts:
    """``(x_train, y_train), (x_test, y_test)``: pictures, uint8 of shape (1,438 or 359, 8, 8), and labels, uint8.

    Raises:
        The errors of :func:`sutja.data.load`.
    """
    return parts(load("digits8x8"), np.uint8, flat=True)
