"""Typer's own words, in ours: every way to call a command wrongly, and the headings of help, in both languages."""

from __future__ import annotations

import re

import pytest

WRONG = [
    (("train", "--epocs", "3"), "--epocs 옵션은 없습니다. 혹시 '--epochs'입니까? 도움말: sutja train --help"),
    (("train", "--colour"), "--colour 옵션은 없습니다. 도움말: sutja train --help"),
    (("labs", "shw"), "shw 명령은 없습니다. 혹시 'show'입니까? 도움말: sutja labs --help"),
    (("labs", "run"), "`id` 값이 빠졌습니다. 도움말: sutja labs run --help"),
    (("train", "--epochs"), "--epochs 옵션에는 값이 필요합니다. 도움말: sutja --help"),
    (("train", "--augment=3"), "--augment 옵션은 값을 받지 않습니다. 도움말: sutja --help"),
    (("labs", "run", "line", "more"), "인수가 너무 많습니다: more. 도움말: sutja labs run --help"),
    (("train", "--epochs", "x"), "--epochs: 정수가 필요합니다. 도움말: sutja train --help"),
    (("train", "--learning-rate", "x"), "--learning-rate: 수가 필요합니다. 도움말: sutja train --help"),
    (("labs", "run", "line", "--seeds", "0"), "--seeds: 1 이상이어야 합니다. 도움말: sutja labs run --help"),
]


@pytest.mark.parametrize(("words", "line"), WRONG)
def test_what_is_wrong_with_a_command_is_said_in_korean(sutja, words, line):
    result = sutja(*words, "--lang", "ko")
    assert (result.code, result.out, result.err) == (2, "", f"sutja: {line}\n")


@pytest.mark.parametrize(
    ("lang", "headings"),
    [
        ("en", {"Usage: sutja labs run [OPTIONS]", "Arguments", "Options", "Show this help and stop."}),
        ("ko", {"사용법: sutja labs run [옵션]", "인수", "옵션", "이 도움말을 보여 주고"}),
    ],
)
def test_help_has_headings_in_the_language(sutja, lang, headings):
    text = re.sub(r"\s+", " ", sutja("labs", "run", "--help", "--lang", lang).out)
    assert all(heading in text for heading in headings)
    assert ("[기본값: " in text, "[default: " in text) == (lang == "ko", lang == "en")


@pytest.mark.parametrize(("lang", "heading"), [("en", "Usage: "), ("ko", "사용법: ")])
def test_how_to_call_a_command_stands_in_colour(sutja, monkeypatch, lang, heading):
    monkeypatch.setattr("typer.rich_utils.FORCE_TERMINAL", True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert f"\033[1;33m{heading}\033[0m" in sutja("labs", "run", "--help", "--lang", lang).out


def test_a_command_without_its_verb_shows_the_help_and_nothing_else(sutja):
    result = sutja("data")
    assert result.code == 2
    assert "list" in result.out + result.err
    assert "sutja: " not in result.err
