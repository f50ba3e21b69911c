"""Folders of pictures of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures import picture, save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten pictures of each of three classes, whose names are not in the order of their letters."""
    for label, name in enumerate(("2", "10", "고양이")):
        for i in range(10):
            save(tmp_path / "mine" / name / f"{i}.png", picture(10 * label + i))
    return tmp_path / "mine"


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Four, one and two pictures of each of two classes in parts that were given."""
    value = 0
    for part, count in (("train", 4), ("val", 1), ("test", 2)):
        for name in ("cat", "dog"):
            for i in range(count):
                save(tmp_path / "parts" / part / name / f"{i}.png", picture(value))
                value += 1
    return tmp_path / "parts"
