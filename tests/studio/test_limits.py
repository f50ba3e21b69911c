"""The limit on uploads: what is too large is refused before it has arrived, and never kept."""

from __future__ import annotations

import asyncio
import json

import pytest

from sutja.studio import create_app
from sutja.studio.limits import MAX_BODY_BYTES

MIB = 2**20
FORM_START = (
    b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
)


class Upload:
    """A request whose body comes in parts of 1 MiB as they are asked for; ``asked`` counts the parts."""

    def __init__(self, app, mebibytes: int, content_type: str, start: bytes = b"", declared: bool = False) -> None:
        headers = [(b"host", b"localhost"), (b"content-type", content_type.encode())]
        if declared:
            headers.append((b"content-length", str(mebibytes * MIB).encode()))
        self._scope = {
            "type": "http",
            "method": "POST",
            "path": "/api/v1/recognize",
            "query_string": b"",
            "headers": headers,
        }
        self._parts = mebibytes
        self._start = start
        self._sent = []
        self.asked = 0
        asyncio.run(app(self._scope, self._receive, self._send))
        self.status = self._sent[0]["status"]
        self.error = json.loads(self._sent[1]["body"])["error"]

    async def _receive(self):
        self.asked += 1
        body = (self._start if self.asked == 1 else b"") + bytes(MIB)
        return {"type": "http.request", "body": body, "more_body": self.asked < self._parts}

    async def _send(self, message) -> None:
        self._sent.append(message)


@pytest.fixture(scope="module")
def app(recognizer):
    return create_app(recognizer)


@pytest.mark.parametrize(
    ("content_type", "start"),
    [("image/png", b""), ("application/json", b""), ("multipart/form-data; boundary=x", FORM_START)],
)
def test_a_body_that_is_too_large_is_refused_while_it_arrives(app, content_type, start):
    upload = Upload(app, 50, content_type, start)
    assert upload.status == 413
    assert upload.error["code"] == "picture_too_large"
    assert upload.error["message"].startswith("The request is larger than 10 MiB.")
    assert upload.asked <= MAX_BODY_BYTES // MIB + 1


def test_a_body_that_says_it_is_too_large_is_refused_before_it_arrives(app):
    upload = Upload(app, 50, "image/png", declared=True)
    assert upload.status == 413
    assert upload.asked == 0


def test_a_body_of_another_type_is_refused_before_it_arrives(app):
    upload = Upload(app, 50, "text/plain")
    assert upload.status == 415
    assert upload.asked == 0


def test_a_body_within_the_limit_is_read_whole(app):
    upload = Upload(app, MAX_BODY_BYTES // MIB, "image/png")
    assert upload.error["code"] != "picture_too_large"
    assert upload.asked == MAX_BODY_BYTES // MIB
