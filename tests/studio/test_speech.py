"""The language of a response: that of the address, else of the header, else of the process."""

from __future__ import annotations

import pytest

from sutja import language
from sutja.studio.speech import language_of


@pytest.mark.parametrize(
    ("query", "header", "expected"),
    [
        ("", None, None),
        ("", "fr", None),
        ("", "ko-KR, en;q=0.5", "ko"),
        ("lang=en", "ko", "en"),
        ("lang=fr", "ko", "ko"),
        ("lang=fr&lang=ko", "en", "ko"),
        ("lang=%FF", "ko", "ko"),
    ],
)
def test_what_a_request_asks_for(query, header, expected):
    headers = [] if header is None else [(b"accept-language", header.encode())]
    scope = {"type": "http", "query_string": query.encode(), "headers": headers}
    assert language_of(scope) == expected


@pytest.fixture
def translated(monkeypatch):
    """Let every sentence say its language in front, so that no catalogue is needed."""

    class Catalogue:
        def __init__(self, name):
            self.name = name

        def gettext(self, message):
            return f"[{self.name}] {message}"

    monkeypatch.setattr(language, "_catalogue", Catalogue)


@pytest.mark.parametrize("asked", [{"params": {"lang": "ko"}}, {"headers": {"Accept-Language": "ko-KR,ko;q=0.9"}}])
def test_errors_are_in_the_language_of_the_request(client, translated, asked):
    for path, method in (("/api/v1/nothing", "GET"), ("/api/v1/recognize", "POST")):
        message = client.request(method, path, **asked).json()["error"]["message"]
        assert message.startswith("[ko] ")
    assert client.get("/api/v1/nothing").json()["error"]["message"].startswith("[en] ")


def test_a_defect_of_ours_is_told_in_the_language_of_the_request(studio, translated):
    class Broken:
        def predict_strokes(self, strokes, **_options):
            raise RuntimeError

    drawing = {"strokes": [[[1, 1]]], "pen_width": 1}
    response = studio(Broken()).post("/api/v1/recognize?lang=ko", json=drawing)
    assert response.json()["error"]["message"].startswith("[ko] ")


def test_the_process_speaks_where_the_request_asks_for_nothing(client, translated):
    language.use("ko")
    try:
        assert client.get("/nothing").json()["error"]["message"].startswith("[ko] ")
    finally:
        language.use(None)


def test_the_description_of_the_api_is_translated(client, translated):
    def sentences(part):
        if isinstance(part, dict):
            for key, value in part.items():
                if key in ("summary", "description") and isinstance(value, str):
                    yield value
                else:
                    yield from sentences(value)
        elif isinstance(part, list):
            for item in part:
                yield from sentences(item)

    found = list(sentences(client.get("/openapi.json", params={"lang": "ko"}).json()))
    assert len(found) > 15
    assert all(sentence.startswith("[ko] ") for sentence in found)
