"""The page of the labs says what is true: its examples print what stands below them, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sutja.cli import main
from sutja.labs import COURSE

ROOT = Path(__file__).parents[1]
PAGES = ("docs/labs.md", "docs/labs.ko.md")


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


def examples(page):
    return re.findall(r"```python\n(.*?)```\n```text\n(.*?)```", text_of(page), re.DOTALL)


def test_examples_print_what_stands_below_them(capsys):
    names = {}
    for code, printed in examples(PAGES[0]):
        exec(compile(code, PAGES[0], "exec"), names)
        assert capsys.readouterr().out == printed, code


def test_both_pages_have_the_same_examples_and_commands():
    assert examples(PAGES[0]) == examples(PAGES[1])
    assert len(examples(PAGES[0])) == 2
    first, second = (re.findall(r"```sh\n(.*?)```", text_of(page), re.DOTALL) for page in PAGES)
    assert first == second


def test_commands_run(monkeypatch, tmp_path, capsys):
    pytest.importorskip("nbformat", reason="nbformat is not installed: pip install 'sutja[notebook]'")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```sh\n(.*?)```", text_of(PAGES[0]), re.DOTALL)
    for command in block.splitlines():
        with pytest.raises(SystemExit) as ended:
            main(command.split()[1:])
        assert not ended.value.code, capsys.readouterr().err
    assert (tmp_path / "depth.ipynb").exists()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere_and_the_number_of_lessons_is_right(page):
    targets = re.findall(r"\]\(([^)#]+)\)", text_of(page))
    assert [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()] == []
    assert str(len(COURSE)) in text_of(page)
