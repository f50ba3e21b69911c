"""The README says what is true: its Python runs, its commands exist, its links lead somewhere, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

import sutja
from sutja.cli import main

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.ko.md")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with a picture of a three."""
    card = sutja.Recognizer().predict_strokes(
        [[(0.25, 0.2), (0.5, 0.1), (0.72, 0.25), (0.45, 0.48), (0.75, 0.65), (0.55, 0.9), (0.22, 0.8)]], pen_width=0.08
    )
    Image.fromarray(255 - card.pixels).resize((112, 112)).save(tmp_path / "three.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", READMES)
def test_python_runs(name, folder, capsys):
    for code in blocks(name, "python"):
        exec(compile(code, name, "exec"), {})
    assert capsys.readouterr().out.startswith("3 ")


def test_both_readmes_have_the_same_code():
    for language in ("python", "sh"):
        assert blocks(READMES[0], language) == blocks(READMES[1], language)


def test_commands_of_training_run(folder, capsys):
    commands = [line for block in blocks(READMES[0], "sh") for line in block.splitlines() if line.startswith("sutja ")]
    assert [command.split()[1] for command in commands] == ["studio", "train", "evaluate", "predict", *["labs"] * 4]
    for command in commands[1:]:
        quick = command.replace("--epochs 20", "--epochs 1").split()[1:]
        with pytest.raises(SystemExit) as ended:
            main(quick)
        assert not ended.value.code, capsys.readouterr().err
    said = capsys.readouterr().out
    assert "three.png: " in said and "A-hidden50x2-relu" in said
    assert (folder / "depth.ipynb").exists()


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_every_make_target_of_the_readme_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in READMES:
        used = re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert {a or b for a, b in used} <= targets
