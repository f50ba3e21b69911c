"""What a network says of single pictures."""

from __future__ import annotations

import numpy as np

from sutja.labs.answers import Answer, first_answers
from sutja.labs.examples import Examples


class Says:
    """A model that says the same of every picture."""

    def __init__(self, *row):
        self.row = row

    def predict(self, x, verbose):
        return np.tile(np.array(self.row, dtype=np.float32), (len(x), 1))


def examples(count, **fields):
    x, y = np.zeros((count, 4)), np.arange(count) % 3
    return Examples(x, y, x, y, name="", source="", classes=3, **fields)


def test_the_first_five_surest_class_first_without_those_out_of_question():
    found = first_answers(Says(0.004, 0.3461, 0.65), examples(8, names=("coat", "shirt", "bag")))
    assert [one.truth for one in found] == ["coat", "shirt", "bag", "coat", "shirt"]
    assert found[0] == Answer("coat", [("bag", 0.65), ("shirt", 0.35)])


def test_classes_without_names_are_numbers_and_fewer_pictures_are_no_harm():
    assert first_answers(Says(1.0, 0.0, 0.0), examples(1)) == [Answer("0", [("0", 1.0)])]
