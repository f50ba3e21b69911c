"""docs/data.md says what is true: its Python and its commands run, in both languages alike."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from pictures import save

from sutja import data
from sutja.cli import main
from sutja.data import augment

DOCS = Path(__file__).parents[2] / "docs"
NAMES = ("data.md", "data.ko.md")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def numbers(tmp_path, monkeypatch):
    """The folder of the text, with two strokes that are different in each picture."""
    for label in ("seven", "eight"):
        for i in range(10):
            page = np.full((60, 50), 240, np.uint8)
            page[10:50, 20 + i : 25 + i] = 20
            page[12 : 16 + i // 2, 10:40] = 20
            save(tmp_path / "numbers" / label / f"{i}.png", page if label == "seven" else page[::-1])
    monkeypatch.chdir(tmp_path)


def test_python_runs(numbers, capsys):
    for code in blocks("data.md", "python"):
        exec(compile(code, "data.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "('eight', 'seven') 16 4" in printed
    assert "[15.2 42.3 50. ]" in printed
    assert printed.count("(100, 28, 28, 1) (100,)") == 4


def test_commands_run(numbers, capsys):
    for command in blocks("data.md", "sh")[0].splitlines():
        with pytest.raises(SystemExit) as ended:
            main(command.split()[1:])
        assert not ended.value.code, capsys.readouterr().err
    assert Path("suspects.svg").exists()


def test_both_languages_have_the_same_code_and_links_that_lead_somewhere():
    for language in ("python", "sh"):
        assert blocks("data.md", language) == blocks("data.ko.md", language)
    for name in NAMES:
        for target in re.findall(r"\]\(([^)#]+)\)", (DOCS / name).read_text(encoding="utf-8")):
            assert (DOCS / target).exists(), target


@pytest.mark.parametrize("name", NAMES)
def test_every_set_and_every_variation_is_told_of(name):
    text = (DOCS / name).read_text(encoding="utf-8")
    for known in data.names():
        spec = data.describe(known)
        assert re.search(rf"\| `{known}` \|.*\| {spec.train:,} \+ {spec.test:,} \|", text), known
    for variation in set(augment.__all__) - {"Mixing", "Variation", "dilate", "erode", "warp"}:
        assert variation in text, variation
