"""Which language is spoken: that of the process, of a block, of a terminal, of a browser."""

from __future__ import annotations

import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutja import language


@pytest.fixture(autouse=True)
def _english_process(monkeypatch):
    monkeypatch.delenv("SUTJA_LANG", raising=False)
    language.use(None)
    yield
    language.use(None)


def test_english_unless_told_otherwise():
    assert language.current() == "en"


def test_the_environment_chooses_and_use_overrides_it(monkeypatch):
    monkeypatch.setenv("SUTJA_LANG", "ko_KR.UTF-8")
    assert language.current() == "ko"
    language.use("en")
    assert language.current() == "en"
    language.use(None)
    assert language.current() == "ko"


def test_speaking_holds_inside_the_block_only():
    language.use("ko")
    with language.speaking("en"):
        assert language.current() == "en"
        with language.speaking("ko"):
            assert language.current() == "ko"
        assert language.current() == "en"
    assert language.current() == "ko"


def test_speaking_ends_with_an_error_too():
    with pytest.raises(RuntimeError), language.speaking("ko"):
        raise RuntimeError
    assert language.current() == "en"


def test_speaking_does_not_reach_other_threads():
    heard = []
    with language.speaking("ko"):
        thread = threading.Thread(target=lambda: heard.append(language.current()))
        thread.start()
        thread.join()
    assert heard == ["en"]


def test_tasks_that_run_at_once_speak_their_own_language():
    async def converse(own: str) -> str:
        with language.speaking(own):
            await asyncio.sleep(0)
            return await asyncio.to_thread(language.current)

    async def both() -> list[str]:
        return await asyncio.gather(converse("ko"), converse("en"))

    assert asyncio.run(both()) == ["ko", "en"]


@pytest.mark.parametrize("choose", [language.use, lambda name: language.speaking(name).__enter__()])
def test_an_unknown_language_is_refused(choose):
    expected = r"Invalid value for argument `language`. Expected one of en, ko. Received: language='fr'"
    with pytest.raises(ValueError, match=expected):
        choose("fr")
    assert language.current() == "en"


def test_fields_are_filled_in():
    assert language.translate("No {name} here", name="kiwi") == "No kiwi here"


def test_a_marked_sentence_stays_as_it_is():
    assert language.mark("A {field} to come") == "A {field} to come"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "SUTJA_LANG": "ko"}, "ko"),
    ],
)
def test_the_language_of_a_terminal(environment, expected):
    assert language.of_terminal(environment) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("fr, de;q=0.8", None),
        ("ko", "ko"),
        ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"),
        ("en;q=0.2, ko;q=0.9", "ko"),
        ("fr-CH, en ; q = 0.9, ko;q=0.8", "en"),
        ("ko;q=0, en;q=0.1", "en"),
        ("ko;q=much, en", "en"),
        ("en, ko", "en"),
    ],
)
def test_the_language_of_a_browser(header, expected):
    assert language.of_browser(header) == expected


@given(st.text())
def test_no_header_of_a_browser_is_too_odd(header):
    assert language.of_browser(header) in (None, *language.LANGUAGES)
