"""Thresholds: against the definitions, and against NumPy where it has the same."""

from __future__ import annotations

import numpy as np
import pytest

from sutja.ink.threshold import median, otsu, percentile


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(40, 30), (700,)])
def test_otsu_parts_where_the_variance_between_is_largest(dtype, shape):
    rng = np.random.default_rng(5)
    values = np.where(rng.random(shape) < 0.3, rng.normal(0.2, 0.05, shape), rng.normal(0.7, 0.1, shape)).astype(dtype)

    def between(threshold):
        low, high = values[values <= threshold], values[values > threshold]
        return low.size * high.size / values.size**2 * (high.mean() - low.mean()) ** 2

    found = otsu(values)
    tried = np.linspace(values.min() + 1e-3, values.max() - 1e-3, 400)
    assert between(found.threshold) >= max(map(between, tried)) * 0.999
    assert found.separation == pytest.approx(between(found.threshold) / values.var(), rel=0.01)


def test_otsu_takes_the_middle_of_an_empty_stretch():
    assert otsu(np.array([0, 0, 1, 1], np.float32)) == pytest.approx((0.5, 1.0))
    assert otsu(np.full((3, 3), 0.25, np.float32)) == (0.25, 0.0)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 100, 101])
def test_median_and_percentile(size):
    values = np.random.default_rng(size).random((size, 1)).astype(np.float32)
    assert median(values) == pytest.approx(float(np.median(values)))
    assert percentile(values, 0.9) == np.sort(values.ravel())[int(0.9 * (size - 1))]


@pytest.mark.parametrize("largest", [1e-45, 1e-42, 1e-38, 1e-31])
def test_a_range_of_nearly_nothing_is_none(largest):
    values = np.random.default_rng(0).random((40, 50)).astype(np.float32) * np.float32(largest)
    assert otsu(values) == (pytest.approx(0, abs=1e-30), 0)
