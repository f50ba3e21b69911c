"""The pages' files: every sentence exists in both languages, and nothing refers to another host."""

from __future__ import annotations

import json
import re
import string

import pytest

from sutja.recognizer.answers import SURE
from sutja.studio.pages import STATIC

FILES = sorted(path for path in STATIC.rglob("*") if path.is_file())
PAGES = sorted(STATIC.glob("*.html"))
SCRIPTS = sorted(STATIC.glob("*.js"))


@pytest.fixture(scope="module")
def texts() -> dict[str, dict]:
    return {language: json.loads((STATIC / f"texts/{language}.json").read_text("utf-8")) for language in ("en", "ko")}


def keys_in(*files) -> set[str]:
    found = set()
    for file in files:
        source = file.read_text("utf-8")
        found |= set(re.findall(r'data-i18n(?:-label|-title)?="([^"]+)"', source))
        found |= set(re.findall(r'(?:text|heading|say)\("([a-z.]+)"', source))
        found |= set(re.findall(r'"((?:answer|pen|docs|copy)\.[a-zA-Z]+)"', source))
        for thing in re.findall(r'counted\("([a-z]+)"', source):
            found |= {f"count.{thing}.one", f"count.{thing}.many"}
    return found


def test_there_are_pages_and_scripts():
    assert [page.name for page in PAGES] == ["docs.html", "index.html"]
    assert len(SCRIPTS) > 8


def test_both_languages_have_the_same_sentences(texts):
    assert list(texts["en"]) == list(texts["ko"])
    for key, english in texts["en"].items():
        korean = texts["ko"][key]
        assert type(english) is type(korean), key
        assert english, key
        assert korean, key
        if isinstance(english, list):
            assert len(english) == len(korean), key


def test_every_sentence_that_is_shown_exists(texts):
    missing = keys_in(*PAGES, *SCRIPTS) - set(texts["en"])
    assert not missing


def test_every_sentence_that_exists_is_shown(texts):
    # Sentences about the answer are named by its state, or by the code of the server's error.
    unused = set(texts["en"]) - keys_in(*PAGES, *SCRIPTS)
    states = ("empty", "blank", "waiting", "reading", "unopened", "unreachable", "failed")
    assert unused == {f"answer.{state}" for state in states} | {"refused.nothing_drawn"}


def test_sentences_use_the_fields_that_they_are_given(texts):
    given = {
        "percent": {"value"},
        "answer.sure": {"named"},
        "answer.unsure": {"digit", "otherDigit", "named", "other"},
        "none.sentence": {"percent"},
        "none.guess": {"digit", "named"},
        "reading.found": {"digits", "lines"},
        **{f"count.{thing}.many": {"number"} for thing in ("digits", "lines", "unsure", "refused")},
    }
    for sentences in texts.values():
        for key, sentence in sentences.items():
            if isinstance(sentence, str):
                fields = {name for _text, name, _format, _conversion in string.Formatter().parse(sentence) if name}
                assert fields <= given.get(key, set()), key


def test_the_english_of_the_pages_is_that_of_the_texts(texts):
    for page in PAGES:
        for key, shown in re.findall(r'data-i18n="([^"]+)">([^<]*)<', page.read_text("utf-8")):
            assert " ".join(shown.split()) == texts["en"][key], key


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_refers_to_another_host(path):
    source = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"""(?:https?:|wss?:|["'(]|url\()//""", source)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_have_no_inline_script_or_style(path):
    source = path.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)


@pytest.mark.parametrize("path", [*PAGES, *SCRIPTS], ids=lambda path: path.name)
def test_what_a_file_loads_exists(path):
    source = path.read_text("utf-8")
    loaded = re.findall(r'(?:src|href)="static/([^"]+)"', source)
    loaded += re.findall(r'from "\./([^"]+)"', source)
    assert all((STATIC / name).is_file() for name in loaded)


def test_a_digit_is_sure_from_the_same_probability_on_in_both_languages():
    said = [number for script in SCRIPTS for number in re.findall(r"SURE = ([\d.]+)", script.read_text("utf-8"))]
    assert [float(number) for number in said] == [SURE]


def test_pages_are_served_and_checked_for_changes(client):
    for path, content_type in (("/", "text/html"), ("/docs", "text/html"), ("/static/app.js", "text/javascript")):
        response = client.get(path)
        assert response.status_code == 200
        assert response.headers["content-type"].startswith(content_type)
        assert response.headers["cache-control"] == "no-cache"
        assert response.headers["etag"]
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404
