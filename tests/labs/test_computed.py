"""What counts as the deck's figure."""

from __future__ import annotations

import numpy as np
import pytest

from sutja.labs.computed import Finding, half_a_unit


@pytest.mark.parametrize(
    ("ours", "deck", "decimals", "agrees"),
    [
        (0.5108, 0.51, 2, True),
        (0.5151, 0.51, 2, False),
        (0.505, 0.51, 2, True),
        (220.00000000000003, 220.0, None, True),
        (220.1, 220.0, None, False),
        (float("nan"), 0.51, 2, False),
        ("3", "3", None, True),
        ("3", "5", None, False),
        ("3", 3.0, None, False),
        (0.3, None, None, True),
    ],
)
def test_a_number_agrees_within_half_a_unit(ours, deck, decimals, agrees):
    tolerance = 0.0 if decimals is None else half_a_unit(decimals)
    assert Finding("", ours, deck, tolerance).agrees is agrees


def test_arrays_agree_entry_by_entry():
    deck = np.array([[15, 16], [6, 15]])
    assert Finding("", deck.astype(float), deck).agrees
    assert not Finding("", np.array([[15, 16], [6, 14]]), deck).agrees
    assert not Finding("", np.array([15, 16, 6, 15]), deck).agrees
