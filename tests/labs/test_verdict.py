"""The rules by which a figure counts as reproduced."""

from __future__ import annotations

import pytest

from sutja.labs.experiment import Figure
from sutja.labs.verdict import compare


@pytest.mark.parametrize(
    ("measure", "deck", "values", "verdict"),
    [
        ("test_accuracy", 0.98, [0.977, 0.977], "reproduced"),  # within 0.3 points
        ("test_accuracy", 0.98, [0.9765, 0.9765], "differs"),
        ("test_accuracy", 0.98, [0.9845, 0.9845], "better"),
        ("test_accuracy", 0.98, [0.970, 0.980], "reproduced"),  # two standard deviations are 1.4 points
        ("test_accuracy", 0.40, [0.3801], "reproduced"),  # within 2 points
        ("test_accuracy", 0.40, [0.3799], "differs"),
        ("test_accuracy", 0.40, [0.4201], "better"),
        ("test_accuracy", 0.40, [0.35, 0.41], "reproduced"),
        ("test_accuracy", 0.40, [0.30, 0.42], "differs"),  # a spread is no excuse below 90 %
        ("test_error", 0.002, [0.0028], "reproduced"),  # two standard deviations of 20 mistakes are 9 of them
        ("test_error", 0.002, [0.0030], "differs"),
        ("test_error", 0.002, [0.0049], "differs"),
        ("test_error", 0.002, [0.0010], "better"),
        ("test_error", 0.20, [0.249], "reproduced"),  # within a quarter
        ("test_error", 0.20, [0.251], "differs"),
        ("loss", 0.5, [0.54], "reproduced"),
        ("loss", 0.5, [0.56], "differs"),
        ("loss", 0.5, [0.40], "better"),
        ("loss", 137.4, [200.0, 1e29], "differs"),  # whatever the deck prints would be within two such spreads
        ("parameters", 101_770, [101_770, 101_770], "reproduced"),
        ("parameters", 101_770, [101_771], "differs"),
        ("prediction", -4.0, [-4.04], "reproduced"),
        ("prediction", -4.0, [-3.5], "differs"),
        ("seconds_per_epoch", 28, [3.0], ""),
        ("test_accuracy", None, [0.9], ""),
        ("loss", 0.5, [float("nan")], "differs"),
    ],
)
def test_verdicts(measure, deck, values, verdict):
    assert compare(Figure(measure, deck), values).verdict == verdict


@pytest.mark.parametrize(
    ("measure", "deck", "value", "verdict"),
    [
        ("accuracy", 0.1877, 0.31, "differs"),
        ("accuracy", 0.1877, 0.19, "reproduced"),
        ("accuracy", 0.1877, 0.11, "differs"),
        ("loss", 2.26, 1.5, "differs"),
    ],
)
def test_to_fail_less_than_a_run_that_is_meant_to_fail_is_not_better(measure, deck, value, verdict):
    assert compare(Figure(measure, deck, fails=True), [value]).verdict == verdict


def test_a_figure_that_is_not_to_be_judged_is_shown():
    one = compare(Figure("loss", 2.05, judged=False), [2.05, 2.30])
    assert (one.verdict, one.deck_shown) == ("", "2.0500")


def test_nothing_measured_is_no_comparison():
    assert compare(Figure("test_accuracy", 0.9), []) is None


def test_how_figures_are_shown():
    one = compare(Figure("test_accuracy", 0.98123, epoch=5), [0.98, 0.99])
    assert (one.deck_shown, one.ours_shown, one.title) == ("98.12 %", "98.50 % ± 0.71", "test accuracy, epoch 5")
    assert compare(Figure("parameters", 7850), [7850]).ours_shown == "7,850"
    assert compare(Figure("loss"), [137.4]).deck_shown == "–"
