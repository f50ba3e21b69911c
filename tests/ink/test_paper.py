"""The paper: even, under a lamp, in a shadow with a hard edge; the darkness of ink is the same everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from handwritten import sheet

from sutja.ink.paper import PAGE, darkness


def light(kind, shape):
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    match kind:
        case "even":
            return np.ones(shape, np.float32)
        case "lamp":
            return 1 - 0.6 * x / shape[1]
        case "hard shadow":
            return np.where(x + y > shape[1] * 0.55, np.float32(0.4), np.float32(1))
    return np.where(np.hypot(x - shape[1] / 2, y - shape[0] / 2) < shape[0] * 0.45, np.float32(0.5), np.float32(1))


@pytest.mark.parametrize("kind", ["even", "lamp", "hard shadow", "round shadow"])
@pytest.mark.parametrize("pen", [3, 6, 12])
def test_ink_is_equally_dark_everywhere(kind, pen):
    page = sheet("20260714", pen=pen).astype(np.float32) / 255
    found = darkness(page * light(kind, page.shape), PAGE)
    ink = page < 0.2
    paper = page > 0.9
    assert found.dark_ink
    assert np.median(found.darkness[ink]) == pytest.approx(1 - 30 / 235, abs=0.06)
    assert np.percentile(found.darkness[ink], 5) > 0.5
    assert np.percentile(np.abs(found.darkness[paper]), 95) < 0.1


def test_light_ink_on_a_dark_board():
    page = 1 - sheet("2026").astype(np.float32) / 255
    found = darkness(page)
    assert not found.dark_ink
    assert np.median(found.darkness[page > 0.8]) > 0.7
