"""Boston housing, the prices of houses in 506 districts."""

from __future__ import annotations

from sutja.nn.datasets.door import Parts, load, parts, refuse_other_path

__all__ = ["load_data"]


def load_data(path: str = "boston_housing.npz", test_split: float = 0.2, seed: int = 113) -> Parts:
    """``(x_train, y_train), (x_test, y_test)``: float64 of shape (n, 13), and prices in 1,000 dollars.

    Args:
        path: The name in Keras' cache; only this one.
        test_split: The fraction for testing, in (0, 1).
        seed: Of the order before the split.

    Raises:
        The errors of :func:`sutja.data.load`.
    """
    refuse_other_path(path, "boston_housing.npz")
    return parts(load("boston_housing", test_split=test_split, seed=seed))
