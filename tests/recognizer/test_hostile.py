"""Whatever is given to a recogniser, it gives an answer or an error that its documentation names."""

from __future__ import annotations

import os
from itertools import islice

import pytest
from hostile import ALLOWED, KINDS, drawing, files, outcome, pictures

from sutja import Recognizer
from sutja.errors import SutjaError

COUNT = int(os.environ.get("SUTJA_FUZZ_PICTURES", "14"))


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer()


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_pictures(recognizer, kind):
    count = COUNT * (10 if kind == "array" else 1)
    for picture in islice(pictures(kind), count):
        outcome(recognizer.predict, picture)
        outcome(recognizer.read, picture)


def test_whole_files_are_read(recognizer):
    for kind, content in files().items():
        if kind != "PNG, 1x1":
            assert outcome(recognizer.predict, content) == outcome(recognizer.read, content) == "answer"


def test_what_is_allowed(recognizer):
    assert all(issubclass(error, SutjaError) for error in ALLOWED)
    assert outcome(recognizer.read, drawing()) == "answer"
    with pytest.raises(ZeroDivisionError):
        outcome(lambda picture: 1 / 0, None)
