"""Pictures of what is no digit."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import data
from sutja.train.handwriting.no_digits import no_digits


@pytest.fixture(scope="module")
def found():
    rng = np.random.default_rng(0)
    digits = data.load("mnist5k").x_train[:50, :, :, 0]
    clothes = rng.integers(0, 256, (5, 28, 28), np.uint8)
    photographs = rng.integers(0, 256, (5, 32, 32, 3), np.uint8)
    return no_digits(100, digits, clothes, photographs, np.random.default_rng(1))


def test_so_many_pictures(found):
    assert 90 <= len(found) <= 103
    assert found.shape[1:] == (28, 28)
    assert found.dtype == np.uint8


def test_hardly_any_is_blank_or_there_twice(found):
    assert (found.max(axis=(1, 2)) > 100).mean() > 0.97
    assert len(np.unique(found.reshape(len(found), -1), axis=0)) > 0.95 * len(found)
