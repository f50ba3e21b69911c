"""The language of a request: ``?lang=ko`` in its address, else what its ``Accept-Language`` header prefers.

One server speaks with several people at once, so the language belongs to the request and not to the process.
Starlette runs a request, and the threads that work for it, in one context; :func:`sutja.language.speaking` holds
in that context alone. A request that asks for neither of our languages is answered in that of the process.
"""

from __future__ import annotations

from contextlib import nullcontext
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sutja.language import LANGUAGES, of_browser, speaking

__all__ = ["RequestLanguage", "language_of"]


class RequestLanguage:
    """ASGI middleware: answers each request in the language that it asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, in its language."""
        language = language_of(scope) if scope["type"] == "http" else None
        with speaking(language) if language else nullcontext():
            await self._app(scope, receive, send)


def language_of(scope: Scope) -> str | None:
    """The language that the request in ``scope`` asks for, if it is one of ours."""
    for language in parse_qs(scope["query_string"].decode("latin-1")).get("lang", []):
        if language in LANGUAGES:
            return language
    return of_browser(Headers(scope=scope).get("accept-language", ""))
