"""Calibration: numbers known beforehand are found again."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import nn
from sutja.train.calibration import (
    area_under_roc,
    calibrate,
    expected_calibration_error,
    none_score,
    temperature,
)


@pytest.mark.parametrize("heat", [0.5, 1.0, 2.5])
def test_the_temperature_is_the_one_that_the_logits_were_multiplied_by(heat):
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (20_000, 10))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (shares.cumsum(axis=1) < rng.random((20_000, 1))).sum(axis=1)
    assert temperature(heat * logits, labels) == pytest.approx(heat, rel=0.05)


def test_the_calibration_error_by_hand():
    probabilities = np.array([0.9, 0.9, 0.9, 0.9, 0.5, 0.5])
    right = np.array([True, True, True, False, True, False])
    assert expected_calibration_error(probabilities, right, count=10) == pytest.approx(4 * 0.15 / 6)
    assert expected_calibration_error(np.ones(5), np.ones(5, bool)) == 0


def test_the_area_under_the_curve_counts_pairs():
    rng = np.random.default_rng(0)
    digits, none = rng.integers(0, 6, 40) + 0.0, rng.integers(2, 9, 30) + 0.0
    above, equal = (none[:, None] > digits).mean(), (none[:, None] == digits).mean()
    assert area_under_roc(digits, none) == pytest.approx(above + equal / 2)


def test_a_calibrated_model_has_its_temperature_and_its_threshold_inside():
    model = nn.Sequential([nn.Input((4,)), nn.layers.Dense(11, activation="softmax")])
    rng = np.random.default_rng(0)
    model.set_weights([rng.normal(size=(4, 11)).astype(np.float32), rng.normal(size=11).astype(np.float32)])
    samples = rng.normal(size=(50, 4)).astype(np.float32)
    logits = np.log(model.predict(samples, verbose=0)).astype(float)
    heat = 1.7
    threshold = float(np.median(none_score(logits / heat)))
    calibrate(model, heat, threshold)
    said = model.predict(samples, verbose=0)
    np.testing.assert_array_equal(said[:, 10] > 0.5, none_score(logits / heat) > threshold)
    ten = np.exp(logits[:, :10] / heat)
    np.testing.assert_allclose(
        said[:, :10] / said[:, :10].sum(axis=1, keepdims=True), ten / ten.sum(axis=1, keepdims=True), atol=1e-5
    )
