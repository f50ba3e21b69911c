"""The figures of the convention, measured on the training digits of MNIST."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import data
from sutja.ink.convention import BOX, CENTRE, PEN, THINNEST
from sutja.ink.pen import width


@pytest.fixture
def digits(full_data):
    return data.load("mnist").x_train[..., 0]


@pytest.mark.full_data
def test_box_and_centre(digits):
    rows, columns = (digits.any(axis=axis) for axis in (2, 1))
    longer = np.maximum(*(27 - m[:, ::-1].argmax(1) - m.argmax(1) + 1 for m in (rows, columns)))
    assert ((longer == BOX).sum(), (longer == BOX - 1).sum()) == (59_987, 13)
    ink = digits.sum(axis=(1, 2), dtype=float)
    across = digits.sum(axis=1, dtype=float) @ np.arange(28) / ink
    down = digits.sum(axis=2, dtype=float) @ np.arange(28) / ink
    for middle, mean in ((across, 14.007), (down, 13.996)):
        assert ((middle < CENTRE - 0.5) | (middle >= CENTRE + 0.5)).sum() <= 1
        assert middle.mean() == pytest.approx(mean, abs=0.001)


@pytest.mark.full_data
def test_pen(digits):
    widths = [width(digit / np.float32(255)) for digit in digits[:600]]
    assert np.median(widths) == pytest.approx(PEN, abs=0.1)
    assert np.percentile(widths, 5) == pytest.approx(THINNEST, abs=0.2)
