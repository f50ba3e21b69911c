import io

import numpy as np
import pytest
from rich.console import Console

from sutja.labs.computed import Computed, Finding, half_a_unit
from sutja.labs.showing import show_computed

MATRIX = np.linspace(0.1234567, 0.9876543, 20).reshape(4, 5)
WIDE = Computed((Finding("the cosine", MATRIX, MATRIX.round(3), half_a_unit(3)), Finding("right", 1.0, 2.0)))


def shown(computed: Computed, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    show_computed(console, computed)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_matrix_is_shown_whole_whatever_the_width(width):
    text = shown(WIDE, width)
    for row in MATRIX.round(3):
        assert text.count("  ".join(f"{value:.3g}".rjust(5) for value in row)) == 2  # the deck's and ours
    assert "…" not in text


def test_figures_stand_in_a_table_if_there_is_room_and_below_each_other_if_not():
    assert "What" in shown(WIDE, 200)
    narrow = shown(WIDE, 80)
    assert "What" not in narrow
    assert "the cosine (reproduced)" in narrow
    assert "right (differs)\n  Deck   2\n  Ours   1\n" in narrow


def test_ours_has_as_many_decimals_as_the_deck_prints():
    text = shown(Computed((Finding("y", 0.26894142, 0.27, half_a_unit(2)),)), 100)
    assert "0.268" not in text
    assert text.count("0.27") == 2


def test_words_and_what_the_deck_does_not_print():
    text = shown(Computed((Finding("same", "yes", "yes"), Finding("more", 3.0))), 100)
    assert "yes" in text
    assert "more" not in text
