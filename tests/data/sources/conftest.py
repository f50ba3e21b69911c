"""A mirror on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Answer = bytes | int | Callable[[], bytes]


class Mirror:
    """Answers each path with bytes, with a status code, or with what a function gives; and counts."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.answers: dict[str, Answer] = {}
        self.truncated: set[str] = set()
        self.requests: list[str] = []
        self.ranges: list[str | None] = []
        self.resumes = True

    def url(self, path: str) -> str:
        return f"http://{self.host}/{path}"


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setenv("NO_PROXY", "*")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.lstrip("/")
            mirror.requests.append(path)
            answer = mirror.answers.get(path, 404)
            if isinstance(answer, int):
                self.send_error(answer)
                return
            content = answer() if callable(answer) else answer
            wanted = self.headers["Range"]
            mirror.ranges.append(wanted)
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and mirror.resumes else 0
            if start >= len(content):
                self.send_error(416)
                return
            content = content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if path in mirror.truncated else content)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mirror = Mirror(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield mirror
    server.shutdown()
    thread.join()
    server.server_close()
