"""Tables and pictures in characters: columns stay columns, in Korean as well."""

from __future__ import annotations

import doctest

from sutja.labs.worked import characters
from sutja.labs.worked.characters import beside, room, table


def test_examples():
    results = doctest.testmod(characters)
    assert results.failed == 0
    assert results.attempted >= 6


def test_korean_columns_end_at_the_same_place():
    lines = table([["층", "크기", "값"], ["a", "12", "3"], ["가나다", "1", "0.25"]]).splitlines()
    assert len({room(line) for line in lines}) == 1


def test_a_sign_stands_in_the_middle():
    assert beside("1\n2\n3", "→", "4", between=" ") == "1\n2 → 4\n3"
