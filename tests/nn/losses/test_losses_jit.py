"""Cross-entropy compiled gives NumPy's numbers, and refuses what NumPy refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sutja.errors import InvalidArgument
from sutja.nn import config
from sutja.nn.losses import SparseCategoricalCrossentropy


@pytest.fixture(autouse=True)
def _as_before():
    yield
    config.set_accelerated(None)


def both_ways(labels: Any, probabilities: Any) -> list[Any]:
    """(values, slopes) with compiled routines and without."""
    results = []
    for accelerated in (True, False):
        config.set_accelerated(accelerated)
        results.append(SparseCategoricalCrossentropy().values_and_gradient(labels, probabilities))
    return results


@pytest.mark.parametrize("kind", [np.uint8, np.int64])
def test_the_same_values_and_slopes(kind: Any) -> None:
    rng = np.random.default_rng(0)
    probabilities = rng.random((50, 7)).astype(np.float32)  # the rows do not add up to 1
    labels = rng.integers(0, 7, 50).astype(kind)
    probabilities[0], probabilities[1] = np.eye(7)[labels[0]], np.eye(7)[labels[1] - 1]  # sure: right, and wrong
    probabilities[2, 3] = np.nan
    ours, theirs = both_ways(labels, probabilities)
    for one, other in zip(ours, theirs, strict=True):
        assert one.dtype == other.dtype == np.float32
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
    assert (ours[1][:2] == 0).all() and np.isnan(ours[0][2])


@pytest.mark.parametrize("wrong", [-1, 7])
def test_labels_that_are_no_classes(wrong: int) -> None:
    config.set_accelerated(True)
    with pytest.raises(InvalidArgument, match=rf"Expected labels from 0 to 6, .* y_true={wrong}$"):
        SparseCategoricalCrossentropy().values_and_gradient(np.array([0, wrong]), np.ones((2, 7), np.float32))
