"""Refusal and calibration: the numbers, what a reader is asked, and the report."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.metrics import log_loss as sklearn_log_loss
from sklearn.metrics import roc_auc_score

from bench.handwriting import trust as trust_room
from bench.handwriting import trust_report
from bench.handwriting.calibration import auroc, calibration_error, classwise_error, log_loss, reliability, threshold
from bench.handwriting.measure import Outcome
from bench.handwriting.score import Score
from bench.handwriting.singles import Single
from bench.handwriting.trust import Digits, Look, Others, Trust, look_at_digits, look_at_others
from bench.handwriting.written import Measured, content, text
from sutja.errors import NothingDrawn
from sutja.recognizer import Prediction

PICTURE = np.full((30, 40, 3), 200, np.uint8)
NOTHING = Look(np.inf, True, None)


def sure(digit, probability=0.91):
    """The probabilities of one who has hardly a doubt."""
    rest = (1 - probability) / 9
    return tuple(probability if d == digit else rest for d in range(10))


def test_calibration_error_by_hand():
    probabilities = np.array([0.95, 0.99, 0.5, 0.52])
    right = np.array([True, False, True, True])
    # Two bins: 0.97 of two of which half is right, and 0.51 of two that are all right.
    assert calibration_error(probabilities, right) == pytest.approx(0.5 * abs(0.5 - 0.97) + 0.5 * abs(1 - 0.51))


def test_bins_hold_their_upper_edge_and_only_answers():
    bins = reliability(np.array([1.0, 14 / 15, 0.0]), np.array([True, True, False]))
    assert [(b.low, b.high, b.pictures) for b in bins] == [
        (0, 1 / 15, 1),
        (pytest.approx(13 / 15), pytest.approx(14 / 15), 1),
        (pytest.approx(14 / 15), 1, 1),
    ]


def test_honest_probabilities_have_hardly_an_error():
    rng = np.random.default_rng(0)
    probabilities = rng.uniform(0.1, 1, 40_000)
    right = rng.random(40_000) < probabilities
    assert calibration_error(probabilities, right) < 0.01
    assert calibration_error(np.minimum(probabilities + 0.2, 1), right) > 0.1


def test_classwise_error_and_log_loss():
    probabilities = np.array([[0.8, 0.2], [0.6, 0.4], [0.2, 0.8]])
    labels = np.array([0, 1, 1])
    # Each of six probabilities has a bin of its own.
    assert classwise_error(probabilities, labels) == pytest.approx((0.2 + 0.6 + 0.2) / 3)
    assert log_loss(probabilities, labels) == pytest.approx(sklearn_log_loss(labels, probabilities))


def test_auroc_with_ties_and_pictures_without_ink():
    rng = np.random.default_rng(1)
    digits, others = rng.integers(0, 6, 300) / 5, rng.integers(2, 9, 200) / 5
    expected = roc_auc_score([0] * 300 + [1] * 200, np.concatenate([digits, others]))
    assert auroc(digits, others) == pytest.approx(expected)
    assert auroc(np.array([0.1, 0.2]), np.array([np.inf, np.inf])) == 1.0
    assert auroc(np.array([np.inf]), np.array([np.inf])) == 0.5


def test_threshold_refuses_one_in_a_hundred():
    doubts = np.random.default_rng(2).permutation(1000) / 1000
    assert (doubts > threshold(doubts)).mean() == pytest.approx(0.01)


def test_digits_are_judged_by_guess_refusal_and_kind():
    looks = iter([Look(0.1, False, sure(3)), Look(0.9, True, sure(4)), Look(0.2, False, sure(7)), NOTHING])
    given = [Single(PICTURE, d, kind) for d, kind in ((3, "a"), (4, "a"), (1, "b"), (8, "b"))]
    found = look_at_digits(lambda picture: next(looks), "some", given)
    numbers = found.numbers()
    assert (numbers["pictures"], numbers["right"], numbers["refused"]) == (4, 0.25, 0.5)
    assert numbers["ece"] == pytest.approx(abs(2 / 3 - 0.91))  # the refused one too, but not the one without ink
    assert found.groups()["a"] == (2, 1, 1, {})
    assert found.groups()["b"] == (2, 0, 1, {"1 as 7": 1})
    assert [(e.true, e.read) for e in found.wrongly_refused] == [("8", "no ink"), ("4", "no digit")]
    assert Digits.pooled([found, found]).numbers()["right"] == 0.25


def test_digits_of_which_none_has_ink():
    found = look_at_digits(lambda picture: NOTHING, "some", [Single(PICTURE, 1)])
    assert found.numbers() == {"pictures": 1, "right": 0, "refused": 1}


def test_others_are_judged_beside_digits():
    digits = look_at_digits(lambda picture: Look(0.01, False, sure(1)), "mnist", [Single(PICTURE, 1)] * 3)
    looks = iter([NOTHING, Look(0.9, True, sure(1)), Look(0.3, False, sure(2)), Look(0.001, False, sure(5))])
    found = look_at_others(lambda picture: next(looks), "noise", [PICTURE] * 4)
    assert found.numbers(digits) == {"pictures": 4, "auroc": 0.75, "refused": 0.5, "refused_at_1_percent": 0.75}
    assert [e.read for e in found.accepted] == ["5, doubt 0.001", "2, doubt 0.3"]


class FakeRecognizer:
    """Sees a 3, and has or has not a class for what is no digit."""

    classes = 11

    def __init__(self):
        self.model = SimpleNamespace(output_shape=(None, self.classes))

    def predict(self, picture):
        if not picture.any():
            raise NothingDrawn("no ink")
        refused = self.classes == 11 and picture.max() > 250
        none = 0.75 if refused else 0.0
        return Prediction(None if refused else 3, 0.91, sure(3), picture, none)


@pytest.mark.parametrize(("classes", "doubt", "refused"), [(11, 0.75, True), (10, 0.09, False)])
def test_the_doubt_of_both_kinds_of_models(monkeypatch, classes, doubt, refused):
    monkeypatch.setattr(trust_room, "Recognizer", FakeRecognizer)
    monkeypatch.setattr(FakeRecognizer, "classes", classes)
    look = trust_room.sutja()
    found = look(np.full((4, 4, 3), 255, np.uint8))
    assert found.doubt == pytest.approx(doubt)
    assert found.refused is refused
    assert look(np.zeros((4, 4, 3), np.uint8)) == NOTHING
    assert ("class" in trust_room.score_in_words()) == (classes == 11)


def test_the_model_that_ships_doubts_scribbles_more_than_digits():
    look = trust_room.sutja()
    blank = look(np.full((60, 60, 3), 230, np.uint8))
    assert blank == NOTHING
    one = np.full((60, 60, 3), 255, np.uint8)
    one[10:50, 28:32] = 0
    net = one.copy()
    net[10:50:6, 10:50] = net[10:50, 10:50:6] = 0
    assert look(one).doubt < look(net).doubt


def measured():
    """Two readers, a set of each sort."""
    digits = look_at_digits(lambda p: Look(0.01, False, sure(1, 0.99)), "mnist", [Single(PICTURE, 1)] * 200)
    bad = look_at_digits(lambda p: Look(0.6, True, sure(1)), "world", [Single(PICTURE, 1, "1, flag")] * 2)
    noise = look_at_others(lambda p: Look(0.001, False, sure(8)), "noise", [PICTURE] * 2)
    letters = Others(np.array([0.5, 0.9]), np.array([True, True]))
    readers = {"sutja": digits, "squashed": digits}
    trust = Trust(
        {"mnist": readers, "world": {"sutja": bad, "squashed": bad}},
        {"letters": {"sutja": letters, "squashed": letters}, "noise": {"sutja": noise}},
        {"faces": "nobody is here"},
    )
    alone = Outcome({"mnist": {"sutja": Score(1, 1, 2, 0.1)}, "slant": {"sutja": Score(0.5, 0.5, 2, 0.1)}})
    return Measured("python -m this", 1, 2, Outcome(), Outcome(), alone, trust, "Keras", "a score")


def test_the_report_says_it_all():
    report = text(measured())
    assert "| **sutja** | – | – | 100.0% | 50.0% | – | – | – | 1.0000 | 0.0000 | – |" in report
    assert "| Latin letters by hand | 2 | 1.0000 | 0.990, met | 100.00% | 100.00% | 1.0000 | 100.00% |" in report
    assert "| noise | 2 | 0.0000 | 0.995, missed | 0.00% | 0.00% | – | – |" in report
    assert "ECE is 1.00% (goal: at most 0.5%, missed), and 0.00% of them are refused (goal: at most 1%, met)" in report
    assert "| **all but MNIST's" not in report  # one set of others is no pool
    assert "Left out: faces, because nobody is here." in report
    assert "| 1, flag | 2 | 0% | 2 | – |" in report
    assert "## Numbers on pages" not in report


def test_the_numbers_are_plain_json():
    found = content(measured())
    assert json.loads(json.dumps(found, allow_nan=False))["trust"]["nondigits"]["noise"]["sutja"]["auroc"] == 0
    assert found["trust"]["digits"]["world"]["sutja"]["kinds"]["1, flag"]["refused"] == 2


def test_the_diagram_is_always_the_same_picture():
    one, other = trust_report.diagram(measured().trust), trust_report.diagram(measured().trust)
    assert one == other
    assert b"<svg" in one


def test_the_sheet_shows_what_was_taken_for_a_digit_and_what_was_refused():
    shown = trust_report.failures(measured().trust)
    assert [(green, red) for _, green, red in shown[:1] + shown[-1:]] == [
        ("noise", "8, doubt 0.001"),
        ("1  (1, flag)", "no digit"),
    ]
