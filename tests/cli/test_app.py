"""What holds for every verb: one line for an error, the right exit code, the language."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sutja import __version__

WRONG = [
    (("train", "--model", "cnn-smal"), "`model`", "Did you mean 'cnn-small'?"),
    (("train", "--data", "minst"), "`data`", "Did you mean 'mnist'?"),
    (("train", "--batch-size", "0"), "Expected a whole number of at least 1. Received: batch_size=0", ""),
    (("train", "--epochs", "many"), "--epochs: a whole number is needed.", "See: sutja train --help"),
    (("train", "--colour", "red"), "There is no option --colour.", "See: sutja train --help"),
    (("train", "--resume"), "`--name`. Expected the name of the run to go on with", ""),
    (("trian",), "There is no command trian. Did you mean 'train'?", "See: sutja --help"),
    (("predict", "shipped"), "`IMAGE...` is missing.", "See: sutja predict --help"),
    (("data", "info", "minst"), "Did you mean 'mnist'?", ""),
    (("studio", "--port", "70000"), "port", ""),
    (("--lang", "fr"), "Expected one of: en, ko. Received: lang='fr'", ""),
]


@pytest.mark.parametrize(("words", "message", "advice"), WRONG)
def test_wrong_use_is_one_line_and_exit_code_2(sutja, words, message, advice):
    result = sutja(*words)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("sutja: ")
    assert result.err.count("\n") == 1
    assert message in result.err
    assert advice in result.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("evaluate", "nothing"), "There is no trained run called 'nothing'. Train one: sutja train"),
        (("train", "--name", "nothing", "--resume"), "There is no run in runs/nothing. Start one"),
        (("predict", "no.keras", "a.png"), "no.keras: there is no such file."),
    ],
)
def test_a_failed_job_is_one_line_and_exit_code_1(sutja, words, message):
    result = sutja(*words)
    assert result.code == 1
    assert message in result.err
    assert result.err.count("\n") == 1


def test_debug_shows_the_traceback(sutja, tmp_path):
    from sutja.cli import main
    from sutja.errors import SutjaError

    with pytest.raises(SutjaError):
        main(["evaluate", "nothing", "--debug"])


def test_version_and_help(sutja):
    assert sutja("--version").out == f"sutja {__version__}\n"
    for words in ((), ("--help",)):
        result = sutja(*words)
        assert result.code == 0
        for verb in ("demo", "train", "evaluate", "predict", "studio", "data"):
            assert verb in result.out


@pytest.mark.parametrize("verb", ["demo", "train", "evaluate", "predict", "studio", "data"])
def test_every_verb_has_help_in_both_languages(verb):
    texts = {}
    for language in ("en", "ko"):
        done = subprocess.run(
            [sys.executable, "-m", "sutja", verb, "--help", "--lang", language],
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "120"},
            check=True,
        )
        texts[language] = done.stdout
    assert texts["en"] != texts["ko"]
    assert any("가" <= letter <= "힣" for letter in texts["ko"])
    assert not any("가" <= letter <= "힣" for letter in texts["en"].replace("한국어", ""))


@pytest.mark.parametrize("encoding", ["cp949", "ascii"])
def test_a_letter_that_the_system_lacks_becomes_a_question_mark(encoding):
    done = subprocess.run(
        [sys.executable, "-m", "sutja", "labs", "show", "line", "--lang", "ko"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "120"},
        check=True,
    )
    assert b"A-linear-regression" in done.stdout
    assert b"?" in done.stdout


def test_the_locale_of_the_terminal_chooses_the_language(sutja, monkeypatch):
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    korean = sutja("evaluate", "nothing").err
    assert "nothing" in korean
    assert any("가" <= letter <= "힣" for letter in korean)
    assert "There is no" in sutja("evaluate", "nothing", "--lang=en").err
