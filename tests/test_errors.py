"""How errors are worded."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from sutja import errors
from sutja.errors import SutjaError, invalid, missing_extra, nearest, unknown


def test_examples_of_the_docstrings():
    assert doctest.testmod(errors).failed == 0


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.int64(3), "x=3"),
        (np.zeros((2, 3), np.float32), "x=array of shape (2, 3), dtype float32"),
        ("a" * 200, "x='" + "a" * 76 + "..."),
        (None, "x=None"),
    ],
)
def test_values_are_shown_in_a_few_words(value, shown):
    assert str(invalid("x", "something else", value)).endswith(shown)


def test_advice_ends_the_line():
    assert str(invalid("x", "a number", 1, "Try 2.")).endswith("Received: x=1. Try 2.")


def test_nothing_near_nothing_suggested():
    assert "Did you mean" not in str(unknown("model", "zzz", ["softmax"]))


def test_how_near_is_near():
    assert nearest(["Activation"], "Attention") == "Activation"
    assert nearest(["Activation"], "Attention", likeness=0.75) is None


def test_the_tree():
    assert isinstance(invalid("x", "y", 1), ValueError)
    assert isinstance(missing_extra("The studio", "studio"), ImportError)
    for name in errors.__all__:
        kind = getattr(errors, name)
        if isinstance(kind, type):
            assert issubclass(kind, SutjaError)
