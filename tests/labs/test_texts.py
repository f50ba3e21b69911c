"""The lessons are whole in both languages, say the same in both, and name commands and experiments that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from sutja import data, labs, zoo
from sutja.cli.app import build

TEXTS = Path(labs.__file__).parent / "texts"
HEADINGS = {
    "en": ["What you learn", "The idea", "What to watch", "Try next", "Question", "Answer"],
    "ko": ["무엇을 배우나", "핵심 개념", "눈여겨볼 것", "더 해 보기", "질문", "답"],
}
LANGUAGES = tuple(HEADINGS)

LESSONS = {lesson.id: (*lesson.experiments, *lesson.see) for lesson in labs.COURSE}
EXPERIMENTS = {experiment for experiments in LESSONS.values() for experiment in experiments}

EACH = pytest.mark.parametrize("lesson", LESSONS)
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def text_of(lesson: str, language: str) -> str:
    return (TEXTS / f"{lesson}.{language}.md").read_text(encoding="utf-8")


def parts_of(lesson: str, language: str) -> dict[str, str]:
    """The text under each heading."""
    pieces = re.split(r"^## (.+)\n", text_of(lesson, language), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def code_blocks(text: str) -> list[str]:
    return re.findall(r"^```\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def in_backticks(text: str) -> list[str]:
    prose = re.sub(r"^```\n.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"`([^`\n]+)`", prose)


def commands(lesson: str, language: str) -> list[str]:
    return [code for code in in_backticks(text_of(lesson, language)) if code.startswith("sutja ")]


def numbers(text: str) -> set[str]:
    """Numbers with a point or a comma in them, and shares: those that nobody writes as a word."""
    return set(re.findall(r"\d+(?:[.,]\d+)+|\d+(?= %)", text))


def test_the_files_are_those_of_the_lessons():
    expected = {f"{lesson}.{language}.md" for lesson in LESSONS for language in LANGUAGES}
    assert {path.name for path in TEXTS.iterdir()} == expected


@EACH
@IN_EACH_LANGUAGE
def test_a_title_and_all_headings_in_order(lesson, language):
    text = text_of(lesson, language)
    assert re.match(r"# \S.*\n\n## ", text)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert re.findall(r"^#{2,} (.+)$", text, re.MULTILINE) == HEADINGS[language]
    assert all(part.strip() for part in parts_of(lesson, language).values())


@EACH
def test_korean_is_korean_and_english_is_english(lesson):
    assert not re.search("[가-힣]", text_of(lesson, "en"))
    for heading, part in parts_of(lesson, "ko").items():
        assert heading == "더 해 보기" or re.search("[가-힣]", part)
    sentences = re.findall(r"[가-힣]+(?=[.?](?:\s|$))", text_of(lesson, "ko"))
    assert [end for end in sentences if not re.search("(다|까요|세요)$", end)] == []


@EACH
def test_both_languages_have_the_same_formulas_commands_and_figures(lesson):
    english, korean = text_of(lesson, "en"), text_of(lesson, "ko")
    assert code_blocks(english) == code_blocks(korean)
    assert in_backticks(english) == in_backticks(korean)
    assert numbers(english) == numbers(korean)


@EACH
@IN_EACH_LANGUAGE
def test_short_and_narrow(lesson, language):
    text = text_of(lesson, language)
    words = len(text.split())
    assert 150 <= words <= 440
    assert max(map(len, text.splitlines())) <= 125


@EACH
@IN_EACH_LANGUAGE
def test_every_experiment_of_the_lesson_is_told_of(lesson, language):
    text = text_of(lesson, language)
    assert [name for name in LESSONS[lesson] if name not in text] == []


@EACH
@IN_EACH_LANGUAGE
def test_experiments_that_are_named_exist(lesson, language):
    named = [code for code in in_backticks(text_of(lesson, language)) if re.fullmatch(r"[A-E]-[a-z0-9.-]+", code)]
    assert set(named) <= EXPERIMENTS


@EACH
def test_try_next_names_commands(lesson):
    assert len([code for code in in_backticks(parts_of(lesson, "en")["Try next"]) if code.startswith("sutja ")]) >= 1


@EACH
def test_commands_exist(lesson):
    for line in commands(lesson, "en"):
        check(shlex.split(line)[1:])


def check(words: list[str]) -> None:
    """That a command line names a command, options of it, and lessons, experiments, data sets and models that exist."""
    if words[0] == "labs":
        check_labs(words[1:])
        return
    command = typer.main.get_command(build())
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    options = {name for parameter in command.params for name in parameter.opts + parameter.secondary_opts}
    assert {word for word in words if word.startswith("--")} <= options
    for option, known in (("--model", zoo.names()), ("--data", data.names())):
        if option in words:
            assert words[words.index(option) + 1] in known


def check_labs(words: list[str]) -> None:
    verb, rest = words[0], words[1:]
    names = [word for word in rest if not word.startswith("-") and "." not in word.removeprefix("C-")]
    options = {word for word in rest if word.startswith("-")}
    known, allowed = {
        "show": (set(LESSONS), {"--lang"}),
        "run": (EXPERIMENTS, {"--engine", "--quick", "--seeds"}),
        "table": (set(), set()),
        "ladder": (set(), set()),
        "notebook": (set(LESSONS), {"--lang", "-o"}),
    }[verb]
    assert set(names) <= known
    assert len(names) == (1 if known else 0)
    assert options <= allowed
