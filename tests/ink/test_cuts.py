"""Cuts go where digits touch."""

from __future__ import annotations

import numpy as np
import pytest
from handwritten import write

from sutja.ink.cuts import _cheapest_ways, find_cuts


def ink_of(text, gap):
    page = np.full((80, 200), 255, np.uint8)
    boxes = write(page, text, 10, 10, gap=gap, tone=0)
    ink = 1 - page[7:73, 7 : int(boxes[-1][2]) + 3].astype(np.float32) / 255
    return ink, [(left - 7, right - 7) for left, _, right, _ in boxes]


def test_touching_digits_are_parted_where_they_touch():
    for text in ("20", "38", "25", "44"):
        ink, ((_, end), (start, _)) = ink_of(text, gap=0.0)
        cuts = find_cuts(ink, 60, 6)
        nearest = min(cuts, key=lambda cut: abs(cut.columns.mean() - (start + end) / 2))
        assert abs(nearest.columns.mean() - (start + end) / 2) < 7
        assert nearest.crossed < 3


def test_cuts_run_down_without_jumps_and_from_left_to_right():
    ink, _ = ink_of("386", gap=0.0)
    cuts = find_cuts(ink, 60, 6)
    assert len(cuts) >= 2
    for cut in cuts:
        assert cut.columns.shape == (ink.shape[0],)
        assert np.abs(np.diff(cut.columns)).max() <= 1
    means = [cut.columns.mean() for cut in cuts]
    assert means == sorted(means)


def test_a_gap_costs_nothing():
    ink, ((_, end), (start, _)) = ink_of("08", gap=0.2)
    cut = min(find_cuts(ink, 60, 6), key=lambda cut: cut.crossed)
    assert cut.crossed == 0
    assert end - 1 <= cut.columns.mean() <= start + 1


def test_solid_ink_is_not_cut():
    assert find_cuts(np.ones((60, 100), np.float32), 60, 6) == []
    assert find_cuts(np.ones((60, 5), np.float32), 60, 6) == []


def test_a_bar_is_cut_once():
    ink = np.zeros((60, 150), np.float32)
    ink[:, :6] = ink[:, -6:] = ink[27:33] = 1  # an H, far wider than its bar is long
    cuts = [cut.columns.mean() for cut in find_cuts(ink, 60, 6)]
    assert 3 <= len(cuts) <= 6
    assert np.diff(cuts).min() >= 30


def test_digits_that_meet_in_a_valley_that_is_easier_left_elsewhere():
    ink = np.zeros((80, 140), np.float32)
    ink[:, 10:22] = ink[:10, 10:60] = 1  # a stroke with a heavy head,
    ink[:20, 60:70] = ink[:, 70:82] = ink[:4, 82:130] = ink[:, 118:130] = 1  # and one with a thin arm to the right
    assert any(10 < cut.columns[40] < 70 and cut.columns[0] < 66 for cut in find_cuts(ink, 80, 12))


def test_the_cheapest_way_of_all_is_the_best_there_is():
    rng = np.random.default_rng(4)
    ink = (rng.random((9, 7)) < 0.4).astype(np.float32)
    ways, cost = _cheapest_ways(ink)

    def best(y, x):
        if not 0 <= x < 7:
            return np.inf
        own = ink[y, x] + 0.01
        return own if y == 0 else own + min(best(y - 1, x + step) + 0.15 * abs(step) for step in (-1, 0, 1))

    assert cost.min() == pytest.approx(min(best(8, x) for x in range(7)), abs=1e-5)
    columns = ways[:, cost.argmin()]
    along = ink[np.arange(9), columns].sum() + 9 * 0.01 + 0.15 * np.abs(np.diff(columns)).sum()
    assert along == pytest.approx(cost.min(), abs=1e-5)
