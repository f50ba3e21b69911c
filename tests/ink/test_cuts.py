"""Cuts go where digits touch."""

from __future__ import annotations

import numpy as np
from handwritten import write

from sutja.ink.cuts import find_cuts


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
